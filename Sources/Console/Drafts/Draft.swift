import Drafts
import Events
import Messages
import Routing
import Screens
import Sessions

/// A message that the operator is about to send: changed, or written by hand.
struct Draft: Hashable, Sendable {
    /// What it is made of.
    enum Origin: Hashable, Sendable {
        /// The message of this entry, which has been heard already.
        case entry(Int)
        /// The message held in this entry, in whose place it goes on.
        case held(Int)
        /// A template of this name.
        case template(String)
    }

    let origin: Origin
    /// What it was before it was changed; nil for one that was written by hand.
    let original: Message?
    var message: Message
    /// In whose name it is sent.
    var author: PeerID
    let room: String
    /// To whom it can be sent; empty for what takes a held one's place.
    var targets: [ReplayDialog.Target] = []
    var choice = 0
    /// Whether the whole payload is edited, and not the description it carries.
    var isRaw = false

    var target: ReplayDialog.Target? { choice < targets.count ? targets[choice] : nil }

    /// The entry it is made of; nil for one that was written by hand.
    var entry: Int? {
        switch origin {
        case .entry(let entry), .held(let entry): entry
        case .template: nil
        }
    }

    /// The text that is edited; `nil` if the bytes are none.
    var editable: EditableText? { isRaw ? EditableText(raw: message) : EditableText(message) }

    /// What is wrong with it; a message may have as many bytes as the relay takes from a peer.
    var faults: [DraftFault] { DraftCheck.faults(in: message, limit: Message.byteLimit) }

    /// The lines of what it was and of what it is.
    var lines: (before: [String]?, after: [String]) { (original.flatMap(lines(of:)), lines(of: message) ?? []) }

    private func lines(of message: Message) -> [String]? {
        let text = isRaw ? EditableText(raw: message) : EditableText(message)
        return text?.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Writing and changing messages.
extension Model {
    /// The draft that is open; `nil` if none is.
    var draft: Draft? { top(DraftScreen.self)?.draft }

    /// What the selected message becomes when it is changed; `nil` if none is selected.
    var draftOfEntry: Draft? {
        // While the log follows, nobody has selected what is under the cursor.
        let oldest = screen == nil && isFollowing ? meantHeld?.entry : nil
        let number = oldest.flatMap { context.session.journal[number: $0]?.entry.number } ?? currentEntry
        guard let number, let transit = context.session.journal[number: number]?.entry.transit else { return nil }
        let isHeld = context.session.interventions.held(number) != nil
        // What was changed already, and still waits for its turn, is changed further.
        if isHeld, let sentDraft, sentDraft.entry == number { return sentDraft }
        return Draft(
            origin: isHeld ? .held(number) : .entry(number), original: transit.message, message: transit.message,
            author: transit.author, room: transit.room, targets: isHeld ? [] : replayTargets([number]))
    }

    /// Gives the open draft, or the selected message, to the operator's editor.
    mutating func edit(raw: Bool = false) -> [Effect] {
        guard var draft = draft ?? draftOfEntry else { return [] }
        if raw { draft.isRaw = true }
        guard let text = draft.editable else { return say("its bytes are no text: only text can be edited") }
        editedDraft = draft
        return [.edit(Editing(text: text.text, fileExtension: text.fileExtension))]
    }

    /// Takes what the editor has left.
    mutating func takeEdited(_ edited: Edited) -> [Effect] {
        guard var draft = editedDraft else { return [] }
        editedDraft = nil
        switch edited {
        case .saved(let text):
            guard let editable = draft.editable else { return [] }
            draft.message = editable.message(from: text)
            return open(draft)
        case .unchanged: return say("nothing was changed" + (self.draft == nil ? ": nothing is sent" : ""))
        case .failed(let words): return say(words)
        }
    }

    /// Does an edit of a description to the open draft, or to the selected message.
    mutating func edit(_ command: String, _ arguments: String) -> [Effect] {
        guard var draft = draft ?? draftOfEntry else { return [] }
        guard let text = ParsedMessage(draft.message).descriptionText else {
            return say("there is no description in it")
        }
        do throws(DraftError) {
            let words = arguments.split(separator: " ").map(String.init)
            let changed = try DescriptionEdit(command: command, arguments: words).apply(to: text)
            guard let message = draft.message.replacing(description: text, by: changed) else {
                return say("the description cannot be put back into this message")
            }
            draft.message = message
            return open(draft)
        } catch {
            return say(error.description)
        }
    }

    /// Opens `draft`, in place of the one that is open.
    private mutating func open(_ draft: Draft) -> [Effect] {
        if top(DraftScreen.self) != nil { return change(DraftScreen.self) { screen, _ in screen.draft = draft } }
        return show(DraftScreen(draft))
    }

    /// Begins a message from a template: `offer audio video:VP8`.
    mutating func compose(_ text: String) -> [Effect] {
        let words = text.split(separator: " ").map(String.init)
        do throws(DraftError) {
            let template = try MessageTemplate(named: words.first ?? "")
            let record = currentRecord
            let offer = record?.parsed?.descriptionText
            let message = try template.message(
                Array(words.dropFirst()), seed: UInt64(bitPattern: context.session.now.nanoseconds),
                offer: record?.kind == .offer ? offer : nil)
            let targets = composeTargets(template == .answer ? record?.entry.transit?.author : nil)
            guard let first = targets.first else { return say("nobody is here to hear it") }
            let room = room(of: first)
            // An answer is that of one who heard the offer.
            let hearers =
                template == .answer ? record?.entry.transit?.hearers.filter(context.session.roster.isPresent) ?? [] : []
            let others = hearers + context.session.roster.present(in: room).filter { .peer($0) != first }
            let isRelays = [.welcome, .peerJoined, .peerLeft, .error].contains(template)
            return open(
                Draft(
                    origin: .template(template.name), original: nil, message: message,
                    author: isRelays ? .relay : others.first ?? .relay, room: room, targets: targets))
        } catch {
            return say(error.description)
        }
    }

    /// Whoever is meant first, then all others, then rooms.
    private func composeTargets(_ first: PeerID?) -> [ReplayDialog.Target] {
        let meant = first ?? (subject == .peers ? selectedPeer : currentRecord?.entry.transit?.hearers.first)
        let peers = context.session.roster.present.sorted { ($0 == meant ? 0 : 1, $0) < ($1 == meant ? 0 : 1, $1) }
        let rooms = Set(peers.compactMap { context.session.roster[$0]?.peer.room }).sorted()
        return peers.map { .peer($0) } + rooms.map { .room($0) }
    }

    private func room(of target: ReplayDialog.Target) -> String {
        switch target {
        case .room(let room): room
        case .peer(let peer): context.session.roster[peer]?.peer.room ?? ConnectionRequest.lobby
        case .hearers: ConnectionRequest.lobby
        }
    }

    /// Goes on to the next one to whom the open draft can be sent.
    mutating func nextTarget(by step: Int) -> [Effect] {
        change(DraftScreen.self) { screen, _ in
            let count = screen.draft.targets.count
            if count > 0 { screen.draft.choice = (screen.draft.choice + step + count) % count }
        }
    }

    /// Goes on to the next one in whose name the open draft can be sent.
    mutating func nextAuthor() -> [Effect] {
        let names = context.session.roster.present + [.relay]
        return change(DraftScreen.self) { screen, _ in
            let index = names.firstIndex(of: screen.draft.author).map { $0 + 1 } ?? 0
            screen.draft.author = names[index % names.count]
        }
    }

    /// Sends the open draft.
    mutating func sendDraft() -> [Effect] {
        guard let draft else { return [] }
        let origin: Delivery.Origin
        switch draft.origin {
        case .held(let entry):
            guard context.session.interventions.held(entry) != nil else {
                return say("#\(entry) is held no more: q leaves the draft, e on #\(entry) begins another")
            }
            screens.removeLast()
            sentDraft = draft
            return [.command(.replace(entry, draft.message))]
        case .entry(let entry): origin = .edit(entry: entry)
        case .template: origin = .composition
        }
        guard let target = draft.target else { return say("nobody is here to hear it") }
        let destination: Sending.Destination
        var room = draft.room
        switch target {
        case .hearers:
            let hearers = draft.entry.map { receivers(of: $0, .hearers) } ?? []
            guard !hearers.isEmpty else { return say("who heard it is gone already: tab chooses another") }
            destination = .peers(hearers)
        case .peer(let peer):
            guard context.session.roster.isPresent(peer) else {
                return say("\(context.session.roster.label(peer)) is gone already: tab chooses another")
            }
            (destination, room) = (.peers([peer]), context.session.roster[peer]?.peer.room ?? room)
        case .room(let name): (destination, room) = (.room(name), name)
        }
        screens.removeLast()
        return [.command(.send([Sending(draft.message, origin, author: draft.author, room: room, to: destination)]))]
    }

    /// Opens the draft again whose held message had gone on before it could take its place.
    mutating func noteSentDraft(_ entry: Entry) {
        guard let draft = sentDraft else { return }
        switch entry.content {
        case .message(let transit) where transit.release?.entry == draft.entry: sentDraft = nil
        case .noted(.tooLate(let number)) where number == draft.entry:
            sentDraft = nil
            _ = open(draft)
            notice = "#\(number) had gone on already: what it was changed to is not sent"
        default: break
        }
    }
}
