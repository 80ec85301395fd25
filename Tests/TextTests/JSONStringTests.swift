import Testing
import Text

@Suite struct JSONStringTests {
    /// RFC 8259 §7; further characters are escaped that could be taken for a line ending or drive a terminal.
    @Test(arguments: [
        ("", #""""#),
        ("plain", #""plain""#),
        (#"a"b\c/d"#, #""a\"b\\c/d""#),
        ("\t\r\n", #""\t\r\n""#),
        (#"v=0\r\no=-\r\n"#, #""v=0\\r\\no=-\\r\\n""#),
        ("\u{0}\u{1B}\u{7F}\u{85}", #""\u0000\u001b\u007f\u0085""#),
        ("\u{2028}\u{202E}", #""\u2028\u202e""#),
        ("Zoë 東京", #""Zoë 東京""#),
        ("\u{E0001}", #""\udb40\udc01""#),
    ])
    func stringsAreEscaped(text: String, encoded: String) {
        #expect(JSONString.encode(text) == encoded)
    }

    /// Eight bytes are copied at a time, so that each place and each length is a case of its own.
    @Test(arguments: ["\"", "\\", "\n", "\u{1}", "\u{7F}", "\u{80}", "ë", "東", #"\r\n"#, #"\r\"#])
    func aSpecialCharacterIsEscapedAtAnyPlace(special: String) {
        for before in 0..<18 {
            for after in 0..<18 {
                let (start, end) = (String(repeating: "a", count: before), String(repeating: "b", count: after))
                let encoded = JSONString.encode(start + special + end)
                #expect(encoded == "\"" + start + JSONString.encode(special).dropFirst().dropLast() + end + "\"")
                #expect(JSONValue(encoded)?.string == start + special + end)
            }
        }
    }

    /// Long names of members are cut at any place.
    @Test func anEscapeSequenceThatIsCutIsLeftOut() {
        for before in 0..<12 {
            let start = String(repeating: "a", count: before)
            for (escape, character) in [(#"\n"#, "\n"), (#"\u0041"#, "A"), (#"\ud83d\ude00"#, "😀")] {
                let bytes = Array((start + escape).utf8)
                #expect(JSONString.decode(bytes.span) == start + character)
                for count in before..<bytes.count {
                    let cut = JSONString.decode(bytes.span.extracting(first: count))
                    #expect(cut == start || cut == start + "\u{FFFD}", "\(cut)")
                }
            }
        }
    }

    @Test func encodedStringsAreAppended() {
        var bytes = Array("text:".utf8)
        Array("a\nb".utf8).withUnsafeBufferPointer { JSONString.append($0, to: &bytes) }
        Array("c".utf8).withUnsafeBufferPointer { JSONString.append($0, to: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == #"text:"a\nb""c""#)
    }
}
