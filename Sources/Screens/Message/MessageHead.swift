import Analysis
import Connections
import Drawing
import Events
import Exports
import Findings
import Legs
import Messages
import Negotiations
import Reports
import Sessions

/// The facts about an entry that are not in its payload: findings, route, answers and negotiation state.
enum MessageHead {
    /// The maximum number of answers to an offer that are listed.
    static let answerLimit = 4
    /// The number of entries after an offer that are searched for its answers.
    static let answerReach = 2048

    /// Returns all facts about an entry, followed by a blank line if it is a message.
    static func lines(
        _ record: Journal.Record, _ parsed: ParsedMessage?, _ context: ViewContext, width: Int
    ) -> [TextLine] {
        let findings = context.session.findings(of: record.entry.number).flatMap { finding in
            FindingText.sentence(finding, context.session, width: width)
                + FindingText.explanation(finding, context.session, width: width)
        }
        let gap = findings.isEmpty ? [] : [TextLine.blank]
        guard case .message(let delivery) = record.entry.content, let parsed else {
            return findings + gap + TextLine.folded(fact(record, context), width: width)
        }
        let facts =
            [route(delivery, record.entry, context)] + passage(record.entry.number, context) + claims(parsed)
            + answer(delivery, record, context) + receptions(record.entry.number, context)
            + state(delivery, record, context)
        return findings + gap + TextLine.folded(facts, width: width) + [TextLine.blank]
    }

    // MARK: Messages

    /// Returns the sender and the recipients of a message, its size and its time.
    static func route(_ delivery: Delivery, _ entry: Entry, _ context: ViewContext) -> TextLine {
        let author = context.session.roster.label(delivery.author)
        let sender =
            switch delivery.sender {
            case .peer: "sent by \(author)"
            case .operated(.replay(let original), _): "sent again by the operator as #\(original) of \(author)"
            case .operated(.edit(let original), _): "changed by the operator from #\(original) of \(author)"
            case .operated(.composition, _): "written by the operator in the name of \(author)"
            }
        let interception =
            delivery.sender == .peer(delivery.author) ? InterceptionText.notes(delivery, context.session.roster) : []
        let recipients = delivery.recipients.map(context.session.roster.label).joined(separator: ", ")
        let received = "delivered to \(recipients.isEmpty ? "nobody" : recipients)"
        let outcome = ([received] + interception).joined(separator: " · ")
        let format = delivery.message.opcode == .text ? "text" : "binary"
        let size = "\(Format.grouped(delivery.message.payload.count)) B \(format)"
        return TextLine(
            text: "\(sender) in \(delivery.room), \(outcome) · \(size) · +\(entry.time.text) s",
            style: .chrome
        )
    }

    /// Returns what the upstream server did to a message: a line for each client that it sent it on to, with the entry in
    /// which it did; empty if nothing is known.
    static func passage(_ number: Int, _ context: ViewContext) -> [TextLine] {
        let roster = context.session.roster
        guard let passage = context.session.passage(of: number) else { return [] }
        switch passage {
        case .passed(let exchanges):
            return exchanges.map { exchange in
                let change =
                    switch exchange.change {
                    case .none: "unchanged"
                    case .lineEndings: "with other line ends (d compares)"
                    case .description: "with a changed description (d compares)"
                    case .other: "with another envelope"
                    }
                let text =
                    "sent on by the server to \(roster.label(exchange.recipient)) as #\(exchange.outbound) "
                    + "\(Passage.time(exchange.elapsed)), \(change)"
                return TextLine(text: text, style: Passage.passed([exchange]).isChanged ? Style(.warning) : .plain)
            }
        case .outbound(let exchange):
            let sender = roster.label(exchange.sender)
            let text = "sent on from #\(exchange.inbound) of \(sender) \(Passage.time(exchange.elapsed))"
            return [TextLine(text: text)]
        case .swallowed:
            return [TextLine(text: "the server sent it on to no other client", style: Style(.warning))]
        case .made: return [TextLine(text: "the server made it: no client sent this", style: .chrome)]
        }
    }

    /// Returns the sender, addressee and room that the message itself names, and its dialect.
    private static func claims(_ parsed: ParsedMessage) -> [TextLine] {
        let named = [
            parsed.from.map { "from \($0)" }, parsed.to.map { "to \($0)" }, parsed.room.map { "room \($0)" },
            parsed.negotiationKey.map { "negotiation \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        let facts = [
            named.isEmpty ? nil : "fields: " + named, parsed.envelopeFormat.map { "spelled \($0)" },
            parsed.isInferred ? "its kind is inferred from a=setup alone" : nil,
        ].compactMap(\.self)
        return facts.isEmpty ? [] : [TextLine(text: facts.joined(separator: " · "), style: .chrome)]
    }

    /// Returns what each recipient did with a description or candidate, a line each; empty if no page reports it.
    static func receptions(_ number: Int, _ context: ViewContext) -> [TextLine] {
        context.session.calls.connections.receptions(of: number).map { reception in
            let peer = context.session.roster.label(reception.peer)
            let report = reception.entry.map { " (#\($0))" } ?? ""
            switch reception.outcome {
            case .applied(let time):
                return TextLine(text: "\(peer) applied it after \(Format.duration(time))\(report)", style: Style(.good))
            case .appliedChanged(let time):
                return TextLine(
                    text: "\(peer) applied another text after \(Format.duration(time))\(report)", style: Style(.warning)
                )
            case .refused(let error):
                return TextLine(text: "the browser of \(peer) refused it\(report): \(error.text)", style: Style(.error))
            case .neverApplied: return TextLine(text: "\(peer) has not applied it", style: Style(.error))
            }
        }
    }

    /// Returns `answers #3 after 151ms`, `answered by #6 after 151ms` or `waiting for an answer`; empty otherwise.
    private static func answer(_ delivery: Delivery, _ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        let number = record.entry.number
        if let reply = context.session.calls.reply(number) {
            return [TextLine(text: "answers #\(reply.offer) after \(Format.duration(reply.nanoseconds))")]
        }
        guard record.kind == .offer else { return [] }
        let answers = answers(to: number, context)
        if !answers.isEmpty {
            let texts = answers.map { "#\($0.answer) after \(Format.duration($0.nanoseconds))" }
            return [TextLine(text: "answered by " + texts.joined(separator: ", "))]
        }
        let calls = context.session.calls
        let isOutstanding = calls.pairs(of: record.entry).contains { pair in
            calls[pair.first, pair.second, record.negotiationKey]?.outstanding(of: delivery.author)?.entry == number
        }
        return isOutstanding ? [TextLine(text: "waiting for an answer", style: Style(.warning))] : []
    }

    private static func answers(to offer: Int, _ context: ViewContext) -> [OfferAnswerPair] {
        let first = context.session.journal.index(atOrAfter: offer + 1)
        var answers: [OfferAnswerPair] = []
        for index in first..<max(first, min(context.session.journal.count, first + answerReach)) {
            let record = context.session.journal.outline(at: index)
            guard record.kind == .answer, let reply = context.session.calls.reply(record.entry.number),
                reply.offer == offer
            else { continue }
            answers.append(reply)
            if answers.count == answerLimit { break }
        }
        return answers
    }

    /// Returns the inferred state of the negotiation right after the message.
    ///
    /// Empty if the message is not part of a negotiation, or if the state can no longer be reconstructed.
    static func state(_ delivery: Delivery, _ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        guard record.kind?.isNegotiation == true else { return [] }
        let number = record.entry.number
        let book =
            number == context.session.calls.number
            ? context.session.calls : context.session.history.state(at: number, in: context.session.journal)
        let pairs = book?.pairs(of: record.entry) ?? []
        let negotiations = pairs.lazy.compactMap { book?[$0.first, $0.second, record.negotiationKey] }
        guard let book, let negotiation = negotiations.first else { return [] }
        let pair = negotiation.id.pair
        let states = [pair.first, pair.second].map {
            "\(context.session.roster.label($0)) \(negotiation.state(of: $0).rawValue)"
        }
        let progress = book.progress(of: negotiation)
        let text =
            "then \(progress.rawValue)\(progress.isKnown ? " (known)" : ""): \(states.joined(separator: ", ")) (inferred)"
        return [TextLine(text: text, style: .chrome)]
    }

    // MARK: Events

    /// Returns the description of an entry that is not a message.
    static func fact(_ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        let line = context.session.line(record)
        var lines = [TextLine(text: "\(line.route) \(line.kind): \(line.summary)")]
        if case .joined(let peer) = record.entry.content {
            lines.append(TextLine(text: "\(peer.id) from \(peer.address)", style: .chrome))
        }
        return lines + [TextLine(text: "+\(record.entry.time.text) s", style: .chrome)]
    }
}
