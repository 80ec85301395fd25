import Testing

@testable import Events
@testable import Importers

/// WebSockets and their messages, in entries that are made for the test.
@Suite struct HARMessageTests {
    private static func message(_ type: String, _ data: String, at seconds: Double = 1, opcode: Int = 1) -> String {
        HARFile.message(type, data, at: seconds, opcode: opcode)
    }

    @Test(arguments: [
        (#"{"type":"send","time":1700000001,"opcode":1,"data":"a\u00e9\n"}"#, "p1 aé\n"),
        (#"{"type":"receive","time":1700000001,"opcode":2,"data":"AP8="}"#, "p2 00ff"),
        (#"{"type":"receive","time":1700000001,"opcode":2,"data":""}"#, "p2 "),
        // Other programs leave members out.
        (#"{"type":"send","data":"a","time":1.700000001e9}"#, "p1 a"),
        (#"{"type":"send","opcode":1.0,"data":"a","time":1700000001}"#, "p1 a"),
    ])
    func aMessageIsRead(message: String, expected: String) throws {
        let recording = try HARFile(entries: [HARFile.socket([message])]).read()
        #expect(recording.texts == [expected])
        #expect(recording.entries.last?.time.milliseconds == 1000)
        #expect(recording.faults == [])
    }

    @Test(arguments: [
        (#"{"time":1700000001,"opcode":1,"data":"a"}"#, #"invalid type "" of a message: expected send or receive"#),
        (#"{"type":1,"time":1,"data":"a"}"#, #"invalid type "1" of a message: expected send or receive"#),
        (
            #"{"type":"send","time":1,"opcode":3,"data":"a"}"#,
            #"invalid opcode "3": expected 1 for text or 2 for binary"#
        ),
        (
            #"{"type":"send","time":1,"opcode":"1","data":"a"}"#,
            #"invalid opcode "1": expected 1 for text or 2 for binary"#
        ),
        (
            #"{"type":"send","time":1,"opcode":1e300,"data":"a"}"#,
            #"invalid opcode "1e300": expected 1 for text or 2 for binary"#
        ),
        (#"{"type":"send","time":1,"opcode":1}"#, #"invalid data "" of a message: expected a string"#),
        (#"{"type":"send","time":1,"opcode":1,"data":[1]}"#, #"invalid data "[1]" of a message: expected a string"#),
        (
            #"{"type":"send","time":1,"opcode":2,"data":"AP8"}"#,
            #"invalid data "AP8" of a binary message: expected base64"#
        ),
        ("7", #"invalid type "" of a message: expected send or receive"#),
    ])
    func aMessageThatCannotBeReadIsAFault(message: String, reason: String) throws {
        let file = HARFile(entries: [
            HARFile.socket([Self.message("send", "before"), message, Self.message("receive", "after", at: 2)])
        ])
        let recording = try file.read()
        #expect(recording.texts == ["p1 before", "p2 after"])
        #expect(recording.reasons == [reason])
        let offset = try #require(recording.faults.first?.offset)
        #expect(file.bytes[offset...].starts(with: message.utf8))
    }

    /// A message without a time of its own follows the one before it.
    @Test(arguments: [
        "-5", "0", "9249.03", "1e300", "-1e300", #""1700000001""#, "null", "{}", "99999999999999999999999",
    ])
    func aMessageWithAnImplausibleTimeIsReadWithAFault(time: String) throws {
        let message = #"{"type":"send","time":\#(time),"opcode":1,"data":"b"}"#
        let recording = try HARFile(entries: [HARFile.socket([Self.message("send", "a", at: 2), message])]).read()
        #expect(recording.texts == ["p1 a", "p1 b"])
        #expect(recording.entries.last?.time.milliseconds == 2000)
        #expect(recording.reasons.map { $0.prefix(13) } == ["invalid time "])
    }

    @Test func controlFramesAreNoMessages() throws {
        let frames = (8...10).map { Self.message("send", "x", opcode: $0) }
        let recording = try HARFile(entries: [HARFile.socket(frames + [Self.message("send", "a")])]).read()
        #expect(recording.texts == ["p1 a"])
        #expect(recording.faults == [])
    }

    @Test func messagesOfSeveralSocketsAreInOrderOfTime() throws {
        let one = [Self.message("send", "1", at: 1), Self.message("receive", "4", at: 4)]
        let two = [Self.message("send", "2", at: 1), Self.message("send", "3", at: 3)]
        let recording = try HARFile(entries: [HARFile.socket(one), HARFile.socket(two)]).read()
        #expect(recording.texts == ["p1 1", "p3 2", "p3 3", "p2 4"])
        #expect(recording.entries.map(\.time.milliseconds) == [0, 0, 0, 0, 1000, 1000, 3000, 4000])
    }

    @Test func aSocketWasOpenedBeforeItsFirstMessage() throws {
        let recording = try HARFile(entries: [HARFile.socket([Self.message("send", "a", at: -3)])]).read()
        #expect(recording.lines == ["p1 joins socket 1, ws", "p2 joins socket 1: a.example:80", "p1 other"])
        #expect(recording.start == 1_699_999_997_000)
    }

    /// The duration of an open WebSocket lasts until its last message.
    @Test(arguments: [(1000.0, false), (1000.9, false), (1001.1, true), (60_000, true), (-1, false), (1e300, false)])
    func aSocketThatLastsLongerThanItsMessagesWasClosed(milliseconds: Double, isClosed: Bool) throws {
        let entry = HARFile.socket([Self.message("send", "a")], milliseconds: milliseconds)
        let lines = try HARFile(entries: [entry]).read().lines
        #expect(lines.suffix(2).contains("p1 leaves: closed") == isClosed)
    }

    @Test func aSocketWithAnErrorIsLost() throws {
        let error = Self.message("error", "Could not decode a text frame as UTF-8.", at: 2, opcode: -1)
        let recording = try HARFile(entries: [HARFile.socket([Self.message("send", "a"), error])]).read()
        #expect(recording.lines.suffix(2) == ["p1 leaves: connection lost", "p2 leaves: connection lost"])
        #expect(recording.entries.last?.time.milliseconds == 2000)
    }

    @Test(arguments: [
        ("net::ERR_CONNECTION_REFUSED", "nothing listens on a.example:80: expected the upstream server to run there"),
        (
            "net::ERR_NAME_NOT_RESOLVED",
            "the upstream host a.example is not known: expected a name that resolves, or an address"
        ),
        ("net::ERR_CERT_INVALID", "cannot connect to a.example:80: net::ERR_CERT_INVALID"),
    ])
    func aSocketThatCouldNotConnectIsAReport(error: String, text: String) throws {
        let message = Self.message("error", "Error in connection establishment: \(error)", opcode: -1)
        let recording = try HARFile(entries: [HARFile.socket([message], status: 0)]).read()
        #expect(recording.lines == ["GET /ws: \(text)"])
    }

    @Test(arguments: [
        (404, "GET /ws: the server refused the WebSocket with 404"),
        (-1, "GET /ws: cannot connect to a.example:80: the recording has no response"),
        (2_000_000_000, "GET /ws: cannot connect to a.example:80: the recording has no response"),
    ])
    func aSocketThatWasNotOpenedIsAReport(status: Int, text: String) throws {
        let recording = try HARFile(entries: [HARFile.socket([], status: status)]).read()
        #expect(recording.lines == [text])
    }

    /// As behind the proxy, the first is an entry and the others are counted.
    @Test func refusalsInASecondAreCounted() throws {
        let recording = try HARFile(entries: (0..<5).map { _ in HARFile.socket([], status: 503) }).read()
        #expect(
            recording.lines == [
                "GET /ws: the server refused the WebSocket with 503",
                "GET /ws: the server refused the WebSocket with 503 (and 3 more like it)",
            ])
    }

    @Test(arguments: [
        ("wss://b.example/x", "p2 joins socket 1: b.example:443", "https://b.example"),
        ("ws://[::1]:8080", "p2 joins socket 1: [::1]:8080", "http://[::1]:8080"),
        ("ws://user:secret@b.example:81/", "p2 joins socket 1: b.example:81", "http://b.example:81"),
        ("ws://", "p2 joins socket 1: ", nil),
        ("ws://b.example:99999/", "p2 joins socket 1: b.example:99999", nil),
    ])
    func theServerIsThatOfTheURL(url: String, line: String, upstream: String?) throws {
        let recording = try HARFile(entries: [HARFile.socket([Self.message("send", "a")], url: url)]).read()
        #expect(recording.lines.dropFirst().first == line)
        #expect(recording.upstream == upstream)
    }

    @Test(arguments: [
        #""startedDateTime":"2023-11-14T22:13:20Z""#, #""startedDateTime":"2023-11-14T23:13:20.000+01:00""#,
        #""startedDateTime":"2023-11-14t16:43:20,0000000-05:30""#,
    ])
    func theTimeOfARequestHasAZone(member: String) throws {
        let entry = #"{\#(member),"request":{"url":"ws://a.example"},"response":{"status":404}}"#
        #expect(try HARFile(entries: [entry]).read().start == 1_700_000_000_000)
    }

    @Test(arguments: [
        "", "2023-11-14", "2023-11-14T22:13:20", "2023-13-14T22:13:20Z", "2023-11-14T22:13:20.Z",
        "1969-12-31T23:59:59.000Z",
        "9999-12-31T23:59:59Z", "2023-11-14T22:13:20Zz", "２023-11-14T22:13:20Z",
    ])
    func aRequestWithAnImplausibleTimeIsAFault(time: String) throws {
        let entry = #"{"startedDateTime":"\#(time)","request":{"url":"ws://a.example"},"response":{"status":404}}"#
        let recording = try HARFile(entries: [entry]).read()
        #expect(recording.reasons.map { $0.prefix(24) } == ["invalid startedDateTime "])
        #expect(recording.start == nil)
        #expect(recording.entries.count == 1)
    }
}
