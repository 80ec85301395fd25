import HTTPMessages
import TestSupport
import Testing

/// The place at which a tag is inserted into a document.
@Suite struct HTMLInjectionTests {
    private static let tag = "<script src=/p></script>"

    /// Documents in which `▲` marks the place.
    private static let documents = [
        "<!doctype html><html><head>▲<title>a</title></head><body>b</body></html>",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\r\n<HTML lang=en>\r\n<HEAD profile='x>y' a = b\tc>▲<meta charset=utf-8>",
        "\u{FEFF}<!doctype html>\n<head >▲<title>a</title>",
        "<head/>▲a",
        "<head a=\"<head>\" b=<head c>▲",
        "<head a\">▲\">",
        "<head =\">▲\">",
        "<head a=>▲>",
        // Without a start tag of head, or with one that is none.
        "<!doctype html>▲<meta charset=\"utf-8\"><title>a</title><head>",
        "<!doctype html><html>▲<header><head>",
        "<html>▲<headline>",
        "<html>▲</head><head>",
        "<html a='>'>▲  \n ",
        "<!doctype html><html>▲ text <head>",
        "<!doctype html>▲ <body><head>",
        "▲<p>a",
        "▲plain text with <head> in it",
        "\u{FEFF}▲text",
        "▲ \n",
        "▲<",
        "▲<hea",
        "<html>▲<head",
        "▲<<head>",
        "▲< head><head>",
        "<html><!doctype html><head>▲",
        "<html><html a><head>▲",
        // Comments and what browsers take for them.
        "<!-- <head> --><!doctype html><!----><html><!-- a > b -- > <head> --!><head>▲",
        "<!--><head>▲--><head>",
        "<!---><head>▲--><head>",
        "<!--!><head>--><head>▲",
        "<!---!><head>--><head>▲",
        "<!----!><head>▲",
        "<!--a--!b--><head>▲",
        "<!--a--!-><head>--><head>▲",
        "<?xml version=\"1.0\"?><!doctype html><head>▲",
        "<!x<head><html>▲><head>",
        "<!><head>▲",
        "<!-x><head>▲",
        "</><head>▲",
        "</ a><head>▲",
        "▲<!-- <head>",
        "<!doctypehtml><head>▲",
    ]

    private static func output(_ chunks: some Sequence<some Sequence<UInt8>>) -> [UInt8] {
        var injection = HTMLInjection(tag)
        var output: [UInt8] = []
        for chunk in chunks { output += injection.feed(Array(chunk)) }
        return output + injection.finish()
    }

    /// The place depends on the document only, not on the parts in which it arrives.
    @Test(arguments: documents)
    func theTagIsInserted(document: String) {
        let input = Array(document.replacing("▲", with: "").utf8)
        let expected = Array(document.replacing("▲", with: Self.tag).utf8)
        #expect(Self.output([input]) == expected, "\(String(decoding: Self.output([input]), as: UTF8.self))")
        #expect(Self.output(input.map { [$0] }) == expected)
        for split in input.indices {
            #expect(Self.output([input[..<split], input[split...]]) == expected, "split at \(split)")
        }
    }

    @Test(arguments: [[0xFE, 0xFF, 0x00, 0x3C], [0xFF, 0xFE, 0x3C, 0x00], [0xFE, 0xFF], []] as [[UInt8]])
    func aDocumentInUTF16IsUnchanged(bytes: [UInt8]) {
        #expect(Self.output([bytes]) == bytes)
        #expect(Self.output(bytes.map { [$0] }) == bytes)
    }

    @Test func bytesAreHeldFromTheBestPlaceOnOnly() {
        var injection = HTMLInjection(Self.tag)
        func feed(_ text: String) -> String { String(decoding: injection.feed(Array(text.utf8)), as: UTF8.self) }
        #expect(feed("<!doctype html><!-- a -->") == "<!doctype html>")
        #expect(feed("\n<html><!--") == "<!-- a -->\n<html>")
        #expect(feed(" b --><hea") == "")
        #expect(feed("d><meta") == "<!-- b --><head>\(Self.tag)<meta")
        #expect(feed(" charset=utf-8>") == " charset=utf-8>")
        #expect(feed("<body>") == "<body>" && injection.isDone)
        #expect(injection.finish() == [])
    }

    /// A comment that does not end is not held as a whole.
    @Test(arguments: [HTMLInjection.limit - 1, HTMLInjection.limit, HTMLInjection.limit + 1, 3 * HTMLInjection.limit])
    func afterTheLimitTheTagIsAtTheBestPlace(length: Int) {
        let start = "<!doctype html><html><!--"
        let comment = String(repeating: "x", count: length - start.utf8.count)
        let input = Array("\(start)\(comment)--><head>".utf8)
        #expect(Self.output([input]) == Array("<!doctype html><html>\(Self.tag)<!--\(comment)--><head>".utf8))
        var injection = HTMLInjection(Self.tag)
        var held = 0
        for chunk in input.indices.filter({ $0 % 1000 == 0 }).map({ input[$0...].prefix(1000) }) {
            held = max(held + chunk.count - injection.feed(Array(chunk)).count, held)
        }
        #expect(held < HTMLInjection.limit + 1000)
    }

    /// WHATWG HTML §4.2.5.3: a policy holds only if it is in the head.
    @Test(arguments: [
        ("<head><META Http-Equiv='Content-Security-Policy' content=\"default-src 'none'\">", ["default-src 'none'"]),
        ("<meta content=a http-equiv=content-security-policy content=b>", ["a"]),
        (
            "<title><meta></title><style><</style ></style><meta http-equiv=content-security-policy content='&#39;self&#39;'>",
            ["'self'"]
        ),
        ("<title></titles><meta http-equiv=content-security-policy content=a>", []),
        ("<meta http-equiv=content-security-policy-report-only content=a>", []),
        ("<meta http-equiv=content-security-policy>", []),
        ("<body><meta http-equiv=content-security-policy content=a>", []),
        ("<head></head><meta http-equiv=content-security-policy content=a>", []),
        ("text<meta http-equiv=content-security-policy content=a>", []),
        ("<!--<meta http-equiv=content-security-policy content=a>-->", []),
    ])
    func policiesOfTheHeadAreFound(document: String, policies: [String]) {
        for size in [1, 7, 1000] {
            var injection = HTMLInjection(Self.tag)
            let bytes = Array(document.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                _ = injection.feed(Array(bytes[start...].prefix(size)))
            }
            #expect(injection.policies == policies)
        }
    }

    // MARK: Random documents

    private static let pieces = [
        "<!doctype html>", "<html>", "<html lang=\"a>b\">", "<head>", "<HEAD a='b'>", "<header>", "<!--", "-->",
        "<!-- <head> -->",
        " ", "\n", "text", "<", ">", "/", "\"", "'", "=", "<title>", "</title>", "<script>", "</script>", "</head>",
        "<body>",
        "<meta charset=utf-8>", "<?xml?>", "\u{FEFF}", "é", "<!", "</", "--!>",
    ]

    /// Whatever the document and its parts are, the output is the input with the tag inserted once.
    @Test func noByteIsLostOrMoved() {
        Seeds.forEach(0..<2000) { generator in
            let count = Int.random(in: 0...12, using: &generator)
            var input = (0..<count).flatMap { _ in Array((Self.pieces.randomElement(using: &generator) ?? "").utf8) }
            if Bool.random(using: &generator), !input.isEmpty { input = generator.mutated(input) }
            let whole = Self.output([input])
            let text = String(decoding: input, as: UTF8.self)
            #expect(Self.output(generator.chunks(of: input)) == whole, "\(text)")
            let tag = Array(Self.tag.utf8)
            if input.isEmpty || input.starts(with: [0xFE, 0xFF]) || input.starts(with: [0xFF, 0xFE]) {
                #expect(whole == input, "\(text)")
            } else if let range = whole.firstRange(of: tag) {
                #expect(Array(whole[..<range.lowerBound] + whole[range.upperBound...]) == input, "\(text)")
            } else {
                Issue.record("no tag: \(text)")
            }
        }
    }
}
