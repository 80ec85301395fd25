import TestSupport
import Testing

@testable import Text

@Suite struct JSONValueTests {
    @Test(arguments: [
        "{}", "[]", "\"\"", "0", "-0", "1.5e-3", "1E+2", "true", "false", "null", " \t\r\n{ \"a\" : [ 1 , \"b\" ] } ",
        #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE42""#, "[[[[{}]]]]", #"{"a":1,"a":2}"#, "\"\u{7F}é🙂\"",
    ])
    func validJSONIsAValue(text: String) {
        #expect(JSONValue(text) != nil)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1 2]", "01", "1.", ".5", "+1",
        "1e", "--1", "NaN", "Infinity", "tru", "truee", "nul", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"a\nb\"",
        "\"\u{0}\"", "{} {}", "\u{FEFF}{}", "'a'", "[1}", "{\"a\":1]", "/**/1", "\u{B}1", "\u{C}1",
    ])
    func invalidJSONIsNoValue(text: String) {
        #expect(JSONValue(text) == nil)
    }

    /// Strings are scanned eight bytes at a time; every offset within the eight is tested.
    @Test(arguments: 0...24)
    func theEndOfAStringIsFoundAtAnyOffset(place: Int) {
        for filling in ["x", "\u{7F}", "é", "🙂", "!", "#", "[", "]", " "] {
            let before = String(repeating: filling, count: place)
            for after in ["", "xxxxxxxxxxxxxxxx", "ééééééééé"] {
                #expect(JSONValue("\"\(before)\(after)\"")?.string == before + after)
                #expect(JSONValue("\"\(before)\"\(after)x") == nil)
                #expect(JSONValue("\"\(before)\\n\(after)\"")?.string == before + "\n" + after)
                #expect(JSONValue("\"\(before)\\x\(after)\"") == nil)
                #expect(JSONValue("\"\(before)\(after)") == nil)
                for control: Unicode.Scalar in ["\u{0}", "\u{1}", "\n", "\u{1F}"] {
                    #expect(JSONValue("\"\(before)\(control)\(after)\"") == nil)
                }
            }
        }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("42", 42), ("-7", -7), ("9223372036854775807", Int.max),
        ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("-9223372036854775809", nil),
        ("18446744073709551616", nil), ("1.0", nil), ("1e3", nil), ("\"1\"", nil), ("true", nil), ("[]", nil),
    ])
    func aWholeNumberThatFitsIsAnInteger(text: String, integer: Int?) {
        let value = JSONValue(text)
        #expect(value != nil)
        #expect(value?.integer == integer)
    }

    @Test(arguments: ["a\\u0000b", "\\\\", "\\ud83d\\ude42\\r\\n\\t\\b\\f\\/", "\\ud83d\\ud83d\\ude42", "\\ud83d\\n"])
    func escapesAreDecodedWithoutLoss(escaped: String) {
        let expected = [
            "a\\u0000b": "a\u{0}b", "\\\\": "\\", "\\ud83d\\ude42\\r\\n\\t\\b\\f\\/": "🙂\r\n\t\u{8}\u{C}/",
            "\\ud83d\\ud83d\\ude42": "\u{FFFD}🙂", "\\ud83d\\n": "\u{FFFD}\n",
        ]
        #expect(JSONValue("\"\(escaped)\"")?.string == expected[escaped])
    }

    @Test func aMemberIsFoundByItsNameInAnySpelling() {
        let value = JSONValue(#"{ "a" : 1 , "\u0062" : "x\u00e9\uD83D\uDE42\n" , "c" : { "d" : null } }"#)
        #expect(value?["a"]?.integer == 1)
        #expect(value?["b"]?.string == "xé🙂\n")
        #expect(value?["c"]?["d"]?.isNull == true)
        #expect(value?["e"] == nil)
    }

    @Test func theLastOfTwoMembersWithOneNameCounts() {
        #expect(JSONValue(#"{"a":1,"b":2,"a":3}"#)?["a"]?.integer == 3)
    }

    @Test(arguments: [#""\ud83d""#, #""\ude42""#, #""\ud83dx""#, #""\ud83d\u0041""#])
    func aLoneSurrogateBecomesTheReplacementCharacter(text: String) {
        #expect(JSONValue(text)?.string?.unicodeScalars.first == "\u{FFFD}")
    }

    @Test(arguments: [1, 63, 64, 65, 127, 128, 129, 100_000])
    func deepNestingIsParsed(depth: Int) {
        let open = String(repeating: "{\"a\":[", count: depth)
        let close = String(repeating: "]}", count: depth)
        #expect(JSONValue(open + close)?.isObject == true)
        #expect(JSONValue(open + close + "]") == nil)
        #expect(JSONValue(open + String(close.dropLast())) == nil)
        #expect(JSONValue(open + String(close.dropFirst())) == nil)
    }

    @Test func prefixesOfAValueDoNotTrap() {
        let bytes = Array(#"{"a":[1.5e3,"\ud83d\ude42",{"b":null}],"c":true}"#.utf8)
        for count in 0..<bytes.count { #expect(JSONValue(Array(bytes.prefix(count))) == nil) }
        #expect(JSONValue(bytes) != nil)
    }

    @Test func encodedStringsAreDecodedUnchanged() {
        let text = "a\"b\\c\n\r\t\u{0}\u{1B}\u{9B}\u{202E}\u{2028}é作🙂\u{10FFFF}"
        let encoded = JSONString.encode(text)
        #expect(JSONValue(encoded)?.string == text)
        #expect(!encoded.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" || $0 == "\u{9B}" })
    }

    // MARK: Errors

    @Test(arguments: [
        ("", 0, "a value"), ("{", 1, "a name in quotes or }"), ("[", 1, "a value"), ("[1,]", 3, "a value"),
        ("{\"a\":1,}", 7, "a name in quotes"), ("{\"a\" 1}", 5, "a colon"), ("{\"a\":1 \"b\"", 7, "a comma or }"),
        ("[1 2", 3, "a comma or ]"), ("[1] 2", 4, "the end of the text"), ("[tru]", 4, "true"),
        ("[01]", 2, "a comma or ]"),
        ("-", 1, "a digit"), ("[1.]", 3, "a digit"), ("[1e+]", 4, "a digit"), ("[+1]", 1, "a value"),
        ("\"a", 2, "the quote that ends a string"), ("\"\\u00g0\"", 5, "four hexadecimal digits"),
        ("\"\\x\"", 2, #"an escape: one of " \ / b f n r t u"#),
        ("\"a\n\"", 2, #"a string's characters, a line end written as \n"#),
        ("{\"a\n\":1}", 3, #"a string's characters, a line end written as \n"#),
    ])
    func anErrorHasItsOffset(text: String, offset: Int, expected: String) {
        #expect(JSONScanner.error(in: Array(text.utf8)) == JSONError(offset: offset, expected: expected))
    }

    @Test(arguments: 0..<4)
    func everyErrorIsAtTheFirstWrongByte(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = #"{"a":[1,-2.5e+3,true,false,null,{},[],{"b":"\u00e9\n é"}],"c":{"d":"e"} }"#
        var broken = 0
        for _ in 0..<3000 {
            let bytes = Array(generator.mutatedText(Array(text.utf8)).utf8)
            let error = JSONScanner.error(in: bytes)
            #expect((error == nil) == (JSONValue(bytes) != nil), "\(String(decoding: bytes, as: UTF8.self))")
            guard let error else { continue }
            broken += 1
            #expect((0...bytes.count).contains(error.offset))
            // The bytes before the error may still be the beginning of JSON: no error is found sooner in them.
            let front = Array(bytes.prefix(error.offset))
            #expect((JSONScanner.error(in: front)?.offset ?? error.offset) == error.offset)
        }
        #expect(broken > 500)
    }

    @Test func anErrorIsFoundAtAnyDepth() {
        #expect(JSONScanner.error(in: Array(repeating: UInt8(ascii: "["), count: 200_000))?.offset == 200_000)
    }
}
