public import Events
import Messages
public import SDP
import Text

extension Filter {
    /// A filter that tests many records: it remembers which peers its terms match, so that names are compared once.
    ///
    /// Call ``forget()`` when the names of peers may have changed.
    public struct CompiledFilter: Sendable {
        /// The filter.
        public let filter: Filter
        private var memos: [PeerMemo]

        /// A compiled `filter`.
        public init(_ filter: Filter) {
            self.filter = filter
            memos = Array(repeating: PeerMemo(), count: filter.memoCount)
        }

        /// Whether the filter matches `record`.
        public mutating func passes(_ record: Journal.Record, _ context: some FilterContext) -> Bool {
            holds(filter.expression, record, context)
        }

        /// Forgets which peers the terms match, because their names may have changed.
        public mutating func forget() {
            memos = Array(repeating: PeerMemo(), count: filter.memoCount)
        }

        private mutating func holds(
            _ expression: FilterExpression, _ record: Journal.Record, _ context: some FilterContext
        ) -> Bool {
            switch expression {
            case .term(let term): return holds(term, record, context)
            case .not(let expression): return !holds(expression, record, context)
            case .all(let expressions):
                for expression in expressions where !holds(expression, record, context) { return false }
                return true
            case .any(let expressions):
                for expression in expressions where holds(expression, record, context) { return true }
                return false
            }
        }

        /// Whether `term` matches `record`.
        public mutating func holds(
            _ term: FilterTerm, _ record: Journal.Record, _ context: some FilterContext
        ) -> Bool {
            let entry = record.entry
            switch term {
            case .kind(let kinds, let facts):
                return record.kind.map(kinds.contains) ?? entry.fact.map(facts.contains) ?? false
            case .candidate(let types): return record.candidateType.map(types.contains) ?? false
            case .peer(let role, let patterns, let memo):
                if case .refused(let request, _) = entry.content {
                    return role != .recipient
                        && Self.names(of: request).contains { name in
                            patterns.contains { $0.matches(name) }
                        }
                }
                return concerns(role, entry, memo, context) { peer in
                    context.names(of: peer).contains { name in patterns.contains { $0.matches(name) } }
                }
            case .room(let patterns):
                guard let room = entry.room ?? entry.peer.flatMap(context.room) else { return false }
                return patterns.contains { $0.matches(room) }
            case .transport:
                let peers = [entry.peer].compactMap(\.self) + recipients(of: entry, context)
                return peers.contains { isMeant($0, by: term, context) }
            case .passed: return context.passage(of: entry.number)?.recipients.isEmpty == false
            case .call(let numbers): return context.calls(of: record).contains(where: numbers.contains)
            case .connection(let states): return context.connections(of: record).states.contains(where: states.contains)
            case .pair(let types): return context.connections(of: record).pairTypes.contains(where: types.contains)
            case .mid(let mids): return record.mids.contains(where: mids.contains)
            case .sdp(let searches):
                guard record.isSDP, let payload = entry.delivery?.message.payload else { return false }
                return searches.contains { $0.isFound(in: payload) }
            case .size(let comparison):
                return entry.delivery.map { comparison.holds(Int64($0.message.payload.count)) } ?? false
            case .interval(let comparison):
                guard let previous = context.previousTime(record) else { return false }
                return comparison.holds(entry.time.nanoseconds &- previous.nanoseconds)
            case .age(let comparison): return comparison.holds(context.now.nanoseconds &- entry.time.nanoseconds)
            case .trait(let traits):
                return traits.contains { trait in
                    switch trait {
                    case .finding: context.hasFinding(entry.number)
                    case .replayed: entry.delivery?.isReplay == true
                    case .edited: entry.delivery?.isEdited == true
                    case .composed: entry.delivery?.isComposed == true
                    case .held: entry.delivery?.wasHeld == true
                    case .dropped: entry.isDropped
                    case .marked: context.isMarked(entry.number)
                    case .changed: context.passage(of: entry.number)?.isChanged == true
                    case .swallowed: context.passage(of: entry.number)?.isSwallowed == true
                    case .reported: entry.report != nil
                    case .made: context.passage(of: entry.number)?.isMade == true
                    }
                }
            case .source(let sources): return sources.contains(entry.source)
            case .text(let search, let memo): return isFound(search, record, memo, context)
            case .expression(let expression):
                if let payload = entry.delivery?.message.payload {
                    return expression.isFound(in: record.summary) || expression.isFound(in: payload)
                }
                return entry.eventTexts.contains { expression.isFound(in: $0) }
            }
        }

        private mutating func isFound(
            _ search: TextSearch, _ record: Journal.Record, _ memo: Int, _ context: some FilterContext
        ) -> Bool {
            let entry = record.entry
            if let delivery = entry.delivery {
                if search.isFound(in: record.kind?.rawValue ?? "") || search.isFound(in: record.summary)
                    || search.isFound(in: delivery.message.payload)
                {
                    return true
                }
            } else if entry.eventTexts.contains(where: search.isFound) {
                return true
            }
            return concerns(.any, entry, memo, context) { peer in
                context.names(of: peer).contains(where: search.isFound)
            }
        }

        /// Whether `term` matches `peer`, by its id, its name or its transport.
        public mutating func isMeant(_ peer: PeerID, by term: FilterTerm, _ context: some FilterContext) -> Bool {
            switch term {
            case .peer(_, let patterns, let memo):
                memos[memo].isMeant(peer) { peer in
                    context.names(of: peer).contains { name in patterns.contains { $0.matches(name) } }
                }
            case .transport(let carriers, let framings):
                context.transport(of: peer).map { transport in
                    carriers.contains(transport.carrier) || transport.framing.map(framings.contains) == true
                } ?? false
            case .text(let search, let memo):
                memos[memo].isMeant(peer) { context.names(of: $0).contains(where: search.isFound) }
            default: false
            }
        }

        /// Whether a peer that `isMeant` accepts has `role` in `entry`.
        private mutating func concerns(
            _ role: FilterTerm.Role, _ entry: Entry, _ memo: Int, _ context: some FilterContext,
            _ isMeant: (PeerID) -> Bool
        ) -> Bool {
            if role != .recipient, let peer = entry.peer, memos[memo].isMeant(peer, isMeant) { return true }
            guard role != .author, entry.delivery != nil else { return false }
            for recipient in recipients(of: entry, context) where memos[memo].isMeant(recipient, isMeant) {
                return true
            }
            return false
        }

        /// The recipients of a message, and the clients that the upstream server sent it on to.
        private func recipients(of entry: Entry, _ context: some FilterContext) -> [PeerID] {
            (entry.delivery?.recipients ?? []) + (context.passage(of: entry.number)?.recipients ?? [])
        }

        /// The names of a peer that was refused: its id and its name, if it has them.
        static func names(of request: ConnectionRequest) -> [String] {
            (request.id == .relay ? [] : [request.id.description]) + (request.name.map { [$0] } ?? [])
        }
    }
}

/// The peers that a term matches, of those that were last asked for.
private struct PeerMemo: Sendable {
    /// The number of peers, more than are connected in most relays; a power of 2.
    private static let limit = 1024

    private var answers: [(number: Int, isMeant: Bool)] = []

    /// Whether the term matches `peer`, as `find` tells if it is not known.
    mutating func isMeant(_ peer: PeerID, _ find: (PeerID) -> Bool) -> Bool {
        if answers.isEmpty { answers = Array(repeating: (0, false), count: Self.limit) }
        let index = peer.number & (Self.limit - 1)
        if answers[index].number == peer.number { return answers[index].isMeant }
        let isMeant = find(peer)
        answers[index] = (peer.number, isMeant)
        return isMeant
    }
}

/// The facts that filter terms need and that are not in a record.
public protocol FilterContext {
    /// The names of a peer (``Peer/names``); its id alone if it is not known.
    func names(of peer: PeerID) -> [String]
    /// The current or last room of a peer; `nil` if it is not known.
    func room(of peer: PeerID) -> String?
    /// The transport of a client; `nil` for the upstream server, or if the peer is not known.
    func transport(of peer: PeerID) -> Transport?
    /// Whether entry `number` proves a finding.
    func hasFinding(_ number: Int) -> Bool
    /// Whether the operator has marked entry `number`.
    func isMarked(_ number: Int) -> Bool
    /// The way of the message in entry `number` through the upstream server; `nil` if nothing is known of it.
    func passage(of number: Int) -> ServerPassage?
    /// The time of the entry before the one of `record`; `nil` if there is none.
    func previousTime(_ record: Journal.Record) -> Instant?
    /// The numbers of the calls that `record` belongs to.
    func calls(of record: Journal.Record) -> [Int]
    /// The connections of the calls that `record` belongs to, as pages report them.
    func connections(of record: Journal.Record) -> ConnectionFacts
    /// The time against which ages are measured.
    var now: Instant { get }
}

extension FilterContext {
    /// No connections: nothing is known of them while a message passes.
    public func connections(of record: Journal.Record) -> ConnectionFacts { ConnectionFacts() }
}

/// The facts that filters use about the connections of a call.
public struct ConnectionFacts: Sendable {
    /// The state of a connection.
    public enum State: String, CaseIterable, Sendable {
        case new, checking, connected, disconnected, failed, closed
    }

    /// The states of the connections.
    public var states: [State] = []
    /// The types of the candidates in the selected pairs.
    public var pairTypes: [CandidateType] = []

    public init() {}
}

/// The facts that filters use about the passage of a message through the upstream server.
public struct ServerPassage: Sendable {
    /// The clients that the server sent the message on to; empty if it did not.
    public let recipients: [PeerID]
    /// Whether the server changed the description.
    public let isChanged: Bool
    /// Whether the server sent it to no other client, although others were connected.
    public let isSwallowed: Bool
    /// Whether the server made it.
    public let isMade: Bool
    /// Whether the server sent it on here, and the entry in which its client sent it stands for both.
    public let isOutbound: Bool

    public init(recipients: [PeerID], isChanged: Bool, isSwallowed: Bool, isMade: Bool, isOutbound: Bool) {
        (self.recipients, self.isChanged, self.isSwallowed) = (recipients, isChanged, isSwallowed)
        (self.isMade, self.isOutbound) = (isMade, isOutbound)
    }
}
