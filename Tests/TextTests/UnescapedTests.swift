import Testing

@testable import Text

/// The content of JSON strings, with the source of each byte.
@Suite struct UnescapedTests {
    @Test(arguments: [
        ("plain text", "plain text"), (#"a\r\nb"#, "a\r\nb"), (#"\""#, "\""), (#"\\\/\b\f\t"#, "\\/\u{8}\u{C}\t"),
        (#"\u0041b\u00e9c"#, "Abéc"), (#"\ud83d\ude00!"#, "😀!"), (#"\ud83d!"#, "\u{FFFD}!"), (#"\u00"#, "\u{FFFD}00"),
        (#"a\"#, #"a\"#), (#"\"#, #"\"#), (#"\q"#, "q"), ("", ""),
    ])
    func escapesAreResolved(spelled: String, text: String) {
        let source = Array("x\(spelled)x".utf8)
        let content = 1..<source.count - 1
        let unescaped = Unescaped(source, content)
        #expect(String(decoding: unescaped.bytes, as: UTF8.self) == text)
        #expect(unescaped.source(0..<unescaped.bytes.count) == content)
    }

    /// Each character is the source of the bytes that it stands for.
    @Test func theSourceOfAByteIsTheCharacterThatSpellsIt() {
        let pieces = ["a", #"\n"#, "bc", #"\u00e9"#, #"\ud83d\ude00"#, "d", #"\""#, #"\\"#, "é", #"\u0041"#]
        let source = Array(pieces.joined().utf8)
        let unescaped = Unescaped(source, source.indices)
        var (index, place) = (0, 0)
        for piece in pieces {
            let bytes = Array(piece.utf8)
            let count = Unescaped(bytes, bytes.indices).bytes.count
            #expect(unescaped.source(index..<index + count) == place..<place + bytes.count, "\(piece)")
            (index, place) = (index + count, place + bytes.count)
        }
        #expect(index == unescaped.bytes.count)
    }
}
