import Testing

@testable import Relay

@Suite struct TextCheckTests {
    /// Whether `bytes`, read one by one, are a text as far as they go; and whether they are whole.
    private func read(_ bytes: [UInt8]) -> (isText: Bool, isWhole: Bool, count: Int) {
        var check = TextCheck()
        for index in bytes.indices where !check.read([bytes[index]], from: 0) { return (false, false, index + 1) }
        return (true, check.isWhole, bytes.count)
    }

    /// RFC 3629 §4: what a character may begin with, and go on with.
    @Test func itSaysWhatTheStandardLibrarySaysOfEveryThreeBytes() {
        let edges: [UInt8] = [
            0x00, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for first in UInt8.min...UInt8.max {
            for second in edges {
                for third in edges {
                    for bytes in [[first, second, third], [first, second, third, 0x80]] {
                        let result = read(bytes)
                        #expect((result.isText && result.isWhole) == (String(validating: bytes, as: UTF8.self) != nil))
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            ("an overlong form", [0xC0, 0xAF], 1), ("an overlong form of three", [0xE0, 0x80, 0x80], 2),
            ("an overlong form of four", [0xF0, 0x80, 0x80, 0x80], 2), ("a surrogate", [0xED, 0xA0, 0x80], 2),
            ("beyond the last scalar", [0xF4, 0x90, 0x80, 0x80], 2), ("a byte that begins nothing", [0xF5, 0x80], 1),
            ("a continuation alone", [0x61, 0x80], 2), ("a character broken off", [0xE2, 0x82, 0x61], 3),
        ] as [(String, [UInt8], Int)])
    func whatCanBeNoTextIsFoundAtItsFirstByte(what: String, bytes: [UInt8], count: Int) {
        let result = read(bytes)
        #expect(!result.isText, "\(what)")
        #expect(result.count == count, "\(what)")
    }

    @Test func aTextMayEndAnywhereButWithinACharacter() {
        let text = Array("aé☎🙂 and more than eight bytes of ASCII, é".utf8)
        for place in 0...text.count {
            var check = TextCheck()
            let isTextSoFar = check.read(Array(text[..<place]), from: 0)
            #expect(isTextSoFar)
            #expect(check.isWhole == (String(validating: text[..<place], as: UTF8.self) != nil))
            let isText = check.read(text, from: place)
            #expect(isText)
            #expect(check.isWhole)
        }
    }

    @Test func aBadByteIsFoundWhereverItStandsAmongWordsOfASCII() {
        for place in 0..<40 {
            var text = [UInt8](repeating: 0x61, count: 40)
            text[place] = 0xFF
            var (check, later) = (TextCheck(), TextCheck())
            let (isText, isTextAfterIt) = (check.read(text, from: 0), later.read(text, from: place + 1))
            #expect(!isText)
            #expect(isTextAfterIt)
        }
    }
}
