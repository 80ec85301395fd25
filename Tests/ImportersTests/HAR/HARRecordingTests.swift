import Testing

@testable import Analysis
@testable import Events
@testable import Importers
@testable import Legs
@testable import Messages
@testable import Sessions

/// The HARs that the developer tools of real browsers have written; see `Recordings/README.md`.
@Suite struct HARRecordingTests {
    /// The negotiation in a recording: each description and candidate with its sender, equal ones in a row counted.
    private static func negotiation(_ recording: ImportedRecording) -> String {
        var runs: [(text: String, count: Int)] = []
        for entry in recording.entries {
            guard let delivery = entry.delivery else { continue }
            let kind = ParsedMessage(delivery.message).kind
            guard kind.isNegotiation else { continue }
            let text = "\(delivery.author) \(kind.rawValue)"
            if runs.last?.text == text { runs[runs.count - 1].count += 1 } else { runs.append((text, 1)) }
        }
        return runs.map { $0.count == 1 ? $0.text : "\($0.text) ×\($0.count)" }.joined(separator: ", ")
    }

    /// In each recording p1 is the browser, and p2 is the server's end.
    @Test(arguments: [
        (
            "chromium-websocket-1",
            "p2 offer, p2 candidate ×5, p1 answer, p2 candidate ×3, p1 candidate ×2"
        ),
        ("chromium-websocket-2", "p1 offer, p1 candidate ×8, p2 answer, p2 candidate ×2"),
        ("chromium-socketio-1", "p2 offer, p2 candidate ×4, p1 answer, p1 candidate ×2"),
        ("chromium-socketio-2", "p1 offer, p1 candidate ×4, p2 answer, p2 candidate ×2"),
        (
            "chromium-polling-1",
            "p2 offer, p2 candidate ×4, p1 answer, p1 candidate ×2, p2 candidate ×4"
        ),
        ("firefox-polling-1", "p2 offer, p1 answer, p1 candidate ×4, p1 end-of-candidates"),
        ("firefox-websocket-1", ""),
    ])
    func theNegotiationOfARecordingIsComplete(name: String, expected: String) throws {
        let recording = try HARFile(named: name).read()
        #expect(Self.negotiation(recording) == expected)
        #expect(recording.entries.map(\.number) == Array(1...recording.entries.count))
        #expect(zip(recording.entries, recording.entries.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(recording.entries.first?.time.milliseconds == 0)
        #expect(recording.otherRequests > 0)
    }

    @Test(arguments: [
        ("chromium-websocket-1", ["p1 joins socket 1, ws", "p2 joins socket 1: localhost:38599"]),
        ("chromium-socketio-1", ["p1 joins session 1, socket.io polling", "p2 joins session 1: localhost:35755"]),
        ("firefox-polling-1", ["p1 joins session 1, socket.io polling", "p2 joins session 1: localhost:44165"]),
    ])
    func eachSocketAndEachSessionIsARoomOfTwo(name: String, expected: [String]) throws {
        let recording = try HARFile(named: name).read()
        #expect(Array(recording.lines.prefix(2)) == expected)
        #expect(recording.lines.count { $0.contains("joins") } == 2)
        #expect(recording.lines.allSatisfy { !$0.contains("leaves") })
        #expect(recording.upstream == "http://" + expected[1].drop { $0 != "l" })
        #expect(recording.faults == [])
    }

    @Test func aSessionMovesFromPollingToItsWebSocket() throws {
        let lines = try HARFile(named: "chromium-socketio-1").read().lines
        let moved = try #require(lines.firstIndex(of: "p1 now uses socket.io ws"))
        // The client had asked to be connected to the namespace in a polling request; the server answers on the WebSocket.
        #expect(lines[..<moved].contains { $0.hasPrefix("p1 ") && !$0.contains("joins") })
        #expect(lines[moved...].contains("p2 offer"))
    }

    @Test func theTimesAreThoseOfTheFile() throws {
        let recording = try HARFile(named: "chromium-websocket-1").read()
        // The WebSocket was opened at 01:23:48.483, and the welcome came at 1796001828.491632.
        #expect(recording.start == 1_796_001_828_483)
        #expect(recording.entries.first { $0.delivery != nil }?.time == Instant(nanoseconds: 8_632_000))
        #expect(try HARFile(named: "firefox-polling-1").read().start == 1_796_002_086_462)
    }

    @Test func theSocketsOfChromiumEndAsTheyDid() throws {
        let recording = try HARFile(named: "chromium-sockets").read()
        #expect(
            recording.lines == [
                "GET /none: cannot connect to localhost:9: net::ERR_UNSAFE_PORT",
                "p1 joins socket 1, ws", "p2 joins socket 1: localhost:37003",
                "p1 opaque", "p1 other", "p1 other", "p1 other", "p2 opaque", "p2 other", "p2 other", "p2 other",
                "p1 leaves: closed", "p2 leaves: closed",
                "GET /refuse: the server refused the WebSocket with 403",
                "p3 joins socket 2, ws", "p4 joins socket 2: localhost:37003", "p4 other", "p3 leaves: closed",
                "p4 leaves: closed",
            ])
        #expect(
            recording.texts == ["p1 00ff0102", "p1 é☎😀", "p1 ", "p1 ", "p2 00ff0102", "p2 é☎😀", "p2 ", "p2 ", "p4 bye"])
        // Chromium does not know the time of a request that it never sent.
        #expect(recording.reasons.map { $0.prefix(24) } == ["invalid startedDateTime "])
    }

    @Test func firefoxRecordsWebSocketsWithoutMessages() throws {
        let recording = try HARFile(named: "firefox-sockets").read()
        #expect(
            recording.lines == [
                "p1 joins socket 1, ws", "p2 joins socket 1: localhost:33895",
                "GET /refuse: the server refused the WebSocket with 403 Forbidden",
                "p3 joins socket 2, ws", "p4 joins socket 2: localhost:33895",
                "GET /none: cannot connect to localhost:1025: the recording has no response",
            ])
        #expect(
            recording.reasons == [
                "no messages of the WebSocket /echo: expected _webSocketMessages, which Chromium records and Firefox does not",
                "no messages of the WebSocket /close: expected _webSocketMessages, which Chromium records and Firefox does not",
            ])
    }

    // MARK: Calls

    private static func session(_ recording: ImportedRecording) -> Session {
        var endpoint = Endpoint(socket: "", page: "", addresses: "")
        endpoint.upstream = recording.upstream
        var session = Session(endpoint)
        for event in recording.events { _ = session.fold(event) }
        _ = session.advance(to: (recording.entries.last?.time ?? .start).advanced(by: 60_000_000_000))
        return session
    }

    @Test(arguments: ["chromium-websocket-1", "chromium-socketio-2", "chromium-polling-1", "firefox-polling-1"])
    func theFoldOfARecordingShowsTheOfferAndItsAnswer(name: String) throws {
        let recording = try HARFile(named: name).read()
        let session = Self.session(recording)
        let call = try #require(session.calls.calls.first)
        #expect(call.pair == Pair(PeerID(1), PeerID(2)))
        let answer = try #require(
            recording.entries.first { $0.delivery.map { ParsedMessage($0.message).kind } == .answer })
        let offer = try #require(
            recording.entries.first { $0.delivery.map { ParsedMessage($0.message).kind } == .offer })
        #expect(session.calls.answer(to: offer.number) == answer.number)
        #expect(session.journal.count == recording.entries.count)
    }

    /// The two browsers were on one machine, so that their clocks agree.
    @Test(arguments: ["chromium-websocket", "chromium-socketio"])
    func twoRecordingsOfACallHaveTheSameDescriptions(name: String) throws {
        let (callee, caller) = (try HARFile(named: name + "-1").read(), try HARFile(named: name + "-2").read())
        func descriptions(_ recording: ImportedRecording, from peer: Int) -> [String] {
            recording.entries.compactMap { entry -> String? in
                guard let delivery = entry.delivery, delivery.author == PeerID(peer) else { return nil }
                return ParsedMessage(delivery.message).descriptionText
            }
        }
        for (sender, recipient) in [(caller, callee), (callee, caller)] {
            let sent = descriptions(sender, from: 1)
            #expect(sent.count == 1)
            #expect(sent == descriptions(recipient, from: 2))
        }
    }

    @Test(arguments: ["chromium-websocket", "chromium-socketio"])
    func theMessagesOfTwoBrowsersAreJoined(name: String) throws {
        let recording = try HARFile(joining: [name + "-1", name + "-2"]).read()
        let session = Self.session(recording)
        let call = try #require(session.calls.calls.first)
        #expect(session.calls.calls.count == 1)
        #expect(call.pair == Pair(PeerID(1), PeerID(3)))
        let offer = try #require(
            recording.entries.first { entry in
                guard let delivery = entry.delivery, delivery.author == PeerID(3) else { return false }
                return ParsedMessage(delivery.message).kind == .offer
            })
        let exchanges = session.calls.legs.exchanges(ofInbound: offer.number)
        #expect(exchanges.map(\.recipient) == [PeerID(1)])
    }
}
