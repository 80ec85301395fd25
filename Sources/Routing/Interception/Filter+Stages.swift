import Events
import Filtering
import Messages

/// A filter that is asked about a message on its way: what it asks of the route first, of the content only if that decides,
/// and of the receivers last.
///
/// Each term is tested once for a message, but for those that ask who hears it.
extension Filter.CompiledFilter {
    /// What terms are tested by.
    private enum Stage {
        /// By who said it, where, and how much.
        case route(Journal.Record)
        /// By what it says.
        case content(Journal.Record, ParsedMessage)
        /// By who hears it, whatever it may say.
        case receivers([PeerID])
        /// By who hears it, all else having been tested.
        case last([PeerID])
    }

    /// What is known of an expression.
    private enum Answer {
        case known(Bool)
        /// It depends on these terms of it, which are not tested yet.
        case open(FilterExpression)

        var isFalse: Bool { if case .known(false) = self { true } else { false } }
        var isTrue: Bool { if case .known(true) = self { true } else { false } }
    }

    /// Those of `places` in `receivers` for whom the message passes.
    ///
    /// - Parameters:
    ///   - places: Which of the receivers are asked about.
    ///   - receivers: Who would hear the message.
    ///   - asksForHearers: Whether each is asked about as if it alone heard the message, and not all together.
    ///   - saying: The message, which is read if the filter depends on what it says.
    ///   - context: Who is who.
    /// - Returns: The places, in order.
    mutating func passing(
        _ places: [Int], of receivers: [PeerID], each asksForHearers: Bool,
        _ saying: inout InterceptPipeline.InFlightMessage,
        _ context: some FilterContext
    ) -> [Int] {
        var places = places
        var answer = reduced(filter.expression, by: .route(saying.record(isRead: false)), context)
        if case .open(let rest) = answer, rest.asksForContent {
            if asksForHearers {
                places.removeAll { reduced(rest, by: .receivers([receivers[$0]]), context).isFalse }
                guard !places.isEmpty else { return [] }
            }
            answer = reduced(rest, by: .content(saying.record(isRead: true), saying.reading()), context)
        }
        guard case .open(let rest) = answer else { return answer.isTrue ? places : [] }
        guard asksForHearers else { return reduced(rest, by: .last(receivers), context).isTrue ? places : [] }
        return places.filter { reduced(rest, by: .last([receivers[$0]]), context).isTrue }
    }

    /// What is known of `expression` once those of its terms are tested that can be.
    private mutating func reduced(
        _ expression: FilterExpression, by stage: Stage, _ context: some FilterContext
    ) -> Answer {
        switch expression {
        case .term(let term): return value(of: term, by: stage, context).map(Answer.known) ?? .open(expression)
        case .not(let negated):
            switch reduced(negated, by: stage, context) {
            case .known(let value): return .known(!value)
            case .open(let rest): return .open(.not(rest))
            }
        case .all(let expressions): return joined(expressions, byAll: true, stage, context)
        case .any(let expressions): return joined(expressions, byAll: false, stage, context)
        }
    }

    private mutating func joined(
        _ expressions: [FilterExpression], byAll: Bool, _ stage: Stage, _ context: some FilterContext
    ) -> Answer {
        var open: [FilterExpression] = []
        for expression in expressions {
            switch reduced(expression, by: stage, context) {
            case .known(byAll): break
            case .known: return .known(!byAll)
            case .open(let rest): open.append(rest)
            }
        }
        guard open.count > 1 else { return open.first.map(Answer.open) ?? .known(byAll) }
        return .open(byAll ? .all(open) : .any(open))
    }

    /// Whether `term` holds; `nil` if that is not known yet.
    private mutating func value(
        of term: FilterTerm, by stage: Stage, _ context: some FilterContext
    ) -> Bool? {
        switch (stage, term) {
        case (.route, .peer(.hearer, _, _)): return nil
        // Of the author alone, as the record names nobody else.
        case (.route(let record), .peer(.any, _, _)): return holds(term, record, context) ? true : nil
        case (.route(let record), _): return term.asksForContent ? nil : holds(term, record, context)
        case (.content, .peer): return nil
        case (.content(_, let reading), .mid(let mids)): return reading.mids.contains(where: mids.contains)
        case (.content(let record, _), .text): return holds(term, record, context) ? true : nil
        case (.content(let record, _), _): return holds(term, record, context)
        case (.receivers(let peers), .peer), (.last(let peers), .peer):
            return peers.contains { isMeant($0, by: term, context) }
        case (.receivers(let peers), .text): return peers.contains { isMeant($0, by: term, context) } ? true : nil
        case (.receivers, _): return nil
        case (.last(let peers), _): return peers.contains { isMeant($0, by: term, context) }
        }
    }
}

extension FilterTerm {
    /// Whether it asks what a message says.
    var asksForContent: Bool {
        switch self {
        case .kind, .candidate, .mid, .sdp, .text, .expression: true
        case .peer, .room, .call, .size, .interval, .age, .trait, .source: false
        }
    }
}

extension FilterExpression {
    /// Whether one of its terms asks what a message says.
    fileprivate var asksForContent: Bool {
        switch self {
        case .term(let term): term.asksForContent
        case .not(let expression): expression.asksForContent
        case .all(let expressions), .any(let expressions): expressions.contains(where: \.asksForContent)
        }
    }
}
