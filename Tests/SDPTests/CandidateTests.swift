import SignalingSupport
import TestSupport
import Testing

@testable import SDP

@Suite struct CandidateTests {
    /// RFC 8839 §5.1 and its extensions: RFC 6544 for TCP, mDNS names, IPv6.
    @Test(arguments: [
        ("candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host", "host udp 192.0.2.4:51234"),
        ("a=candidate:4 1 UDP 1 203.0.113.5 9 typ srflx raddr 0.0.0.0 rport 0", "srflx udp 203.0.113.5:9"),
        ("candidate:9 1 tcp 1518280447 2001:db8::1 9 typ host tcptype active", "host tcp active [2001:db8::1]:9"),
        (
            "candidate:1 1 udp 1 4f2a1b3c-0d5e-4f60-8a7b-9c0d1e2f3a4b.local 51234 typ host",
            "host udp 4f2a1b3c….local:51234"
        ),
        ("candidate:7 2 udp 1 198.51.100.7 65535 typ relay raddr 192.0.2.1 rport 1", "relay udp 198.51.100.7:65535"),
    ])
    func aCandidateIsSummarizedByTypeProtocolAndAddress(line: String, summary: String) {
        #expect(Candidate(line)?.summary == summary)
    }

    @Test(arguments: [
        "", "candidate:", "candidate:1 1 udp 1 192.0.2.4 51234 host", "candidate:1 x udp 1 192.0.2.4 51234 typ host",
        "candidate:1 1 udp 1 192.0.2.4 65536 typ host", "candidate:1 1 udp -1 192.0.2.4 1 typ host",
        "1 1 udp 1 a 1 typ host",
    ])
    func invalidLinesAreNoCandidates(line: String) {
        #expect(Candidate(line) == nil)
    }

    @Test func extensionsAreKeptInPairsAndInOrder() {
        let candidate = Candidate("candidate:1 1 udp 1 a 1 typ srflx raddr 10.0.0.1 rport 5 ufrag x odd")
        #expect(
            candidate?.extensions == [
                .init("raddr", "10.0.0.1"), .init("rport", "5"), .init("ufrag", "x"), .init("odd", nil),
            ]
        )
    }

    /// RFC 8839 §5.1, RFC 6544 §4.5 and what Chromium adds.
    @Test func extensionsAreFoundByName() {
        let candidate = Candidate(
            "candidate:842163049 1 tcp 1677729535 203.0.113.5 9 typ srflx raddr 10.0.0.1 rport 5 tcptype passive "
                + "generation 2 ufrag Ab3f network-id 3 network-cost 50"
        )
        #expect(candidate?.relatedAddress == "10.0.0.1")
        #expect(candidate?.relatedPort == 5)
        #expect(candidate?.tcpType == "passive")
        #expect(candidate?.generation == 2)
        #expect(candidate?.ufrag == "Ab3f")
        #expect(candidate?.value("network-id") == "3")
        #expect(candidate?.value("network-cost") == "50")
    }

    @Test func recordedCandidatesAreWrittenUnchanged() throws {
        var count = 0
        for (name, text) in Recorded.all {
            for line in text.split(separator: "\r\n") where line.hasPrefix("a=candidate:") {
                let candidate = try #require(Candidate(String(line)), "\(name): \(line)")
                #expect("a=" + candidate.line == line)
                #expect(throws: Never.self) { try Candidate.check(String(line)) }
                count += 1
            }
        }
        #expect(count > 50)
    }

    @Test(arguments: [
        ("4f2a1b3c-0d5e-4f60-8a7b-9c0d1e2f3a4b.local", true), ("X.LOCAL", true), (".local", false),
        ("192.0.2.1", false), ("a.local.example", false),
    ])
    func mDNSNamesAreRecognized(address: String, isMDNS: Bool) {
        #expect(Candidate("candidate:1 1 udp 1 \(address) 1 typ host")?.isMDNS == isMDNS)
    }

    @Test(arguments: [
        ("", "'' is no candidate: it does not begin with candidate:"),
        ("candidate:1 1 udp", "a candidate has 8 fields or more, this one 3"),
        (
            "candidate:\(String(repeating: "a", count: 33)) 1 udp 1 192.0.2.4 1 typ host",
            "foundation '\(String(repeating: "a", count: 32))…' is not 1 to 32 letters, digits, + and /"
        ),
        ("candidate:a-b 1 udp 1 192.0.2.4 1 typ host", "foundation 'a-b' is not 1 to 32 letters, digits, + and /"),
        ("candidate:1 0 udp 1 192.0.2.4 1 typ host", "component '0' is not a number from 1 to 256"),
        ("candidate:1 257 udp 1 192.0.2.4 1 typ host", "component '257' is not a number from 1 to 256"),
        ("candidate:1 1 udp 2147483648 a 1 typ host", "priority '2147483648' is not a number from 1 to 2147483647"),
        ("candidate:1 1 udp 0 192.0.2.4 1 typ host", "priority '0' is not a number from 1 to 2147483647"),
        ("candidate:1 1 udp 1 a_b 1 typ host", "'a_b' is neither an IP address nor a name"),
        ("candidate:1 1 udp 1 192.0.2.4 65536 typ host", "port '65536' is not a number from 0 to 65535"),
        ("candidate:1 1 udp 1 192.0.2.4 +1 typ host", "port '+1' is not a number from 0 to 65535"),
        ("candidate:1 1 udp 1 192.0.2.4 1 type host", "expected typ, found 'type'"),
        ("candidate:1 1 udp 1 192.0.2.4 1 typ host ufrag", "extension 'ufrag' has no value"),
        (
            "candidate:1 1 udp 1 192.0.2.4 1 typ host" + String(repeating: " a b", count: 33),
            "there are more than 32 extensions"
        ),
        (
            "candidate:1 1 udp 1 192.0.2.4 1 typ srflx raddr 10.0.0.1",
            "a candidate of type srflx needs both raddr and rport"
        ),
        (
            "candidate:1 1 tcp 1 192.0.2.4 9 typ host",
            "a tcp candidate needs a tcptype: active, passive or so"
        ),
        (
            "candidate:1 1 TCP 1 192.0.2.4 9 typ host tcptype \u{1B}[2J",
            "tcptype '␛[2J' is not active, passive or so"
        ),
    ])
    func candidateErrorsNameTheField(line: String, words: String) {
        let error = #expect(throws: CandidateError.self) { try Candidate.check(line) }
        #expect(error?.description == words)
    }

    @Test func mutatedCandidatesDoNotTrapAndAreWrittenUnchanged() {
        var random = SeededGenerator(seed: 7)
        let lines = Recorded.all.flatMap { $0.1.split(separator: "\r\n") }.filter { $0.hasPrefix("a=candidate:") }
        for line in lines.prefix(60) {
            for _ in 0..<20 {
                let text = random.mutatedText(Array(line.utf8))
                _ = try? Candidate.check(text)
                guard let candidate = Candidate(text) else { continue }
                #expect(Candidate(candidate.line) == candidate)
                _ = (candidate.summary, candidate.ip, candidate.isMDNS)
            }
        }
    }
}
