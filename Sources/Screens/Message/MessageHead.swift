import Analysis
public import Drawing
public import Events
import Exports
import Messages
import Sessions

/// What the relay knows of an entry, whatever it says: what is wrong, whose it is, and what belongs to it.
public enum MessageHead {
    /// How many answers to one offer are named.
    static let answerLimit = 4
    /// In how many entries behind an offer its answers are looked for.
    static let answerReach = 2048

    /// All of it, and an empty line below.
    static func lines(_ record: Journal.Record, _ reading: ParsedMessage?, _ context: ViewContext, width: Int)
        -> [TextLine]
    {
        let findings = context.session.calls.findings.of(entry: record.entry.number).flatMap { finding in
            FindingWords.sentence(finding, context.session, width: width)
                + FindingWords.explanation(finding, context.session, width: width)
        }
        let gap = findings.isEmpty ? [] : [TextLine.blank]
        guard case .message(let transit) = record.entry.content, let reading else {
            return findings + gap + TextLine.folded(fact(record, context), width: width)
        }
        let known = [route(transit, record.entry, context)] + claims(reading) + reply(transit, record, context)
        return findings + gap
            + TextLine.folded(known + state(transit, record, context), width: width) + [TextLine.blank]
    }

    // MARK: A message

    /// Who said it to whom, how long it is, and when that was.
    public static func route(_ transit: Delivery, _ entry: Entry, _ context: ViewContext) -> TextLine {
        let author = context.session.roster.label(transit.author)
        let sender =
            switch transit.sender {
            case .peer: "said by \(author)"
            case .operated(.replay(let original), _): "sent again by the operator as #\(original) of \(author)"
            case .operated(.edit(let original), _): "changed by the operator from #\(original) of \(author)"
            case .operated(.composition, _): "written by the operator in the name of \(author)"
            }
        let passage =
            transit.sender == .peer(transit.author) ? InterceptionText.notes(transit, context.session.roster) : []
        let hearers = transit.hearers.map(context.session.roster.label).joined(separator: ", ")
        let heard = ([hearers.isEmpty ? "heard by nobody" : "heard by \(hearers)"] + passage).joined(separator: " · ")
        let format = transit.message.opcode == .text ? "text" : "binary"
        let size = "\(Format.grouped(transit.message.payload.count)) B \(format)"
        return TextLine(
            text: "\(sender) in \(transit.room), \(heard) · \(size) · +\(entry.time.text) s",
            style: .chrome
        )
    }

    /// What the message itself says of sender, addressee and room, and how it is spelled.
    private static func claims(_ reading: ParsedMessage) -> [TextLine] {
        let named = [
            reading.from.map { "from \($0)" }, reading.to.map { "to \($0)" }, reading.room.map { "room \($0)" },
            reading.negotiationKey.map { "negotiation \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        let words = [
            named.isEmpty ? nil : "it says: " + named, reading.shape.map { "spelled \($0)" },
            reading.isInferred ? "its kind is told by a=setup alone" : nil,
        ].compactMap(\.self)
        return words.isEmpty ? [] : [TextLine(text: words.joined(separator: " · "), style: .chrome)]
    }

    /// `answers #3 after 151ms`, `answered by #6 after 151ms`, `waiting for an answer`.
    private static func reply(_ transit: Delivery, _ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        let number = record.entry.number
        if let reply = context.session.calls.reply(number) {
            return [TextLine(text: "answers #\(reply.offer) after \(Format.duration(reply.nanoseconds))")]
        }
        guard record.kind == .offer else { return [] }
        let replies = answers(to: number, context)
        if !replies.isEmpty {
            let words = replies.map { "#\($0.answer) after \(Format.duration($0.nanoseconds))" }
            return [TextLine(text: "answered by " + words.joined(separator: ", "))]
        }
        let isOutstanding = context.session.calls.recipients(of: record.entry).contains {
            context.session.calls[transit.author, $0, record.negotiationKey]?.outstanding(of: transit.author)?.entry
                == number
        }
        return isOutstanding ? [TextLine(text: "waiting for an answer", style: Style(.warning))] : []
    }

    private static func answers(to offer: Int, _ context: ViewContext) -> [OfferAnswerPair] {
        let first = context.session.journal.index(atOrAfter: offer + 1)
        var replies: [OfferAnswerPair] = []
        for index in first..<max(first, min(context.session.journal.count, first + answerReach)) {
            let record = context.session.journal[index]
            guard record.kind == .answer, let reply = context.session.calls.reply(record.entry.number),
                reply.offer == offer
            else { continue }
            replies.append(reply)
            if replies.count == answerLimit { break }
        }
        return replies
    }

    /// What is inferred of the negotiation right after the message; nothing if it belongs to none, or if what it
    /// follows from is gone.
    public static func state(_ transit: Delivery, _ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        guard record.kind?.isNegotiation == true else { return [] }
        let number = record.entry.number
        let book =
            number == context.session.calls.number
            ? context.session.calls : context.session.history.state(at: number, in: context.session.journal)
        let recipients = book?.recipients(of: record.entry) ?? []
        let negotiations = recipients.lazy.compactMap { book?[transit.author, $0, record.negotiationKey] }
        guard let book, let negotiation = negotiations.first else { return [] }
        let pair = negotiation.id.pair
        let states = [pair.first, pair.second].map {
            "\(context.session.roster.label($0)) \(negotiation.state(of: $0).rawValue)"
        }
        let words = "then \(book.progress(of: negotiation)): \(states.joined(separator: ", ")) (inferred)"
        return [TextLine(text: words, style: .chrome)]
    }

    // MARK: A fact

    public static func fact(_ record: Journal.Record, _ context: ViewContext) -> [TextLine] {
        let line = LogLine(record, context.session.roster)
        var lines = [TextLine(text: "\(line.route) \(line.kind): \(line.summary)")]
        if case .joined(let peer) = record.entry.content {
            lines.append(TextLine(text: "\(peer.id) from \(peer.address)", style: .chrome))
        }
        return lines + [TextLine(text: "+\(record.entry.time.text) s", style: .chrome)]
    }
}
