public import Events
import HashTreeCollections
import Messages

/// Who is there, how they speak, and how they go.
extension CallBook {
    /// What goes wrong on the way of a message, whatever it says.
    mutating func checkDelivery(_ saying: ObservedMessage) {
        let (author, number, time) = (saying.author, saying.number, saying.time)
        for observation in DeliveryRules.check(saying.transit, saying.reading, entry: number) {
            findings.note(observation, .peer(author), at: time)
        }
        if let name = saying.reading.from { claim(name, saying) }
        switch saying.reading.kind {
        case .offer: compare(.offer, saying)
        case .answer: compare(.answer, saying)
        case .candidate: compare(.candidate, saying)
        default: break
        }
    }

    /// For whom a message of `author` is: all hear what plain clients say in a room, also if it names one of them.
    mutating func address(_ transit: Delivery, of author: PeerID, _ reading: ParsedMessage) -> Address {
        let others = transit.hearers.contains(author) ? transit.hearers.filter { $0 != author } : transit.hearers
        guard transit.addressee == .room, others.count > 1 || familiar[author]?.contains(.names) != true else {
            return .everybody(others)
        }
        guard var book = rooms[transit.room]?.addresses else { return .everybody(others) }
        let hasChoice = others.count > 1
        guard book.isWorthLearning(from: author, hasChoice: hasChoice) else {
            familiar[author, default: []].insert(.names)
            return .everybody(others)
        }
        let items = MemberPaths.items(of: transit.message.payload, limit: AddressBook.memberLimit)
        book.learn(items, of: author)
        rooms[transit.room]?.addresses = book
        guard hasChoice else { return .everybody(others) }
        let parties = parties
        let isKnown = { (peer: PeerID, id: String) in
            parties[peer]?.isKnown(as: id) == true || peer.description == id
        }
        if let name = reading.to {
            if AddressBook.isEverybody(name, in: transit.room) { return .everybody(others) }
            let named = others.filter { isKnown($0, name) || book.isIdentity(name, of: $0) }
            if !named.isEmpty { return .peers(named) }
        }
        if let peer = book.addressee(in: items, of: author, among: others, isKnown: isKnown) { return .peers([peer]) }
        return reading.to == nil ? .everybody(others) : .unknown
    }

    /// Compares how a peer spells something, the first time that it does, with how those who hear it do.
    private mutating func compare(_ subject: PeerState.Spelling.Subject, _ saying: ObservedMessage) {
        let author = saying.author
        guard parties[author]?.spellings[subject] == nil, let shape = saying.reading.shape else { return }
        let spelling = PeerState.Spelling(
            shape: shape, entry: saying.number, isUnknown: saying.reading.hasUnknownShape)
        parties[author]?.spellings[subject] = spelling
        // One client may have names of its own for the caller's candidates and the callee's.
        guard !saying.reading.hasUnknownShape else { return }
        for hearer in saying.hearers {
            guard let other = parties[hearer]?.spellings[subject], !other.isUnknown, other.shape != shape else {
                continue
            }
            findings.note(
                DeliveryRules.mixed(hearer, other.shape, author, shape, entries: [other.entry, spelling.entry]),
                .peer(author), at: saying.time)
        }
    }

    /// What was kept back is held against nobody; what the glare guard kept back is worth knowing.
    mutating func notePassage(_ transit: Delivery, by author: PeerID, _ entry: Entry) {
        guard !transit.interceptions.isEmpty || transit.release != nil else { return }
        let receivers = transit.interceptions.flatMap(\.receivers)
        findings.excuse([author] + receivers + (transit.release == nil ? [] : transit.hearers), at: entry.time)
        for interception in transit.interceptions {
            guard let observation = DeliveryRules.guarded(interception, by: author, entry: entry.number) else {
                continue
            }
            findings.note(observation, .peer(author), with: interception.receivers.first, at: entry.time)
        }
    }

    private mutating func claim(_ name: String, _ saying: ObservedMessage) {
        let (author, number, time) = (saying.author, saying.number, saying.time)
        guard parties[author]?.claim?.name != name else { return }
        withdrawClaim(of: author)
        let claim = Claim(room: saying.transit.room, name: name, entry: number)
        parties[author]?.claim = claim
        guard let other = claims[claim], let first = parties[other]?.claim else {
            claims[claim] = author
            return
        }
        findings.note(
            DeliveryRules.duplicate(name, by: other, and: author, entries: [first.entry, number]),
            .peer(author), at: time)
    }

    private mutating func withdrawClaim(of peer: PeerID) {
        guard let claim = parties[peer]?.claim, claims[claim] == peer else { return }
        claims[claim] = nil
    }

    /// A goodbye ends the one negotiation that it names by its key, or the whole call where it names none.
    mutating func sayGoodbye(_ saying: ObservedMessage, to hearer: PeerID) {
        let pair = Pair(saying.author, hearer)
        guard let call = live[pair] else { return }
        if let key = saying.reading.negotiationKey {
            guard let negotiation = call.negotiations.first(where: { $0.id.key == key }) else { return }
            if call.negotiations.count > 1 {
                live[pair]?.remove(key)
                return close(negotiation)
            }
        }
        end(pair, at: saying.time)
    }

    mutating func leave(_ peer: PeerID, _ departure: DisconnectReason, _ entry: Entry) {
        let partners = recent[peer, default: []]
        var departed: [Departed] = []
        for partner in partners {
            let pair = Pair(peer, partner)
            live[pair]?.last = entry.number
            guard findings.excuse(of: [peer, partner], at: entry.time) == nil else { continue }
            for negotiation in live[pair]?.negotiations ?? [] where !isHeardElsewhere(negotiation, than: peer) {
                let vanished = DeliveryRules.vanished(
                    peer, departure, in: negotiation, entry: entry.number, at: entry.time)
                guard let vanished else { continue }
                let observation = doubted(vanished, of: [peer], at: entry.time)
                departed.append(Departed(observation: observation, peer: peer, partner: partner))
            }
        }
        if !departed.isEmpty {
            departures[entry.number] = departed
            agenda.add(
                DeadlineQueue.Item(id: nil, check: .departed(entry: entry.number)), Self.departureSeconds,
                after: entry.time)
        }
        for partner in partners { end(Pair(peer, partner), at: entry.time) }
        forget(peer)
        findings.forgetExcuse(of: peer)
    }

    /// Begins to know of a peer; the moment is `nil` if the entry of its joining was lost.
    mutating func enter(_ peer: Peer, at time: Instant?) {
        parties[peer.id] = PeerState(joined: time, name: peer.name, room: peer.room, address: peer.address)
        rooms[peer.room, default: RoomState()].peers += 1
    }

    /// Forgets what is known of a peer that is gone.
    private mutating func forget(_ peer: PeerID) {
        withdrawClaim(of: peer)
        if let room = parties[peer]?.room { leave(room, peer) }
        parties[peer] = nil
        familiar[peer] = nil
        missingContent[peer] = nil
        findings.close(.peer(peer))
    }

    private mutating func leave(_ room: String, _ peer: PeerID) {
        guard var state = rooms[room] else { return }
        state.peers -= 1
        state.addresses.forget(peer)
        state.talk.speakers.removeAll { $0.peer == peer }
        rooms[room] = state.peers > 0 ? state : nil
    }

    /// Whether somebody else who is here has heard the offer that `peer` has not answered.
    private func isHeardElsewhere(_ negotiation: Negotiation, than peer: PeerID) -> Bool {
        guard let offerer = negotiation.id.pair.other(than: peer), let offer = negotiation.outstanding(of: offerer)
        else { return false }
        return recent[offerer, default: []].contains { other in
            other != peer
                && live[Pair(offerer, other)]?.negotiations.contains {
                    $0.outstanding(of: offerer)?.entry == offer.entry
                }
                    == true
        }
    }

    /// Puts right who is here, if entries were lost that would have told.
    public mutating func correct(_ present: [Peer]) {
        let here = Set(present.map(\.id))
        for gone in parties.keys where !here.contains(gone) {
            forget(gone)
        }
        for peer in present where parties[peer.id] == nil {
            enter(peer, at: nil)
            parties[peer.id]?.isBlind = true
        }
    }

    /// Entries are missing: what was under way may have gone on, ended or failed in them.
    mutating func loseTrack(at time: Instant) {
        for pair in live.keys { end(pair, at: time) }
        for peer in parties.keys { parties[peer]?.isBlind = true }
        claims = [:]
        settleDepartures(at: time)
        (missingContent, familiar) = ([:], [:])
        for room in rooms.keys { rooms[room]?.talk = RoomTalk() }
        agenda.removeAll()
    }
}
