import SignalingSupport
import TestSupport
import Testing

@testable import SDP

/// RFC 8866 §5.
@Suite struct SDPErrorTests {
    private static let session = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"

    @Test func recordedDescriptionsHaveNoErrors() {
        for (name, text) in Recorded.all {
            #expect(SessionDescription.faults(in: text).isEmpty, "\(name)")
            #expect(throws: Never.self) { try SessionDescription.check(text) }
        }
    }

    @Test(arguments: [
        ("", "line 1, column 1: a description begins with v=0, not with ''"),
        ("v=1\r\n", "line 1, column 1: a description begins with v=0, not with 'v=1'"),
        ("v=0\r\ns=-\r\nt=0 0\r\n", "line 2, column 1: o= is missing here"),
        ("v=0\r\no=- 1 2 IN IP4 0\r\nt=0 0\r\n", "line 3, column 1: s= is missing here"),
        ("v=0\r\no=- 1 2 IN IP4 0\r\ns=-\r\n", "line 3, column 4: t= is missing here"),
        ("v=0\r\no=- 1 2 IN IP4 0\r\ns=-\r\nm=audio 9 A 0\r\n", "line 4, column 1: t= is missing here"),
        ("v=0\r\no=- 1 2 IN IP4\r\n", "line 2, column 15: o= has 5 fields instead of 6"),
        ("v=0\r\no=- 1 2 IN IP4 0 x y\r\n", "line 2, column 18: o= has 8 fields instead of 6"),
        ("v=0\r\no=- x 2 IN IP4 0\r\n", "line 2, column 5: session id 'x' is not a number"),
        ("v=0\r\no=- 1 -2 IN IP4 0\r\n", "line 2, column 7: session version '-2' is not a number"),
        (session + "v=0\r\n", "line 6, column 1: v= must come before t="),
        (session + "s=-\r\n", "line 6, column 1: s= must come before t="),
        (
            "v=0\r\no=- 1 2 IN IP4 0\r\no=- 1 2 IN IP4 0\r\ns=-\r\nt=0 0\r\n",
            "line 3, column 1: a second o= line, where one is allowed"
        ),
        (session + "m=audio 9 RTP/AVP\r\n", "line 6, column 18: m= has 3 fields instead of 4 or more"),
        (session + "m=audio x RTP/AVP 0\r\n", "line 6, column 9: port 'x' is not a number"),
        (session + "m=audio 65536/2 RTP/AVP 0\r\n", "line 6, column 9: port '65536' is above 65535"),
        (session + "m=é🙂 é A 0\r\n", "line 6, column 6: port 'é' is not a number"),
        (
            session + "m=audio 9 A 0\r\na=x\r\nc=IN IP4 0\r\n",
            "line 8, column 1: c= must come before a="
        ),
        (session + "m=audio 9 A 0\r\nt=0 0\r\n", "line 7, column 1: t= must come before m="),
        (
            "v=0\r\no=- 1 2 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 A 0\r\n",
            "line 5, column 1: no c= line, neither in this section nor in the session"
        ),
        (session + "c=IN IP4\r\n", "line 6, column 1: c= must come before t="),
        (session + "a=\r\n", "line 6, column 3: an attribute without a name"),
        (session + "a=:x\r\n", "line 6, column 3: an attribute without a name"),
        (session + "a= x\r\n", "line 6, column 3: white space after ="),
        (session + "a =x\r\n", "line 6, column 1: 'a =x' is not a letter, = and a value"),
        (session + "\u{1B}[2J\r\n", "line 6, column 1: '␛[2J' is not a letter, = and a value"),
        (session + "x=1\r\n", "line 6, column 1: no line of a description begins with x="),
        (session + "\r\n", "line 6, column 1: an empty line"),
        (session + "a=mid:0", "line 6, column 8: the last line does not end; the text may have been cut"),
        (session + "a=x\ra=y\r\n", "line 6, column 4: the line ends with CR alone instead of CR LF"),
        (
            #"v=0\r\no=- 1 2 IN IP4 0\r\ns=-\r\n"#,
            #"line 1, column 4: the characters \r\n where a line should end; the text was escaped twice"#
        ),
        (
            #"v=0\no=- 1 2 IN IP4 0\ns=-\n"#,
            #"line 1, column 4: the characters \r\n where a line should end; the text was escaped twice"#
        ),
    ])
    func errorsNameTheirLine(text: String, words: String) {
        let error = #expect(throws: SDPError.self) { try SessionDescription.check(text) }
        #expect(error?.description == words)
    }

    @Test func lineEndsOfLFAloneAreReportedOnce() {
        let text = Self.session.split(separator: "\r\n").joined(separator: "\n") + "\n"
        #expect(
            SessionDescription.faults(in: text).map(\.description) == [
                "line 1, column 4: the line ends with LF alone instead of CR LF"
            ]
        )
        #expect(throws: Never.self) { try SessionDescription.check(text) }
    }

    @Test func aTruncatedDescriptionIsReported() {
        let bytes = Array(ChromiumDescriptions.dataOffer.utf8)
        for count in 5..<bytes.count where bytes[count - 1] != UInt8(ascii: "\n") {
            let text = String(decoding: bytes.prefix(count), as: UTF8.self)
            #expect(throws: SDPError.self) { try SessionDescription.check(text) }
        }
    }

    @Test func mutatedDescriptionsDoNotTrapAndErrorsLieInTheText() {
        var random = SeededGenerator(seed: 42)
        for (_, text) in Recorded.all {
            for _ in 0..<12 {
                let mutant = random.mutatedText(Array(text.utf8))
                if let description = SessionDescription(mutant) { visit(description) }
                let lines = lines(mutant)
                for fault in SessionDescription.faults(in: mutant) {
                    #expect((1...max(1, lines.count)).contains(fault.line), "\(fault)")
                    let length = fault.line <= lines.count ? lines[fault.line - 1] : 0
                    #expect((1...length + 1).contains(fault.column), "\(fault)")
                }
            }
        }
    }

    /// The lengths of the lines in scalars; CR LF, CR and LF end a line.
    private func lines(_ text: String) -> [Int] {
        var lengths = [0]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous == "\r" {
                // CR LF is one line end.
            } else if scalar == "\n" || scalar == "\r" {
                lengths.append(0)
            } else {
                lengths[lengths.count - 1] += 1
            }
            previous = scalar
        }
        return lengths
    }
}
