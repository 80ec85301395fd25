import Reports
import TestSupport
import Testing

/// The reports of `signal-console.probe.v1`, as the probe of a page sends them.
@Suite struct ReportDecoderTests {
    private func decode(_ text: String) throws -> PeerReport { try ReportDecoder.decode(Array(text.utf8)) }

    /// A report, its connection, and its line in the log.
    private static let reports: [(String, Int?, String)] = [
        (
            #"{"type":"page","t":0,"session":"0011223344556677","now":12.5,"url":"http://localhost/","secure":true,"devices":true,"agent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}"#,
            nil, "page http://localhost/ · Firefox 140"
        ),
        (
            #"{"type":"page","t":0,"url":"http://192.0.2.1/","secure":false,"devices":false,"agent":"Mozilla/5.0 Chrome/142.0.0.0 Safari/537.36","dropped":3}"#,
            nil,
            "page http://192.0.2.1/ · Chrome 142 · not a secure context: no camera and no microphone · 3 reports were dropped"
        ),
        (#"{"type":"visibility","t":1,"to":"gone"}"#, nil, "page closed or left"),
        (#"{"type":"mark","t":1,"text":"user pressed call"}"#, nil, "mark: user pressed call"),
        (#"{"type":"socket","t":1,"socket":2,"event":"close","code":1006}"#, nil, "WebSocket 2 close 1006"),
        (
            #"{"type":"connection","t":1,"pc":1,"servers":[{"urls":["turn:turn.example.org"],"username":"u"}],"policy":"relay"}"#,
            1, "new RTCPeerConnection: turn:turn.example.org · policy relay"
        ),
        (
            #"{"type":"call","t":1,"pc":1,"method":"setRemoteDescription","ms":3.4,"kind":"answer","sdp":"v=0\r\n","ufrag":"ab","fingerprint":"sha-256 AA"}"#,
            1, "setRemoteDescription(answer) ✓ 3 ms"
        ),
        (
            #"{"type":"call","t":1,"pc":1,"method":"setRemoteDescription","ms":0.2,"kind":"answer","error":{"name":"InvalidStateError","message":"Called in wrong state: stable"}}"#,
            1, "setRemoteDescription(answer) ✗ InvalidStateError: Called in wrong state: stable"
        ),
        (
            #"{"type":"call","t":1,"pc":1,"method":"addIceCandidate","candidate":"","pending":true}"#, 1,
            "addIceCandidate(end-of-candidates) still pending"
        ),
        (
            #"{"type":"call","t":1,"method":"RTCPeerConnection","ms":0,"error":{"name":"SyntaxError","message":"bad url"}}"#,
            nil, "RTCPeerConnection() ✗ SyntaxError: bad url"
        ),
        (
            #"{"type":"call","t":1,"pc":1,"method":"setLocalDescription","kind":"offer","legacy":true}"#, 1,
            "setLocalDescription(offer) with callbacks"
        ),
        (#"{"type":"state","t":1,"pc":2,"of":"ice","to":"checking"}"#, 2, "ICE checking"),
        (
            #"{"type":"candidateerror","t":1,"pc":1,"url":"turn:turn.example.org","code":401,"text":"Unauthorized"}"#,
            1,
            "turn:turn.example.org answered 401 Unauthorized"
        ),
        (
            #"{"type":"candidateerror","t":1,"pc":1,"url":"turn:turn.example.org","code":701}"#, 1,
            "turn:turn.example.org could not be reached (701)"
        ),
        (
            #"{"type":"track","t":1,"pc":1,"side":"remote","kind":"video","event":"muted"}"#, 1,
            "remote video track muted"
        ),
        (#"{"type":"channel","t":1,"pc":1,"label":"chat","event":"open"}"#, 1, #"data channel "chat" open"#),
        (
            #"{"type":"media","t":1,"method":"getUserMedia","kinds":["audio","video"],"ms":9,"error":{"name":"NotAllowedError","message":"Permission denied"}}"#,
            nil, "getUserMedia(audio, video) ✗ NotAllowedError: Permission denied"
        ),
        (
            #"{"type":"play","t":1,"kind":"video","side":"remote","event":"resized","width":640,"height":480}"#, nil,
            "remote video shown, 640x480"
        ),
        (
            #"{"type":"stats","t":1,"pc":1,"selected":0,"pairs":[{"state":"succeeded","local":{"type":"relay","protocol":"udp","relay":"tls"},"remote":{"type":"host"}}]}"#,
            1, "selected pair relay ⇄ host tls"
        ),
    ]

    @Test(arguments: reports)
    func aReportIsDecodedAndDescribed(text: String, connection: Int?, words: String) throws {
        let report = try decode(text)
        #expect(report.connection == connection)
        #expect(report.text == words)
    }

    private static let faults: [(String, ReportError)] = [
        ("", .notAnObject), ("[]", .notAnObject), ("{\"type\":\"mark\",", .notAnObject),
        (#"{"t":1}"#, .noType), (#"{"type":"magic","t":1}"#, .unknownType("magic")),
        (#"{"type":"mark"}"#, .noTime), (#"{"type":"mark","t":-1}"#, .noTime), (#"{"type":"mark","t":"1"}"#, .noTime),
        (#"{"type":"state","t":1,"of":"ice","to":"new"}"#, .invalidConnection(0)),
        (#"{"type":"state","t":1,"pc":1000001,"of":"ice","to":"new"}"#, .invalidConnection(1_000_001)),
        (#"{"type":"state","t":1,"pc":1,"of":"mood","to":"new"}"#, .unknownType("state")),
        (#"{"type":"call","t":1,"pc":1,"method":"dance","ms":1}"#, .unknownType("call")),
    ]

    @Test(arguments: faults)
    func whatIsNoReportIsRefused(text: String, error: ReportError) {
        #expect(throws: error) { try decode(text) }
    }

    @Test func aReportIsBounded() throws {
        let long = String(repeating: "x", count: 70_000)
        #expect(throws: ReportError.tooLong(70_031)) { try decode(#"{"type":"mark","t":1,"text":"\#(long)"}"#) }
        let mark = try decode(#"{"type":"mark","t":1,"text":"\#(long.prefix(5000))"}"#)
        #expect(mark.content == .mark(String(long.prefix(1000))))
        let pairs = Array(repeating: #"{"state":"waiting"}"#, count: 40).joined(separator: ",")
        guard
            case .statistics(let statistics) = try decode(
                #"{"type":"stats","t":1,"pc":1,"pairs":[\#(pairs)],"selected":20}"#
            ).content
        else { return #expect(Bool(false)) }
        #expect(statistics.pairs.count == 12)
        #expect(statistics.selected == nil, "the selected pair was cut off")
    }

    @Test func deepJSONIsRefusedOrIgnored() {
        let deep = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
        _ = try? decode(#"{"type":"mark","t":1,"text":\#(deep)}"#)
    }

    @Test func hugeNumbersAreIgnored() throws {
        let report = try decode(
            #"{"type":"stats","t":1,"pc":1,"changes":1e300,"pairs":[{"rs":-1e15,"rtt":1e999,"rr":12.6}]}"#)
        guard case .statistics(let statistics) = report.content else { return #expect(Bool(false)) }
        #expect(statistics.changes == nil)
        #expect(statistics.pairs[0].requestsSent == -1_000_000_000_000_000)
        #expect(statistics.pairs[0].roundTrip == nil)
        #expect(statistics.pairs[0].responsesReceived == 13)
    }

    /// Reports with bytes changed, removed and repeated at random decode or are refused; nothing traps.
    @Test func changedReportsNeverTrap() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            var bytes = Array(Self.reports.randomElement(using: &random)?.0.utf8 ?? "".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(index..<min(bytes.count, index + 5))
                default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 9)], at: index)
                }
            }
            if let report = try? ReportDecoder.decode(bytes) { _ = (report.text, report.size, report.isFailure) }
        }
    }
}
