import SignalingSupport
import TestSupport
import Testing

@testable import Drafts
@testable import Messages
@testable import SDP
@testable import Text

/// The checks of a message before it is sent.
@Suite struct DraftCheckTests {
    private func faults(_ text: String, limit: Int = 1_000_000) -> [DraftFault] {
        DraftCheck.faults(in: .text(text), limit: limit)
    }

    @Test func textThatIsNotUTF8CannotBeSent() {
        let bytes = Array("{\"a\":\"é".utf8) + [0xFF]
        let faults = DraftCheck.faults(in: Message(.text, bytes), limit: 100)
        #expect(
            faults.map(\.description) == ["a text message is UTF-8, and this is not from byte 8 on; send it as binary"])
        #expect(faults.allSatisfy { $0.isFatal })
        #expect(DraftCheck.faults(in: Message(.binary, bytes), limit: 100).isEmpty)
    }

    @Test func aMessageHasALimit() {
        #expect(faults("12345", limit: 5).isEmpty)
        let long = faults("{12345", limit: 5)
        #expect(long.map(\.description) == ["6 bytes are more than the 5 that a message may have"])
        #expect(long.allSatisfy { $0.isFatal })
        let both = DraftCheck.faults(in: Message(.text, [0x80, 0x80]), limit: 1)
        #expect(both == [.tooLong(2, limit: 1), .notUTF8(offset: 0)])
    }

    @Test(arguments: [
        (#"{"a":1,}"#, "line 1, column 8: unexpected '}', expected a name in quotes"),
        ("{\n  \"é\": 'x'\n}", "line 2, column 8: unexpected ''', expected a value"),
        ("{\r\n\"a\":1\r\n\"b\":2}", "line 3, column 1: unexpected '\"', expected a comma or }"),
        ("[1\r2]", "line 2, column 1: unexpected '2', expected a comma or ]"),
        (#"{"a":[1,2}"#, "line 1, column 10: unexpected '}', expected a comma or ]"),
        ("{a:1}", "line 1, column 2: unexpected 'a', expected a name in quotes or }"),
        (#"{"a" 1}"#, "line 1, column 6: unexpected '1', expected a colon"),
        (
            "{\"a\":\"x\n\"}",
            "line 1, column 8: unexpected '␊', expected a string's characters, a line end written as \\n"
        ),
        (#"["\x"]"#, "line 1, column 4: unexpected 'x', expected an escape: one of \" \\ / b f n r t u"),
        (#"["\u12g4"]"#, "line 1, column 7: unexpected 'g', expected four hexadecimal digits"),
        ("[tru]", "line 1, column 5: unexpected ']', expected true"),
        ("[01]", "line 1, column 3: unexpected '1', expected a comma or ]"),
        ("[1.]", "line 1, column 4: unexpected ']', expected a digit"),
        ("[-]", "line 1, column 3: unexpected ']', expected a digit"),
        ("{} x", "line 1, column 4: unexpected 'x', expected the end of the text"),
        (#"{"a":"#, "line 1, column 6: unexpected end of the text, expected a value"),
        (#"{"a":"b"#, "line 1, column 8: unexpected end of the text, expected the quote that ends a string"),
        (" [", "line 1, column 3: unexpected end of the text, expected a value"),
    ])
    func theStopInInvalidJSONIsReported(text: String, expected: String) {
        let faults = faults(text)
        #expect(faults.map(\.description) == [expected])
        #expect(!faults.contains { $0.isFatal })
    }

    @Test(arguments: ["", "hello {", "\"x", "5", "{}", " [] ", #"{"a":[{},[],-0.5e+3,true,false,null,"\u00e9\/"]}"#])
    func validJSONAndOtherTextAreAccepted(text: String) {
        #expect(faults(text).isEmpty)
    }

    @Test func aDescriptionIsCheckedLineByLine() {
        let text = ChromiumDescriptions.dataOffer
        let message = { (text: String) in "{\"sdp\":{\"type\":\"offer\",\"sdp\":\(JSONString.encode(text))}}" }
        #expect(faults(message(text)).isEmpty)
        let broken = text.replacing("t=0 0", with: "t=0").replacing("m=application 9", with: "m=application x")
        let found = faults(message(broken))
        #expect(
            found.map(\.description) == [
                "line 4, column 4: t= has 1 fields instead of 2", "line 8, column 15: port 'x' is not a number",
            ])
        #expect(found.map(\.line) == [4, 8] && found.map(\.column) == [4, 15])
        #expect(!found.contains { $0.isWarning } && !found.contains { $0.isFatal })
        let bare = faults(message(text.replacing("\r\n", with: "\n")))
        #expect(bare.map(\.message) == ["the line ends with LF alone instead of CR LF"])
        #expect(bare.allSatisfy { $0.isWarning })
    }

    @Test func anInvalidDescriptionIsReported() {
        let text = #"{"sdp":{"type":"offer","sdp":"V=0\r\n"}}"#
        #expect(
            faults(text).map(\.description) == [
                "the offer has no session description: its text does not begin with v=0"
            ])
        #expect(faults(#"{"sdp":{"type":"rollback","sdp":""}}"#).isEmpty)
    }

    /// RFC 8839 §5.1.
    @Test func everyCandidateIsChecked() {
        let good = "candidate:1 1 udp 1 192.0.2.4 9 typ host"
        #expect(faults("{\"candidate\":{\"candidate\":\"\(good)\"}}").isEmpty)
        #expect(faults("{\"candidate\":{\"candidate\":\"\"}}").isEmpty)
        #expect(faults(good + "\r\n").isEmpty)
        let short = #"{"candidate":{"candidate":"candidate:1 1 udp"}}"#
        #expect(faults(short).map(\.description) == ["a candidate has 8 fields or more, this one 3"])
        let bad = "candidate:1 1 udp 0 192.0.2.4 9 typ host"
        let several = "{\"candidates\":[\"\(good)\",\"\(bad)\"]}"
        #expect(
            faults(several) == [.candidate(.priority("0"), line: bad)])
        let nested = "{\"data\":\(JSONString.encode(several))}"
        #expect(faults(nested).map(\.message) == ["priority '0' is not a number from 1 to 2147483647"])
        let many = Array(repeating: "\"\(bad)\"", count: 40).joined(separator: ",")
        #expect(faults("{\"candidates\":[\(many)]}").count == 16)
        #expect(faults(#"{"type":"chat","text":"candidate:"}"#).isEmpty)
    }
}
