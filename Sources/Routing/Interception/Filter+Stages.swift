import Events
import Filtering
import Messages

/// Evaluates a filter for a message on its way in stages: addressing first, content only if the result depends on it, and
/// recipients last.
///
/// Each term is evaluated once for a message, except for those that depend on the recipient.
extension Filter.CompiledFilter {
    /// A stage, with the facts that terms are evaluated by.
    private enum Stage {
        /// The sender, the room and the size.
        case route(Journal.Record)
        /// The content.
        case content(Journal.Record, ParsedMessage)
        /// The recipients, before the content is parsed.
        case recipients([PeerID])
        /// The recipients, after all other terms.
        case last([PeerID])
    }

    /// The result of a stage.
    private enum Answer {
        case known(Bool)
        /// The result depends on the terms of this rest, which are still to be evaluated.
        case open(FilterExpression)

        var isFalse: Bool { if case .known(false) = self { true } else { false } }
        var isTrue: Bool { if case .known(true) = self { true } else { false } }
    }

    /// Returns the recipients for whom the message matches, as positions in `recipients`.
    ///
    /// - Parameters:
    ///   - places: The positions to evaluate.
    ///   - recipients: The recipients of the message.
    ///   - dependsOnRecipients: Whether the filter is evaluated for each recipient as if it were the only one.
    ///   - message: The message, which is parsed only if the result depends on its content.
    ///   - context: The connected peers.
    /// - Returns: The matching positions, in order.
    mutating func passing(
        _ places: [Int], of recipients: [PeerID], each dependsOnRecipients: Bool,
        _ message: inout InterceptPipeline.InFlightMessage,
        _ context: some FilterContext
    ) -> [Int] {
        var places = places
        var answer = reduced(filter.expression, by: .route(message.record(isParsed: false)), context)
        if case .open(let rest) = answer, rest.dependsOnContent {
            if dependsOnRecipients {
                places.removeAll { reduced(rest, by: .recipients([recipients[$0]]), context).isFalse }
                guard !places.isEmpty else { return [] }
            }
            answer = reduced(rest, by: .content(message.record(isParsed: true), message.parsed()), context)
        }
        guard case .open(let rest) = answer else { return answer.isTrue ? places : [] }
        guard dependsOnRecipients else { return reduced(rest, by: .last(recipients), context).isTrue ? places : [] }
        return places.filter { reduced(rest, by: .last([recipients[$0]]), context).isTrue }
    }

    /// Evaluates the terms of `expression` that belong to `stage`, and returns the result or the rest.
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

    /// Returns whether the message matches `term`; `nil` if a later stage decides.
    private mutating func value(
        of term: FilterTerm, by stage: Stage, _ context: some FilterContext
    ) -> Bool? {
        switch (stage, term) {
        case (.route, .peer(.recipient, _, _)): return nil
        // The record has no recipients yet, so only the author is compared.
        case (.route(let record), .peer(.any, _, _)), (.route(let record), .transport):
            return holds(term, record, context) ? true : nil
        case (.route(let record), _): return term.dependsOnContent ? nil : holds(term, record, context)
        case (.content, .peer), (.content, .transport): return nil
        case (.content(_, let parsed), .mid(let mids)): return parsed.mids.contains(where: mids.contains)
        case (.content(let record, _), .text): return holds(term, record, context) ? true : nil
        case (.content(let record, _), _): return holds(term, record, context)
        case (.recipients(let peers), .peer), (.recipients(let peers), .transport), (.last(let peers), .peer):
            return peers.contains { isMeant($0, by: term, context) }
        case (.recipients(let peers), .text): return peers.contains { isMeant($0, by: term, context) } ? true : nil
        case (.recipients, _): return nil
        case (.last(let peers), _): return peers.contains { isMeant($0, by: term, context) }
        }
    }
}

extension FilterTerm {
    /// Whether the term depends on the content of a message.
    var dependsOnContent: Bool {
        switch self {
        case .kind, .candidate, .mid, .sdp, .text, .expression: true
        case .peer, .room, .transport, .passed, .call, .connection, .pair, .size, .interval, .age, .trait, .source:
            false
        }
    }
}

extension FilterExpression {
    /// Whether one of the terms depends on the content of a message.
    fileprivate var dependsOnContent: Bool {
        switch self {
        case .term(let term): term.dependsOnContent
        case .not(let expression): expression.dependsOnContent
        case .all(let expressions), .any(let expressions): expressions.contains(where: \.dependsOnContent)
        }
    }
}
