import Drafts
import Events
import Messages
import Panes
import Routing
import Screens
import Sessions

/// Editing, composing and sending messages.
extension Model {
    /// The open draft; `nil` if none is open.
    var draft: Draft? { top(DraftScreen.self)?.draft }

    /// The draft that editing the selected message begins with; `nil` if no message is selected.
    var draftOfEntry: Draft? {
        // While the log follows, the entry under its cursor was not selected by the operator.
        let held = screen == nil && log.isFollowing ? targetHeld?.entry : nil
        let number = held.flatMap(context.session.journal.kept) ?? currentEntry
        guard let number, let delivery = context.session.journal[number: number]?.entry.delivery else { return nil }
        let isHeld = context.session.intercepts.held(number) != nil
        // A held message that was replaced and is still held is edited further.
        if isHeld, let sentDraft, sentDraft.entry == number { return sentDraft }
        return Draft(
            origin: isHeld ? .held(number) : .entry(number), original: delivery.message, message: delivery.message,
            author: delivery.author, room: delivery.room,
            targets: isHeld ? [] : ReplayDialog.targets(of: [number], in: context.session))
    }

    // MARK: Editing

    /// Opens the draft, or the selected message, in the operator's editor.
    mutating func edit(raw: Bool = false) -> [Effect] {
        guard var draft = draft ?? draftOfEntry else { return [] }
        if raw { draft.isRaw = true }
        guard let text = draft.editable else { return report("its bytes are no text: only text can be edited") }
        editedDraft = draft
        return [.edit(EditorInput(text: text.text, fileExtension: text.fileExtension))]
    }

    /// Opens the draft with the text that the editor has saved.
    mutating func finishEditing(_ edited: EditorResult) -> [Effect] {
        guard var draft = editedDraft else { return [] }
        editedDraft = nil
        switch edited {
        case .saved(let text):
            guard let editable = draft.editable else { return [] }
            draft.message = editable.message(from: text)
            return open(draft)
        case .unchanged: return report("nothing was changed" + (self.draft == nil ? ": nothing is sent" : ""))
        case .failed(let reason): return report(reason)
        }
    }

    /// Applies an edit command to the description in the open draft, or in the selected message.
    mutating func edit(_ command: String, _ arguments: String) -> [Effect] {
        guard var draft = draft ?? draftOfEntry else { return [] }
        guard let text = ParsedMessage(draft.message).descriptionText else {
            return report("there is no description in it")
        }
        do throws(DraftError) {
            let arguments = arguments.split(separator: " ").map(String.init)
            let changed = try DescriptionEdit(command: command, arguments: arguments).apply(to: text)
            guard let message = draft.message.replacing(description: text, by: changed) else {
                return report("the description cannot be put back into this message")
            }
            draft.message = message
            return open(draft)
        } catch {
            return report(error.description)
        }
    }

    /// Opens `draft`, replacing the open one.
    private mutating func open(_ draft: Draft) -> [Effect] {
        if top(DraftScreen.self) != nil { return change(DraftScreen.self) { screen, _ in screen.draft = draft } }
        return show(DraftScreen(draft))
    }

    // MARK: Composing

    /// Opens a draft made from a template and its arguments, such as `offer audio video:VP8`.
    mutating func compose(_ text: String) -> [Effect] {
        let words = text.split(separator: " ").map(String.init)
        do throws(DraftError) {
            let template = try MessageTemplate(named: words.first ?? "")
            let record = currentRecord
            let delivery = record?.entry.delivery
            let description = record?.parsed?.descriptionText
            let message = try template.message(
                Array(words.dropFirst()), seed: UInt64(bitPattern: context.session.now.nanoseconds),
                offer: record?.kind == .offer ? description : nil)
            let targets = composeTargets(template == .answer ? delivery?.author : nil)
            guard let first = targets.first else { return report("there is no peer to send it to") }
            let room = room(of: first)
            // By default an answer is sent in the name of a recipient of the offer.
            let recipients = template == .answer ? delivery?.recipients ?? [] : []
            let authors =
                recipients.filter(context.session.roster.isPresent)
                + context.session.roster.present(in: room).filter { .peer($0) != first }
            let isRelays = [.welcome, .peerJoined, .peerLeft, .error].contains(template)
            return open(
                Draft(
                    origin: .template(template.name), original: nil, message: message,
                    author: isRelays ? .relay : authors.first ?? .relay, room: room, targets: targets))
        } catch {
            return report(error.description)
        }
    }

    /// All connected peers, then their rooms; `first`, or else the selected peer or recipient, precedes the others.
    private func composeTargets(_ first: PeerID?) -> [SendTarget] {
        let roster = context.session.roster
        let selected = subject == .peers ? selectedPeer : currentRecord?.entry.delivery?.recipients.first
        let first = first ?? selected
        if context.session.endpoint.upstream != nil {
            // A socket has two ends, so that a client and the server as the client reaches it are both targets.
            let ends = roster.present.flatMap { [$0] + [roster.partner(of: $0)].compactMap(\.self) }
            return ends.sorted { ($0 == first ? 0 : 1, $0) < ($1 == first ? 0 : 1, $1) }.map { .peer($0) }
        }
        let peers = roster.present.sorted { ($0 == first ? 0 : 1, $0) < ($1 == first ? 0 : 1, $1) }
        let rooms = Set(peers.compactMap { context.session.roster[$0]?.peer.room }).sorted()
        return peers.map { .peer($0) } + rooms.map { .room($0) }
    }

    private func room(of target: SendTarget) -> String {
        switch target {
        case .room(let room): room
        case .peer(let peer): context.session.roster[peer]?.peer.room ?? ConnectionRequest.lobby
        case .recipients: ConnectionRequest.lobby
        }
    }

    // MARK: Sending

    /// Chooses the next target of the open draft.
    mutating func nextTarget(by step: Int) -> [Effect] {
        change(DraftScreen.self) { screen, context in
            let count = screen.draft.targets.count
            if count > 0 { screen.draft.choice = (screen.draft.choice + step + count) % count }
            // What one end of a socket receives, the other has sent.
            guard case .peer(let peer)? = screen.draft.target else { return }
            if let partner = context.session.roster.partner(of: peer) { screen.draft.author = partner }
        }
    }

    /// Chooses the next peer, or the relay, as the author of the open draft.
    mutating func nextAuthor() -> [Effect] {
        let authors = context.session.roster.present + context.session.roster.serverEnds + [.relay]
        return change(DraftScreen.self) { screen, _ in
            let index = authors.firstIndex(of: screen.draft.author).map { $0 + 1 } ?? 0
            screen.draft.author = authors[index % authors.count]
        }
    }

    /// Closes the open draft and sends it.
    mutating func sendDraft() -> [Effect] {
        guard let draft else { return [] }
        let origin: Delivery.Origin
        switch draft.origin {
        case .held(let entry):
            guard context.session.intercepts.held(entry) != nil else {
                return report("#\(entry) is no longer held: q leaves the draft, e on #\(entry) begins another")
            }
            screens.removeLast()
            sentDraft = draft
            return [.command(.replace(entry, draft.message))]
        case .entry(let entry): origin = .edit(entry: entry)
        case .template: origin = .composition
        }
        guard let target = draft.target else { return report("there is no peer to send it to") }
        let destination: Sending.Destination
        var room = draft.room
        switch target {
        case .recipients:
            let recipients = draft.entry.map { SendTarget.recipients.recipients(of: $0, in: context.session) } ?? []
            guard !recipients.isEmpty else { return report("its recipients have left: tab chooses another") }
            destination = .peers(recipients)
        case .peer(let peer):
            guard context.session.roster.isPresent(peer) else {
                return report("\(context.session.roster.label(peer)) has left already: tab chooses another")
            }
            (destination, room) = (.peers([peer]), context.session.roster[peer]?.peer.room ?? room)
        case .room(let name): (destination, room) = (.room(name), name)
        }
        screens.removeLast()
        return [.command(.send([Sending(draft.message, origin, author: draft.author, room: room, to: destination)]))]
    }

    /// Opens the sent draft again if the message that it should replace had been released before.
    mutating func resolveSentDraft(_ entry: Entry) {
        guard let draft = sentDraft else { return }
        switch entry.content {
        case .message(let delivery) where delivery.release?.entry == draft.entry: sentDraft = nil
        case .noted(.tooLate(let number)) where number == draft.entry:
            sentDraft = nil
            _ = open(draft)
            statusMessage = "#\(number) had been released already: the change is not sent"
        default: break
        }
    }

    // MARK: Replaying

    /// Asks whether to replay the messages among the target entries.
    mutating func askReplay() -> [Effect] {
        let entries = targetEntries.filter { context.session.journal[number: $0]?.entry.delivery != nil }
        guard !entries.isEmpty else { return report("no message is marked: u removes marks") }
        guard let dialog = ReplayDialog(entries, in: context.session) else {
            return report("there is no peer to replay to")
        }
        question = .replay(dialog)
        return []
    }

    mutating func replay(_ dialog: ReplayDialog) -> [Effect] {
        let sendings = dialog.sendings(context.session)
        guard !sendings.isEmpty else {
            let isKept = dialog.entries.contains { context.session.journal.contains($0) }
            return report(
                isKept
                    ? "\(dialog.target.text(dialog.entries, context.session)) is not connected any more"
                    : "the messages are no longer in the journal")
        }
        playback = sendings.contains { $0.delay > 0 } ? Snapshot.Playback(count: sendings.count) : nil
        return [.command(.send(sendings))]
    }
}
