import Testing

@testable import Events
@testable import Importers

/// Engine.IO sessions: polling requests and a WebSocket are one peer.
@Suite struct HARSessionTests {
    private static let opening = HARFile.poll(
        "GET", "EIO=4", response: #""status":200,"content":{"text":"0{\"sid\":\"s1\"}"}"#, at: 0)

    private static func body(_ text: String) -> String { #""status":200,"content":{"text":"\#(text)"}"# }

    private static func post(_ text: String) -> String { #","postData":{"text":"\#(text)"}"# }

    @Test func aSessionIsOnePeerThatMovesToAWebSocket() throws {
        let url = "ws://a.example:8000/socket.io/?EIO=4&transport=websocket&sid=s1"
        let messages = [
            HARFile.message("send", "2probe", at: 4), HARFile.message("receive", "3probe", at: 4.1),
            HARFile.message("send", "5", at: 4.2), HARFile.message("receive", #"42[\"b\",2]"#, at: 5),
        ]
        let recording = try HARFile(entries: [
            Self.opening, HARFile.poll("POST", request: Self.post(#"40\u001e42[\"a\",1]"#), at: 1),
            HARFile.poll("GET", response: Self.body(#"40{\"sid\":\"x\"}"#), at: 2, milliseconds: 500),
            HARFile.socket(messages, url: url, milliseconds: 9000),
        ]).read()
        #expect(
            recording.lines.filter { $0.contains("joins") } == [
                "p1 joins session 1, socket.io polling", "p2 joins session 1: a.example:8000",
            ])
        #expect(recording.texts == ["p1 ", #"p1 ["a",1]"#, #"p2 {"sid":"x"}"#, #"p2 ["b",2]"#])
        #expect(
            recording.lines.suffix(4) == [
                "p1 now uses socket.io ws", "p2 other", "p1 leaves: closed", "p2 leaves: closed",
            ])
        #expect(recording.faults == [])
    }

    /// The body of a response arrives at its end, that of a request at its beginning.
    @Test func aResponseArrivesAfterTheRequestThatWasSentWhileItWasAwaited() throws {
        let recording = try HARFile(entries: [
            Self.opening, HARFile.poll("GET", response: Self.body(#"42[\"late\"]"#), at: 1, milliseconds: 5000),
            HARFile.poll("POST", request: Self.post(#"42[\"early\"]"#), at: 3),
        ]).read()
        #expect(recording.texts == [#"p1 ["early"]"#, #"p2 ["late"]"#])
        #expect(recording.entries.last?.time.milliseconds == 6000)
    }

    @Test(
        arguments: [
            (#""content":{"text":"NDJbImEiXQ==","encoding":"base64"}"#, [#"p2 ["a"]"#], nil),
            (#""content":{"text":"?","encoding":"base64"}"#, [], "the body is no base64"),
            (#""content":{"size":90}"#, [], "the recording has no body"),
            (#""other":1"#, [], "the recording has no body"),
        ] as [(String, [String], String?)])
    func theBodyOfAResponseIsDecoded(content: String, texts: [String], reason: String?) throws {
        let recording = try HARFile(entries: [
            Self.opening, HARFile.poll("GET", response: #""status":200,\#(content)"#, at: 1),
        ]).read()
        #expect(recording.texts == texts)
        let line = reason.map { "GET /socket.io/: forwarded, but its packets cannot be read: \($0)" }
        #expect(recording.lines.dropFirst(2).first { $0.contains("forwarded") } == line)
    }

    @Test func aSessionOfRevisionThreeIsRead() throws {
        let recording = try HARFile(entries: [
            HARFile.poll("GET", "EIO=3", response: Self.body(#"12:0{\"sid\":\"s\"}2:40"#), at: 0),
            HARFile.poll("POST", "EIO=3&sid=s", request: Self.post(#"7:42[\"a\"]"#), at: 1),
        ]).read()
        #expect(recording.texts.last == #"p1 ["a"]"#)
        #expect(recording.lines.first == "p1 joins session 1, socket.io polling")
    }

    @Test func aFileMayBeginWithinASession() throws {
        let recording = try HARFile(entries: [HARFile.poll("POST", request: Self.post(#"42[\"a\"]"#), at: 1)]).read()
        #expect(
            recording.lines == [
                "p1 joins session 1, socket.io polling", "p2 joins session 1: a.example:8000", "p1 other",
            ])
    }

    @Test func aWebSocketWithoutAnIDIsASessionOfItsOwn() throws {
        let url = "wss://a.example/socket.io/?EIO=4&transport=websocket"
        let messages = [
            HARFile.message("receive", #"0{\"sid\":\"s\"}"#), HARFile.message("send", "40"),
            HARFile.message("send", #"42[\"a\"]"#),
        ]
        let recording = try HARFile(entries: [
            HARFile.socket(messages, url: url, milliseconds: 2000), HARFile.socket(messages, url: url),
        ]).read()
        #expect(
            recording.lines.filter { $0.contains("joins") } == [
                "p1 joins session 1, socket.io ws", "p2 joins session 1: a.example:443",
                "p3 joins session 2, socket.io ws", "p4 joins session 2: a.example:443",
            ])
        #expect(recording.texts == ["p1 ", #"p1 ["a"]"#, "p3 ", #"p3 ["a"]"#])
        #expect(recording.lines.suffix(2) == ["p1 leaves: closed", "p2 leaves: closed"])
    }

    @Test func aRefusedRequestForPacketsEndsItsSession() throws {
        let refusal = #""status":400,"statusText":"Bad Request","content":{"text":"{\"code\":1}"}"#
        let recording = try HARFile(entries: [Self.opening, HARFile.poll("GET", response: refusal, at: 1)]).read()
        #expect(
            recording.lines.suffix(3) == [
                #"GET /socket.io/: the server refused the polling request with 400 Bad Request: {"code":1}"#,
                "p1 leaves: closed the server answered 400", "p2 leaves: closed the server answered 400",
            ])
    }

    @Test(arguments: [
        ("net::ERR_CONNECTION_REFUSED", true), ("net::ERR_ABORTED", false), ("", false),
    ])
    func aRequestThatThePageHasGivenUpIsNoFailure(error: String, isFailure: Bool) throws {
        let response = #""status":0,"_error":"\#(error)","content":{"text":"2"}"#
        let recording = try HARFile(entries: [Self.opening, HARFile.poll("GET", response: response, at: 1)]).read()
        #expect(recording.lines.contains("p1 leaves: connection lost") == isFailure)
        #expect(recording.lines.contains { $0.contains("nothing listens on a.example:8000") } == isFailure)
        #expect(recording.texts == [])
    }

    @Test func theLastPacketOfASessionEndsIt() throws {
        let recording = try HARFile(entries: [
            Self.opening, HARFile.poll("POST", request: Self.post("41\\u001e1"), at: 1),
        ])
        .read()
        #expect(recording.lines.suffix(2) == ["p1 leaves: closed", "p2 leaves: closed"])
    }

    @Test func otherRequestsAreCounted() throws {
        let others = ["GET", "OPTIONS"].map { method in
            #"{"startedDateTime":"","request":{"method":"\#(method)","url":"https://a.example/x?EIO=4"}}"#
        }
        let jsonp = HARFile.poll("GET", "EIO=4&j=0", response: Self.body("x"), at: 1)
        let recording = try HARFile(entries: others + [jsonp, HARFile.poll("OPTIONS", at: 2)]).read()
        #expect(recording.otherRequests == 4)
        #expect(recording.entries == [])
        #expect(recording.start == nil)
        #expect(recording.faults == [])
    }
}
