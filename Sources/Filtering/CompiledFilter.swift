public import Events
import Messages
import Text

extension Filter {
    /// A filter at work on many records: it keeps which peers are meant, so that their names are compared once.
    ///
    /// Where peers may be called otherwise than before, it must ``forget()``.
    public struct CompiledFilter: Sendable {
        /// What it lets pass.
        public let filter: Filter
        private var memos: [PeerMemo]

        public init(_ filter: Filter) {
            self.filter = filter
            memos = Array(repeating: PeerMemo(), count: filter.memoCount)
        }

        /// Whether `record` passes.
        public mutating func passes(_ record: Journal.Record, _ context: some FilterContext) -> Bool {
            holds(filter.expression, record, context)
        }

        /// Asks anew which peers are meant, as they may be called otherwise than before.
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

        /// Whether one term holds.
        public mutating func holds(
            _ term: FilterTerm, _ record: Journal.Record, _ context: some FilterContext
        ) -> Bool {
            let entry = record.entry
            switch term {
            case .kind(let kinds, let facts):
                return record.kind.map(kinds.contains) ?? entry.fact.map(facts.contains) ?? false
            case .candidate(let types): return record.candidateType.map(types.contains) ?? false
            case .peer(let role, let patterns, let memo):
                if case .refused(let arrival, _) = entry.content {
                    return role != .hearer
                        && Self.names(of: arrival).contains { name in
                            patterns.contains { $0.matches(name) }
                        }
                }
                return concerns(role, entry, memo) { peer in
                    context.names(of: peer).contains { name in patterns.contains { $0.matches(name) } }
                }
            case .room(let patterns):
                guard let room = entry.room ?? entry.subject.flatMap(context.room) else { return false }
                return patterns.contains { $0.matches(room) }
            case .call(let numbers): return context.calls(of: record).contains(where: numbers.contains)
            case .mid(let mids): return record.mids.contains(where: mids.contains)
            case .sdp(let searches):
                guard record.isSDP, let payload = entry.transit?.message.payload else { return false }
                return searches.contains { $0.isFound(in: payload) }
            case .size(let comparison):
                return entry.transit.map { comparison.holds(Int64($0.message.payload.count)) } ?? false
            case .interval(let comparison):
                guard let previous = context.previousTime(record) else { return false }
                return comparison.holds(entry.time.nanoseconds &- previous.nanoseconds)
            case .age(let comparison): return comparison.holds(context.now.nanoseconds &- entry.time.nanoseconds)
            case .trait(let traits):
                return traits.contains { trait in
                    switch trait {
                    case .finding: context.hasFinding(entry.number)
                    case .replayed: entry.transit?.isReplay == true
                    case .edited: entry.transit?.isEdited == true
                    case .composed: entry.transit?.isComposed == true
                    case .held: entry.transit?.wasHeld == true
                    case .dropped: entry.isDropped
                    case .marked: context.isMarked(entry.number)
                    }
                }
            case .source(let sources): return sources.contains(entry.source)
            case .text(let search, let memo): return isFound(search, record, memo, context)
            case .expression(let expression):
                if let payload = entry.transit?.message.payload {
                    return expression.isFound(in: record.summary) || expression.isFound(in: payload)
                }
                return entry.factWords.contains { expression.isFound(in: $0) }
            }
        }

        private mutating func isFound(
            _ search: TextSearch, _ record: Journal.Record, _ memo: Int, _ context: some FilterContext
        ) -> Bool {
            let entry = record.entry
            if let transit = entry.transit {
                if search.isFound(in: record.kind?.rawValue ?? "") || search.isFound(in: record.summary)
                    || search.isFound(in: transit.message.payload)
                {
                    return true
                }
            } else if entry.factWords.contains(where: search.isFound) {
                return true
            }
            return concerns(.any, entry, memo) { peer in context.names(of: peer).contains(where: search.isFound) }
        }

        /// Whether `term` means `peer`, by what it goes by.
        public mutating func isMeant(_ peer: PeerID, by term: FilterTerm, _ context: some FilterContext) -> Bool {
            switch term {
            case .peer(_, let patterns, let memo):
                memos[memo].isMeant(peer) { peer in
                    context.names(of: peer).contains { name in patterns.contains { $0.matches(name) } }
                }
            case .text(let search, let memo):
                memos[memo].isMeant(peer) { context.names(of: $0).contains(where: search.isFound) }
            default: false
            }
        }

        /// Whether a peer that is meant has `role` in `entry`.
        private mutating func concerns(
            _ role: FilterTerm.Role, _ entry: Entry, _ memo: Int, _ isMeant: (PeerID) -> Bool
        ) -> Bool {
            if role != .hearer, let subject = entry.subject, memos[memo].isMeant(subject, isMeant) { return true }
            guard role != .author, case .message(let transit) = entry.content else { return false }
            for hearer in transit.hearers where memos[memo].isMeant(hearer, isMeant) { return true }
            return false
        }

        static func names(of arrival: ConnectionRequest) -> [String] {
            (arrival.id == .relay ? [] : [arrival.id.description]) + (arrival.name.map { [$0] } ?? [])
        }
    }
}

/// Which peers are meant, of those last asked for.
private struct PeerMemo: Sendable {
    /// More than are in most rooms together.
    private static let limit = 1024

    private var answers: [(number: Int, isMeant: Bool)] = []

    mutating func isMeant(_ peer: PeerID, _ find: (PeerID) -> Bool) -> Bool {
        if answers.isEmpty { answers = Array(repeating: (0, false), count: Self.limit) }
        let place = peer.number & (Self.limit - 1)
        if answers[place].number == peer.number { return answers[place].isMeant }
        let isMeant = find(peer)
        answers[place] = (peer.number, isMeant)
        return isMeant
    }
}
