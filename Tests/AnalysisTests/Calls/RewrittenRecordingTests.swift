import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import Text

/// Recorded calls, rewritten as an unknown client would write them.
@Suite struct RewrittenRecordingTests {
    /// The recordings of aware peers, whose members the relay reads, so that they are not renamed.
    private static let names = RecordedTurns.names.filter { $0 != "aware" }

    /// The facts that are recognized in a call, independent of the spelling of its messages.
    private struct Understanding: Equatable {
        var kinds: [Kind] = []
        var replies: [OfferAnswerPair] = []
        var findings: [String: Int] = [:]

        init(_ entries: [Entry], until end: Instant) {
            var book = CallBook()
            for entry in entries {
                let reading = entry.delivery.map { ParsedMessage($0.message) }
                book.fold(entry, reading)
                guard let kind = reading?.kind else { continue }
                kinds.append(kind)
                if let reply = book.reply(entry.number) { replies.append(reply) }
            }
            book.advance(to: end)
            for finding in book.findings.all {
                findings["\(finding.rule.name) \(finding.severity.name)", default: 0] += 1
            }
        }
    }

    @Test(arguments: names)
    func aRewrittenCallIsUnderstoodLikeTheOriginal(name: String) throws {
        let recording = try Recording.named(name)
        let entries = recording.play()
        let original = Understanding(entries, until: recording.end)
        Seeds.forEach(0..<6) { generator in
            var writer = Rewriter(&generator)
            let rewritten = entries.map { writer.rewritten($0, &generator) }
            let understanding = Understanding(rewritten, until: recording.end)
            #expect(understanding.kinds == original.kinds, "\(writer.description)")
            #expect(understanding.replies == original.replies, "\(writer.description)")
            #expect(understanding.findings == original.findings, "\(writer.description)")
        }
    }
}

/// Writes JSON as another client would: with other names, in other envelopes, as a string, or in base64.
private struct Rewriter: CustomStringConvertible {
    /// The envelope of a whole message.
    enum Wrapping: CaseIterable {
        case none, object, nested, event, string, base64
    }

    private var names: [String: String] = [:]
    private let wrapping: Wrapping
    private let spelling: Int
    private let wrap: [String]

    init(_ generator: inout SeededGenerator) {
        wrapping = Wrapping.allCases.randomElement(using: &generator) ?? .none
        spelling = Int.random(in: 0..<3, using: &generator)
        wrap = (0..<2).map { _ in Self.word(&generator) }
    }

    var description: String { "\(wrapping), spelling \(spelling), \(names)" }

    mutating func rewritten(_ entry: Entry, _ generator: inout SeededGenerator) -> Entry {
        guard let delivery = entry.delivery, let value = JSONValue(delivery.message.payload), value.isObject else {
            return entry
        }
        let text = wrapped(written(value, &generator))
        let changed = Delivery(
            message: Message(delivery.message.opcode, Array(text.utf8)), sender: delivery.sender, room: delivery.room,
            addressee: delivery.addressee, recipients: delivery.recipients)
        return Entry(number: entry.number, time: entry.time, content: .message(changed))
    }

    private func wrapped(_ text: String) -> String {
        switch wrapping {
        case .none: text
        case .object: "{\"\(wrap[0])\":\(text)}"
        case .nested: "{\"\(wrap[0])\":{\"\(wrap[1])\":\(text),\"time\":12}}"
        case .event: "[\"\(wrap[0])\",\(text)]"
        case .string: "{\"\(wrap[0])\":\(JSONString.encode(text))}"
        case .base64: "{\"\(wrap[0])\":\"\(String(decoding: Base64.encode(Array(text.utf8).span), as: UTF8.self))\"}"
        }
    }

    private mutating func written(_ value: JSONValue, _ generator: inout SeededGenerator) -> String {
        if value.isArray {
            return "[" + value.elements(100).map { written($0, &generator) }.joined(separator: ",") + "]"
        }
        guard value.isObject else { return String(decoding: value.bytes[value.range], as: UTF8.self) }
        var members: [String] = []
        for member in SearchedObject.members(of: value) {
            let name = name(member, &generator)
            members.append("\"\(name)\":\(written(member.value, &generator))")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Another name for a member; names with a meaning are only spelled differently.
    private mutating func name(_ member: SearchedObject.Member, _ generator: inout SeededGenerator) -> String {
        // A legacy end of candidates is a name and nothing else.
        if member.value.isNull { return member.name }
        if MemberNames.candidateRole(member.name) != nil {
            let parts = KindWords.parts(member.name)
            switch spelling {
            case 0: return member.name
            case 1: return parts.joined(separator: "_")
            default: return parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            }
        }
        if let known = names[member.name] { return known }
        let name =
            MemberNames.namesType(member.name)
            ? ["type", "op", "msgType", "action_kind", "cmd"].randomElement(using: &generator) ?? "type"
            : Self.word(&generator)
        names[member.name] = name
        return name
    }

    /// A name without a meaning.
    private static func word(_ generator: inout SeededGenerator) -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz")
        return "x"
            + String(
                (0..<Int.random(in: 2...9, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "b"
                })
    }
}
