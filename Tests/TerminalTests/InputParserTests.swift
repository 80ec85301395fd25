import Testing

@testable import Console
@testable import Drawing
@testable import Terminal

/// Keys and mouse reports in the input of a terminal.
@Suite struct InputParserTests {
    @Test(
        arguments: [
            ("j", .character("j")), (" ", .character(" ")), ("é", .character("é")), ("日", .character("日")),
            ("🙂", .character("🙂")), ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace),
            ("\u{8}", .backspace), ("\u{1}", .control("a")), ("\u{3}", .control("c")), ("\u{5}", .control("e")),
            ("\u{E}", .control("n")), ("\u{10}", .control("p")), ("\u{14}", .control("t")), ("\u{15}", .control("u")),
            ("\u{17}", .control("w")), ("\u{1A}", .control("z")),
        ] as [(String, Key)]
    )
    func aCharacterIsAKey(bytes: String, key: Key) {
        #expect(events(bytes) == [.key(key)])
    }

    @Test(
        arguments: [
            ("[A", .up), ("[B", .down), ("[C", .right), ("[D", .left), ("OA", .up), ("OB", .down), ("OC", .right),
            ("OD", .left), ("[H", .home), ("OH", .home), ("[1~", .home), ("[7~", .home), ("[F", .end), ("OF", .end),
            ("[4~", .end), ("[8~", .end), ("[3~", .delete), ("[5~", .pageUp), ("[6~", .pageDown), ("[Z", .backTab),
            ("OM", .enter), ("OP", .function(1)), ("[11~", .function(1)), ("[[A", .function(1)), ("[[E", .function(5)),
            ("[15~", .function(5)), ("[24~", .function(12)),
        ] as [(String, Key)]
    )
    func aSequenceIsAKey(sequence: String, key: Key) {
        #expect(events("\u{1B}" + sequence + "j") == [.key(key), .key(.character("j"))])
    }

    @Test(arguments: ["[1;2A", "[1;5D", "[a", "[25~", "[2~", "[1;2P", "Oz", "[I", "[?62;22c", "[[F", "[;;;~", "[ q"])
    func anUnknownSequenceIsSkippedAsAWhole(sequence: String) {
        #expect(events("\u{1B}" + sequence + "j") == [.key(.character("j"))])
    }

    @Test(arguments: [[0xFF], [0xC3], [0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0x00], [0x1C]])
    func anInvalidByteIsSkippedAlone(bytes: [UInt8]) {
        var input = InputParser()
        #expect(input.events(in: bytes + Array("j".utf8)) == [.key(.character("j"))])
    }

    @Test func aSequenceOfAnyLengthIsSkipped() {
        #expect(events("\u{1B}[" + String(repeating: "1", count: 100_000) + "Aj") == [.key(.character("j"))])
    }

    @Test func aLoneEscapeIsAKeyIfNothingFollows() {
        var input = InputParser()
        #expect(input.events(in: [0x1B]).isEmpty)
        #expect(input.isEscapePending)
        #expect(input.resolveEscape() == [.key(.escape)])
        #expect(!input.isEscapePending)
        #expect(input.resolveEscape().isEmpty)
    }

    @Test func escapeBeforeAnotherKeyIsAKeyOfItsOwn() {
        #expect(events("\u{1B}q") == [.key(.escape), .key(.character("q"))])
        #expect(events("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    }

    @Test func anIncompleteSequenceEndsWhereTheNextBegins() {
        #expect(events("\u{1B}[1;\u{1B}[A") == [.key(.up)])
        #expect(events("\u{1B}[1;\u{3}") == [.key(.control("c"))])
        #expect(events("\u{1B}O\u{1B}OP") == [.key(.function(1))])
    }

    /// XTerm Control Sequences, "Extended coordinates", 1006.
    @Test(
        arguments: [
            ("0;1;1M", MouseEvent(.press, row: 0, column: 0)), ("0;80;24M", MouseEvent(.press, row: 23, column: 79)),
            ("0;300;5m", MouseEvent(.release, row: 4, column: 299)), ("32;3;4M", MouseEvent(.drag, row: 3, column: 2)),
            ("64;3;4M", MouseEvent(.wheelUp, row: 3, column: 2)),
            ("65;3;4M", MouseEvent(.wheelDown, row: 3, column: 2)),
            ("16;3;4M", MouseEvent(.press, row: 3, column: 2)),
            ("2;3;4M", nil), ("66;3;4M", nil), ("0;0;4M", nil), ("0;3;99999M", nil), ("0;3M", nil), ("0;-1;4M", nil),
            (";;M", nil), ("0;3;99999999999999999999M", nil), ("-5;3;4M", nil),
        ] as [(String, MouseEvent?)]
    )
    func anSGRReportIsAMouseAction(report: String, mouse: MouseEvent?) {
        #expect(events("\u{1B}[<" + report + "j") == (mouse.map { [.mouse($0)] } ?? []) + [.key(.character("j"))])
    }

    /// XTerm Control Sequences, "Normal tracking mode": numbers are offset by 32, and button 3 is the release of any
    /// button.
    @Test(
        arguments: [
            (" !!", MouseEvent(.press, row: 0, column: 0)), ("#$%", MouseEvent(.release, row: 4, column: 3)),
            ("@$%", MouseEvent(.drag, row: 4, column: 3)), ("`$%", MouseEvent(.wheelUp, row: 4, column: 3)),
            ("\"$%", nil),
        ] as [(String, MouseEvent?)]
    )
    func anX10ReportIsAMouseAction(report: String, mouse: MouseEvent?) {
        #expect(events("\u{1B}[M" + report + "j") == (mouse.map { [.mouse($0)] } ?? []) + [.key(.character("j"))])
    }

    @Test func inputIsParsedAlikeInAnyChunks() {
        let bytes = Array("é\u{1B}[<0;10;5M\u{1B}[A\u{1B}[200~a\u{1B}b\n🙂\u{1B}[201~\u{1B}[5~🙂".utf8)
        var whole = InputParser()
        let expected = whole.events(in: bytes)
        #expect(expected.count == 6)
        for cut in bytes.indices {
            var input = InputParser()
            #expect(input.events(in: Array(bytes[..<cut])) + input.events(in: Array(bytes[cut...])) == expected)
        }
    }

    private func events(_ text: String) -> [Event] {
        var input = InputParser()
        return input.events(in: Array(text.utf8))
    }
}

/// Bracketed pastes.
@Suite struct PastedTextTests {
    @Test(arguments: [
        ("q\ny\n", "q y "), ("a\r\nb\rc", "a b c"), ("a\tb", "a b"), ("\u{3}\u{1B}[Aq\u{9B}", "[Aq"),
        ("kind:offer 作者", "kind:offer 作者"), ("a\u{1B}[201b", "a[201b"), ("\u{1B}[20\u{1B}[2", "[20[2"),
    ])
    func aPasteIsOneLineOfText(text: String, line: String) {
        #expect(events("\u{1B}[200~" + text + "\u{1B}[201~j") == [.paste(line), .key(.character("j"))])
    }

    @Test func anEmptyPasteIsIgnored() {
        #expect(events("\u{1B}[200~\u{1B}[201~").isEmpty)
    }

    @Test func aPasteIsTruncatedAtItsLimit() {
        let text = String(repeating: "x", count: PastedText.limit + 10)
        #expect(
            events("\u{1B}[200~" + text + "\u{1B}[201~j")
                == [.paste(String(repeating: "x", count: PastedText.limit)), .key(.character("j"))])
    }

    @Test func anUnfinishedPasteIsDiscardedAfterATimeout() {
        var input = InputParser()
        #expect(input.events(in: Array("\u{1B}[200~qq".utf8)).isEmpty)
        for _ in 0..<9 { input.secondPassed() }
        #expect(input.events(in: Array("q".utf8)).isEmpty)
        for _ in 0..<10 { input.secondPassed() }
        #expect(input.events(in: Array("q".utf8)) == [.key(.character("q"))])
    }

    private func events(_ text: String) -> [Event] {
        var input = InputParser()
        return input.events(in: Array(text.utf8))
    }
}
