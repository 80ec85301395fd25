import TestSupport
import Testing

@testable import Text

@Suite struct RegularExpressionTests {
    private static let patterns = [
        "a", "ab*c", "a+b?", "(a|b)+c", "^a", "a$", "^$", "^a*$", "[ab]c", "[^a]", "a.c", "a{2}", "a{1,2}b", "a{2,}",
        "(ab){2}", "\\d+", "\\w\\W", "(?:a|bc)*b$", "a|b|^c", "(a|)c", "a*?b", "é", "[é☎]a", ".é", "a.{2}c", "{a}",
        "a{,2}",
        "x*", "(^|b)a", "a(c|$)", "\\.", "[.\\d-]", "[a-c-]", "(a*)*b", "(a|aa)+$", "\\s",
    ]

    /// The patterns that Swift's engine treats differently: letters beyond ASCII, and a count without a minimum.
    private static let models = [
        "\\w\\W": "[a-zA-Z0-9_][^a-zA-Z0-9_]", "{a}": "\\{a\\}", "a{,2}": "a\\{,2\\}",
    ]

    /// Swift's engine is the reference.
    @Test(arguments: patterns)
    func matchesAgreeWithABacktrackingEngine(pattern: String) throws {
        let expression = try RegularExpression(pattern.unicodeScalars)
        let literal = Self.models[pattern] ?? pattern
        let model = try Regex(literal).ignoresCase().matchingSemantics(.unicodeScalar)
        var generator = SeededGenerator(seed: 7)
        let letters = ["a", "b", "c", "A", "1", ".", "-", " ", "é", "☎", "{", "}", ",", "_"]
        for _ in 0..<300 {
            let count = Int.random(in: 0...7, using: &generator)
            let text = (0..<count).map { _ in letters.randomElement(using: &generator) ?? "" }.joined()
            #expect(expression.isFound(in: text) == (text.firstMatch(of: model) != nil), "\(pattern) in '\(text)'")
        }
    }

    private static let matches: [(String, String, [Range<Int>])] = [
        ("a+", "aabab", [0..<2, 3..<4]), ("a*", "baab", [1..<3]), ("^a", "aa", [0..<1]), ("a$", "aa", [1..<2]),
        ("a.*b", "xaxbxbx", [1..<6]), (".", "é", [0..<2]), ("c", "ab", []), ("ab|a", "aab", [0..<1, 1..<3]),
    ]

    @Test(arguments: matches)
    func matchesAreGreedy(pattern: String, text: String, ranges: [Range<Int>]) throws {
        let expression = try RegularExpression(pattern.unicodeScalars)
        #expect(expression.ranges(in: text.utf8.span, limit: 9) == ranges)
    }

    @Test func bytesThatAreNotUTF8AreSearched() throws {
        let bytes: [UInt8] = [0xFF, 0x61, 0x80, 0x00, 0x62, 0xC3]
        #expect(try RegularExpression("b".unicodeScalars).isFound(in: bytes))
        #expect(try !RegularExpression("a.b".unicodeScalars).isFound(in: bytes))
    }
}

@Suite struct TextSearchTests {
    @Test func literalTextIsFoundLikeAPlainSearch() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                "aAbB01é{".randomElement(using: &generator).map(String.init) ?? ""
            }.joined()
            let needle = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                "aAbB01é{".randomElement(using: &generator).map(String.init) ?? ""
            }.joined()
            let exact = TextSearch(needle, ignoringCase: false).isFound(in: text)
            #expect(exact == (needle.isEmpty || text.firstRange(of: needle) != nil), "'\(needle)' in '\(text)'")
            let folded = TextSearch(needle, ignoringCase: true).isFound(in: text)
            #expect(
                folded == (needle.isEmpty || text.lowercased().firstRange(of: needle.lowercased()) != nil),
                "'\(needle)' in '\(text)', in capitals or not")
        }
    }
}
