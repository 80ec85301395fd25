import Testing

@testable import Text

@Suite struct PrintableTests {
    @Test(arguments: [
        ("\u{1B}]0;x\u{7}\u{202E}evil", "␛]0;x␇\u{FFFD}evil"), ("a\u{0}\t\n\u{7F}", "a␀␉␊␡"),
        ("\u{9B}31m", "\u{FFFD}31m"),
        ("a\u{200B}b\u{2066}c\u{2028}d\u{FEFF}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}"), ("作者🙂", "作者🙂"),
        ("👨‍👩‍👧", "👨\u{FFFD}👩\u{FFFD}👧"), ("e\u{301}", "e"), ("❤️", "❤"), ("\u{E000}\u{10FFFF}", "\u{FFFD}\u{FFFD}"),
        ("🇩🇪", "\u{FFFD}\u{FFFD}"), ("é", "é"),
    ])
    func controlCharactersAreShownAsPictures(text: String, shown: String) {
        #expect(Printable.line(text) == shown)
    }

    @Test(arguments: [("abc", 3), ("作者🙂", 6), ("é", 1), ("e\u{301}", 1), ("\u{1B}", 1), ("가", 2), ("Ａ", 2), ("─", 1)])
    func everyScalarTakesItsColumns(text: String, width: Int) {
        #expect(Printable.width(text) == width)
    }

    @Test func noScalarIsShownAsAControlOrFormatCharacter() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), let glyph = Printable.glyph(scalar) else { continue }
            let category = glyph.scalar.properties.generalCategory
            if [.control, .format, .lineSeparator, .paragraphSeparator].contains(category) {
                Issue.record("U+\(String(value, radix: 16)) is shown as itself")
            }
            if glyph.width != 1 && glyph.width != 2 { Issue.record("U+\(String(value, radix: 16)) has no width") }
        }
    }
}
