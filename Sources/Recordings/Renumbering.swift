import Events

/// Gives the peers, pages and entries of several recordings numbers of their own, in order of appearance.
///
/// ```
/// a.har      p1 p2   #1 #2 #3          p1 p2   #1    #3 #4
/// b.har      p1 p2   #1 #2        ─►   p3 p4      #2       #5
/// ```
struct Renumbering {
    /// The numbers of one recording, in those of all.
    private struct Numbers {
        var peers: [PeerID: PeerID] = [:]
        var pages: [PageID: PageID] = [:]
        /// The entries, in ascending order.
        var entries: [(old: Int, new: Int)] = []
        /// The rooms that have another name because another recording has one of that name.
        var rooms: [String: String] = [:]
    }

    private var numbers: [Numbers]
    private var lastPeer = 0
    private var lastPage = 0
    private var lastEntry = 0
    /// The recording that each room belongs to.
    private var owners: [String: Int] = [:]

    /// Creates numbers for `count` recordings.
    init(count: Int) { numbers = Array(repeating: Numbers(), count: count) }

    /// Returns `event`, the next of recording `source`, with the numbers of all.
    mutating func renumber(_ event: RelayEvent, of source: Int) -> RelayEvent {
        switch event {
        case .entry(let entry):
            lastEntry += 1
            numbers[source].entries.append((entry.number, lastEntry))
            return .entry(Entry(number: lastEntry, time: entry.time, content: content(entry.content, source)))
        case .report(let report): return .report(self.report(report, source))
        case .snapshot(let snapshot):
            return .snapshot(
                Snapshot(
                    peers: snapshot.peers.map { peer($0, source) }, rules: snapshot.rules,
                    held: snapshot.held.map { held($0, source) }, bans: snapshot.bans, guarded: snapshot.guarded,
                    playback: snapshot.playback))
        case .gauges(var gauges):
            let peers = gauges.peers
            gauges.peers = [:]
            for (id, value) in peers { gauges.peers[peer(id, source)] = value }
            return .gauges(gauges)
        }
    }

    private mutating func content(_ content: Entry.Content, _ source: Int) -> Entry.Content {
        switch content {
        case .message(let delivery): .message(self.delivery(delivery, source))
        case .joined(let peer): .joined(self.peer(peer, source))
        case .left(let id, let reason): .left(peer(id, source), reason)
        case .refused(var request, let refusal): .refused(self.request(&request, source), refusal)
        case .noted(let notice): .noted(self.notice(notice, source))
        case .reported(let report): .reported(self.report(report, source))
        }
    }

    // MARK: Peers, rooms, pages, entries

    private mutating func peer(_ id: PeerID, _ source: Int) -> PeerID {
        guard id != .relay else { return id }
        if let known = numbers[source].peers[id] { return known }
        lastPeer += 1
        numbers[source].peers[id] = PeerID(lastPeer)
        return PeerID(lastPeer)
    }

    private mutating func peers(_ ids: [PeerID], _ source: Int) -> [PeerID] { ids.map { peer($0, source) } }

    private mutating func peer(_ peer: Peer, _ source: Int) -> Peer {
        Peer(
            id: self.peer(peer.id, source), name: peer.name, room: room(peer.room, source), isAware: peer.isAware,
            address: peer.address, role: peer.role, transport: peer.transport)
    }

    private mutating func request(_ request: inout ConnectionRequest, _ source: Int) -> ConnectionRequest {
        request.id = peer(request.id, source)
        request.partner = request.partner.map { peer($0, source) }
        return request
    }

    /// A room, which two recordings do not share: peers of different relays do not hear each other.
    private mutating func room(_ name: String, _ source: Int) -> String {
        if let known = numbers[source].rooms[name] { return known }
        var (unique, count) = (name, 2)
        while owners[unique, default: source] != source {
            unique = "\(name) (\(count))"
            count += 1
        }
        owners[unique] = source
        numbers[source].rooms[name] = unique
        return unique
    }

    private mutating func page(_ id: PageID, _ source: Int) -> PageID {
        if let known = numbers[source].pages[id] { return known }
        lastPage += 1
        numbers[source].pages[id] = PageID(lastPage)
        return PageID(lastPage)
    }

    /// The new number of an earlier entry; 0 if it was lost.
    private func entry(_ number: Int, _ source: Int) -> Int {
        let entries = numbers[source].entries
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].old < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].old == number ? entries[low].new : 0
    }

    // MARK: Contents

    private mutating func delivery(_ delivery: Delivery, _ source: Int) -> Delivery {
        let sender: Delivery.Sender =
            switch delivery.sender {
            case .peer(let id): .peer(peer(id, source))
            case .operated(.replay(let number), let author):
                .operated(.replay(entry: entry(number, source)), author: peer(author, source))
            case .operated(.edit(let number), let author):
                .operated(.edit(entry: entry(number, source)), author: peer(author, source))
            case .operated(.composition, let author): .operated(.composition, author: peer(author, source))
            }
        let release = delivery.release.map {
            Release(entry: entry($0.entry, source), nanoseconds: $0.nanoseconds, $0.cause, isEdited: $0.isEdited)
        }
        return Delivery(
            message: delivery.message, sender: sender, room: room(delivery.room, source),
            addressee: addressee(delivery.addressee, source), recipients: peers(delivery.recipients, source),
            interceptions: delivery.interceptions.map {
                Interception(fate($0.fate, source), cause($0.cause, source), recipients: peers($0.recipients, source))
            }, release: release)
    }

    private mutating func addressee(_ addressee: Delivery.Addressee, _ source: Int) -> Delivery.Addressee {
        if case .peers(let ids) = addressee { return .peers(peers(ids, source)) }
        return addressee
    }

    private func fate(_ fate: Interception.Fate, _ source: Int) -> Interception.Fate {
        if case .queuedBehind(let number) = fate { return .queuedBehind(entry: entry(number, source)) }
        return fate
    }

    private func cause(_ cause: Interception.Cause, _ source: Int) -> Interception.Cause {
        switch cause {
        case .guardedCrossing(let offer): .guardedCrossing(offer: entry(offer, source))
        case .guardedCandidate(let offer): .guardedCandidate(offer: entry(offer, source))
        case .rule, .guardedOffer, .order: cause
        }
    }

    private mutating func held(_ held: HeldMessage, _ source: Int) -> HeldMessage {
        var renumbered = HeldMessage(
            entry: entry(held.entry, source), message: held.message, sender: peer(held.sender, source),
            room: room(held.room, source), addressee: addressee(held.addressee, source),
            recipients: peers(held.recipients, source), since: held.since, fate: fate(held.fate, source),
            cause: cause(held.cause, source))
        renumbered.isEdited = held.isEdited
        return renumbered
    }

    private mutating func notice(_ notice: RelayNotice, _ source: Int) -> RelayNotice {
        switch notice {
        case .discarded(let discard):
            .discarded(
                RelayNotice.Discard(
                    entry: entry(discard.entry, source), sender: peer(discard.sender, source),
                    recipients: peers(discard.recipients, source), discard.cause))
        case .tooLate(let number): .tooLate(entry: entry(number, source))
        case .delivering(let ids, let chosen): .delivering(peers(ids, source), chosen)
        case .transportChanged(let id, let transport): .transportChanged(peer(id, source), transport)
        case .guarded(let name?, let isOn): .guarded(room: room(name, source), isOn: isOn)
        case .page(.left(let id)): .page(.left(page(id, source)))
        case .ruleAdded, .ruleRemoved, .banned, .lifted, .guarded, .replayed, .failed, .certificate, .proxied,
            .forwarded,
            .page, .recording:
            notice
        }
    }

    private mutating func report(_ report: PageReport, _ source: Int) -> PageReport {
        PageReport(page: page(report.page, source), occurred: report.occurred, address: report.address, report.report)
    }
}
