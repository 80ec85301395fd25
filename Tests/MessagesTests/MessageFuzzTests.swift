import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import Routing
@testable import Text

/// Parsing and folding of arbitrary messages are deterministic, and all state is removed with the entries.
///
/// The messages are mutations of samples of all client families, of tricky messages (the files in `Corpus`), and of
/// recorded calls.
@Suite struct MessageFuzzTests {
    private let samples: [[UInt8]]

    init() throws {
        let recorded = try Recording.names().flatMap { try Recording.named($0).play().compactMap(\.delivery) }
        samples = try Corpus().lines + recorded.map(\.message.payload) + Recorded.all.map { Array($0.1.utf8) }
        #expect(samples.count > 400)
    }

    private func message(_ generator: inout SeededGenerator, mutating: Int = 4) -> Message {
        var payload = samples.randomElement(using: &generator) ?? []
        switch Int.random(in: 0...mutating, using: &generator) {
        case 0: break
        case 1: payload = generator.spliced(payload, with: samples.randomElement(using: &generator) ?? [])
        case 2: payload = generator.mutated(payload)
        default: payload = Array(generator.mutatedText(payload).utf8)
        }
        if Int.random(in: 0..<200, using: &generator) == 0 {
            payload = generator.expanded(payload, to: Message.byteLimit)
        }
        payload = Array(payload.prefix(Message.byteLimit))
        guard Int.random(in: 0..<8, using: &generator) > 0 else { return Message(.binary, payload) }
        return .text(String(decoding: payload, as: UTF8.self))
    }

    /// All text that is made from a message.
    private static func look(_ parsed: ParsedMessage) -> String {
        let names = [parsed.from, parsed.to, parsed.room, parsed.negotiationKey, parsed.mid, parsed.envelopeFormat]
        return """
            \(parsed.kind) \(parsed.isInferred) \(parsed.isText) \(names) \(parsed.mLineIndex ?? -1)
            \(parsed.usernameFragment ?? "") \(parsed.summary)
            """
    }

    @Test func parsingIsDeterministicAndSummariesAreOneLine() {
        Seeds.forEach(0..<300) { generator in
            let message = message(&generator)
            let (parsed, again) = (ParsedMessage(message), ParsedMessage(message))
            #expect(Self.look(parsed) == Self.look(again), "\(message.payload)")
            #expect(parsed.candidate.map { "\($0)" } == again.candidate.map { "\($0)" }, "\(message.payload)")
            #expect(parsed.description == again.description, "\(message.payload)")
            let summary = Printable.line(parsed.summary)
            #expect(Printable.line(summary).unicodeScalars.elementsEqual(summary.unicodeScalars), "\(message.payload)")
            let isClean = summary.unicodeScalars.allSatisfy {
                ![.control, .format].contains($0.properties.generalCategory)
            }
            #expect(isClean, "\(message.payload)")
        }
    }

    // MARK: Calls

    /// Returns the entries of peers that join, send messages and leave.
    private func entries(_ generator: inout SeededGenerator) -> [Entry] {
        var switchboard = Switchboard(loopback: Int.random(in: 0..<8, using: &generator) == 0)
        var time = Instant.start
        var entries: [Entry] = []
        func take(_ event: Switchboard.Event) {
            for case .record(let entry) in switchboard.receive(event, at: time) { entries.append(entry) }
        }
        let present = (1...Int.random(in: 2...4, using: &generator)).map { PeerID($0) }
        for peer in present {
            let isAware = Bool.random(using: &generator)
            take(
                .arrived(
                    ConnectionRequest(
                        id: peer, name: "n\(peer.number)", isAware: isAware, address: "192.0.2.\(peer.number)")))
        }
        for _ in 0..<Int.random(in: 1...40, using: &generator) {
            time = time.advanced(by: Int64.random(in: 0...3_000_000_000, using: &generator))
            guard let speaker = present.randomElement(using: &generator) else { break }
            // Most messages are valid, so that there are calls.
            take(.received(speaker, message(&generator, mutating: Int.random(in: 0...2, using: &generator))))
        }
        for peer in present { take(.left(peer, .lost)) }
        return entries
    }

    private static func look(_ book: CallBook) -> [String] {
        book.calls.map { "\($0.number) \($0.pair) \(book.progress(of: $0))" } + book.findings.all.map { "\($0)" }
    }

    @Test func foldingIsDeterministicAndFindingsAreOneLine() {
        Seeds.forEach(1000..<1030) { generator in
            let entries = entries(&generator)
            var (book, other) = (CallBook(), CallBook())
            for entry in entries {
                book.fold(entry, entry.delivery.map { ParsedMessage($0.message) })
                // Advancing the time in between does not change the result.
                other.advance(to: entry.time)
                other.fold(entry, entry.delivery.map { ParsedMessage($0.message) })
            }
            #expect(Self.look(book) == Self.look(other))
            for severity in Severity.allCases {
                let active = book.findings.all.filter { $0.isActive && $0.severity == severity }
                #expect(book.findings.count(severity) == active.count)
            }
            for finding in book.findings.all {
                let line = Printable.line(finding.sentence.text())
                #expect(!line.isEmpty && Printable.line(line).unicodeScalars.elementsEqual(line.unicodeScalars))
                #expect(finding.evidence.allSatisfy { (1...entries.count).contains($0) })
            }
        }
    }

    @Test func evictedCallsLeaveNothingBehind() {
        Seeds.forEach(2000..<2030) { generator in
            let entries = entries(&generator)
            let kept = Int.random(in: 0...entries.count, using: &generator)
            var book = CallBook()
            for (index, entry) in entries.enumerated() {
                book.fold(entry, entry.delivery.map { ParsedMessage($0.message) })
                if index >= kept { book.forget(entries[index - kept]) }
            }
            for entry in entries.suffix(kept) { book.forget(entry) }
            #expect(book.calls.isEmpty)
            for entry in entries { #expect(book.reply(entry.number) == nil && book.answer(to: entry.number) == nil) }
        }
    }
}
