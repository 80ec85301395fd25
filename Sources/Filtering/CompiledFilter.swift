public import Events
import Messages
import SDP
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

        /// Whether the filter matches, as far as a record without its payload tells; `nil` if the payload decides.
        public mutating func decision(_ outline: Journal.Record, _ context: some FilterContext) -> Bool? {
            decision(filter.expression, outline, context)
        }

        private mutating func decision(
            _ expression: FilterExpression, _ outline: Journal.Record, _ context: some FilterContext
        ) -> Bool? {
            switch expression {
            case .term(let term):
                return term.needsPayload && outline.isOutline ? nil : holds(term, outline, context)
            case .not(let expression): return decision(expression, outline, context).map { !$0 }
            case .all(let expressions): return decision(expressions, endingAt: false, outline, context)
            case .any(let expressions): return decision(expressions, endingAt: true, outline, context)
            }
        }

        /// The conjunction or the alternatives of `expressions`, which one of value `end` decides.
        private mutating func decision(
            _ expressions: [FilterExpression], endingAt end: Bool, _ outline: Journal.Record,
            _ context: some FilterContext
        ) -> Bool? {
            var isDecided = true
            for expression in expressions {
                guard let result = decision(expression, outline, context) else {
                    isDecided = false
                    continue
                }
                if result == end { return end }
            }
            return isDecided ? !end : nil
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
                return entry.delivery != nil && comparison.holds(Int64(record.payloadSize))
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
                    return expression.isFound(in: payload) || expression.isFound(in: record.summary)
                }
                return entry.eventTexts.contains { expression.isFound(in: $0) }
            }
        }

        private mutating func isFound(
            _ search: TextSearch, _ record: Journal.Record, _ memo: Int, _ context: some FilterContext
        ) -> Bool {
            let entry = record.entry
            if let delivery = entry.delivery {
                if search.isFound(in: record.kind?.rawValue ?? "") || search.isFound(in: delivery.message.payload)
                    || search.isFound(in: record.summary)
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
