import Events
import Messages
import SignalingSupport
import TestSupport
import Testing

@testable import EventLog

/// The event log: what is written is read again.
@Suite struct EventLogTests {
    private static let header = EventLogHeader(
        created: 1_764_460_800_123, source: "proxy", program: "1.2.3", guardsGlare: true,
        listening: "wss://localhost:8443", page: "https://localhost:8443/", addresses: "127.0.0.1 and ::1",
        pages: ["https://192.0.2.5:8443/"], fingerprint: "A1:B2", upstream: "http://localhost:3000")

    /// The log of `events`, each a second after the one before it.
    private static func log(_ events: [RelayEvent], payloads: Bool = true) -> [UInt8] {
        var encoder = EventLogEncoder(payloads: payloads)
        encoder.append(header)
        for (index, event) in events.enumerated() { encoder.append(event, at: .seconds(Double(100 + index))) }
        return encoder.bytes
    }

    /// The events that `bytes` contain, read in pieces of `size` bytes.
    private static func read(_ bytes: [UInt8], pieces size: Int = .max) throws -> (
        EventLogReader, [EventLogReader.Item]
    ) {
        var reader = EventLogReader()
        var items: [EventLogReader.Item] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            try reader.read(Array(rest.prefix(size))) { item, _ in items.append(item) }
            rest = rest.dropFirst(size)
        }
        return (reader, items)
    }

    private static func events(_ items: [EventLogReader.Item]) -> [RelayEvent] {
        items.compactMap { if case .event(let event, _) = $0 { event } else { nil } }
    }

    @Test func everyKindOfEventIsReadAsItWasWritten() throws {
        let (reader, items) = try Self.read(Self.log(EventSamples.all))
        #expect(reader.header == Self.header)
        #expect(reader.faults == [])
        let events = Self.events(items)
        #expect(events.count == EventSamples.all.count)
        for (event, sample) in zip(events, EventSamples.all) { #expect(event == sample) }
    }

    @Test func aLogThatIsReadAndWrittenAgainIsTheSame() throws {
        let first = Self.log(EventSamples.all)
        var encoder = EventLogEncoder()
        let (reader, items) = try Self.read(first)
        encoder.append(try #require(reader.header))
        for case .event(let event, let time) in items { encoder.append(event, at: time) }
        #expect(encoder.bytes == first)
    }

    @Test(arguments: [1, 7, 4096])
    func theSizeOfThePiecesDoesNotMatter(size: Int) throws {
        let bytes = Self.log(EventSamples.all)
        #expect(Self.events(try Self.read(bytes, pieces: size).1) == EventSamples.all)
    }

    /// A log that is copied while it is written, or whose writer was killed.
    @Test func aTruncatedLogHasAllEventsOfItsCompleteLines() throws {
        let bytes = Self.log(EventSamples.all)
        let headerEnd = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        for end in stride(from: headerEnd + 1, to: bytes.count, by: 61) {
            let (reader, items) = try Self.read(Array(bytes[..<end]))
            let complete = bytes[..<end].count { $0 == UInt8(ascii: "\n") } - 1
            #expect(Self.events(items) == Array(EventSamples.all.prefix(complete)))
            #expect(reader.faults == [])
            #expect(reader.isTruncated == (bytes[end - 1] != UInt8(ascii: "\n")))
        }
    }

    @Test func eachLineIsPrintable() throws {
        let text = try #require(String(validating: Self.log(EventSamples.all), as: UTF8.self))
        for line in text.split(separator: "\n") {
            #expect(
                !line.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}"
                })
        }
    }

    @Test func messagesOfALogWithoutPayloadsAreEmpty() throws {
        let (_, items) = try Self.read(Self.log(EventSamples.all, payloads: false))
        let deliveries = Self.events(items).compactMap {
            if case .entry(let entry) = $0 { entry.delivery } else { nil }
        }
        #expect(deliveries.count > 20)
        #expect(deliveries.allSatisfy { $0.message.payload.isEmpty && $0.message.packet == nil })
    }

    @Test func lossesAndTheEndHaveTheirTimes() throws {
        var encoder = EventLogEncoder()
        encoder.append(Self.header)
        encoder.appendLoss(of: 12, at: .seconds(3))
        encoder.append(derived: "finding", at: .seconds(4), [("rule", .text("glare"))])
        encoder.appendEnd(at: .seconds(9))
        let (_, items) = try Self.read(encoder.bytes)
        #expect(items == [.lost(12, at: .seconds(3)), .end(at: .seconds(9))])
    }

    // MARK: Damage

    @Test(arguments: [
        ("", EventLogError.noHeader), ("{}", .noHeader), ("{\"log\":{}}", .noHeader), ("hello", .noHeader),
        ("{\"format\":\"signal-console\",\"version\":2}", .unknownVersion(2)),
    ])
    func anotherFileIsNoEventLog(line: String, error: EventLogError) {
        #expect(throws: error) { try Self.read(Array((line + "\n").utf8)) }
    }

    @Test(arguments: [
        ("garbage", EventLogError.notAnObject), ("[1]", .notAnObject), ("{\"n\":2}", .noTime),
        ("{\"n\":2,\"t\":1,\"type\":\"message\"}", .incomplete(type: "message")),
        ("{\"n\":1,\"t\":1,\"type\":\"joined\",\"peer\":\"p2\"}", .numberOutOfOrder(1, after: 1)),
        ("{\"t\":1,\"type\":\"report\"}", .incomplete(type: "report")),
        ("{\"n\":99999999999999999999,\"t\":1e999,\"type\":\"joined\",\"peer\":\"p2\"}", .noTime),
    ])
    func aDamagedLineIsSkippedAndReported(line: String, error: EventLogError) throws {
        let joined = "{\"n\":1,\"t\":0.5,\"type\":\"joined\",\"peer\":\"p1\"}"
        let later = "{\"n\":3,\"t\":2,\"type\":\"joined\",\"peer\":\"p3\",\"unknown\":[{}]}"
        let header = "{\"format\":\"signal-console\",\"version\":1}"
        let text = [header, joined, line, "{\"t\":1,\"type\":\"of a later version\"}", "", later].joined(
            separator: "\n")
        let (reader, items) = try Self.read(Array((text + "\n").utf8))
        #expect(Self.events(items).count == 2)
        #expect(reader.faults == [EventLogReader.Fault(line: 3, error: error)])
    }

    /// RFC 8259 §9: a parser may limit the depth of nesting, and must not overflow its stack.
    @Test func hostileLinesAreSkipped() throws {
        var lines = ["{\"format\":\"signal-console\",\"version\":1}"]
        lines.append(String(repeating: "[", count: 1_000_000))
        lines.append("{\"n\":1,\"t\":1,\"type\":\"joined\",\"x\":" + String(repeating: "{\"a\":", count: 100_000) + "1")
        lines.append("{\"t\":-99999999999999999999999.5,\"type\":\"gauges\",\"memory\":9223372036854775807}")
        lines.append("{\"n\":5,\"t\":9223372036.854775807,\"type\":\"message\",\"from\":\"p1\",\"room\":\"\",\"to\":7}")
        let (reader, items) = try Self.read(Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(reader.faultCount == 4)
        #expect(items.count == 0)
    }

    /// Any bytes, and any change of a valid log.
    @Test func noBytesTrap() {
        let valid = Self.log(EventSamples.all)
        Seeds.forEach(0..<200) { generator in
            var bytes = valid
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? Self.read(bytes, pieces: 10_000)
        }
    }

    // MARK: Times

    @Test(arguments: [
        (0, "0.000000000"), (1, "0.000000001"), (1_351_204_113, "1.351204113"), (-1, "-0.000000001"),
        (-2_500_000_000, "-2.500000000"), (Int64.max, "9223372036.854775807"),
    ])
    func timesKeepTheirNanoseconds(nanoseconds: Int64, text: String) {
        #expect(LogTime.text(nanoseconds) == text)
        #expect(LogTime.nanoseconds(text[...].utf8) == nanoseconds)
    }

    @Test(
        arguments: [("1", 1_000_000_000), ("1.5", 1_500_000_000), ("0.1234567891", 123_456_789)] as [(String, Int64)])
    func timesMayHaveFewerDecimals(text: String, nanoseconds: Int64) {
        #expect(LogTime.nanoseconds(text[...].utf8) == nanoseconds)
    }

    @Test(arguments: ["1e3", "1.2.3", "", "9223372036854775807", "x"])
    func otherTextsAreNoTimes(text: String) {
        #expect(LogTime.nanoseconds(text[...].utf8) == (text.isEmpty ? 0 : nil))
    }

    /// A relay that was started again counts its entries from 1.
    @Test func aLogThatContinuesAnotherHasLaterNumbers() throws {
        var reader = EventLogReader(after: 5)
        var numbers: [Int] = []
        let lines = [
            #"{"format":"signal-console","version":1}"#, #"{"n":1,"t":1,"type":"left","peer":"p1","reason":"lost"}"#,
            #"{"n":6,"t":2,"type":"left","peer":"p1","reason":"lost"}"#,
        ]
        try reader.read(Array(lines.map { $0 + "\n" }.joined().utf8)) { item, _ in
            if case .event(.entry(let entry), _) = item { numbers.append(entry.number) }
        }
        #expect(numbers == [6] && reader.faults.map(\.error) == [.numberOutOfOrder(1, after: 5)])
    }
}
