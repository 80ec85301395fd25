import Console
import Testing

@testable import Terminal

@Suite struct KeyCodesTests {
    @Test(
        arguments: [
            (0x6A, Key.character("j")), (0x20, .character(" ")), (0x1F642, .character("🙂")), (0x03, .control("c")),
            (0x0C, .control("l")), (0x1A, .control("z")), (0x09, .tab), (0x0A, .enter), (0x0D, .enter), (0x1B, .escape),
            (0x7F, .backspace), (0x08, .backspace),
        ] as [(UInt32, Key)]
    )
    func aCharacterIsTheKeyThatWritesIt(code: UInt32, key: Key) {
        #expect(KeyCodes.key(code, isFunction: false) == key)
    }

    /// The numbers of curses.h, which are part of its binary interface.
    @Test(
        arguments: [
            (0o402, Key.down), (0o403, .up), (0o404, .left), (0o405, .right), (0o406, .home), (0o550, .end),
            (0o522, .pageDown), (0o523, .pageUp), (0o541, .backTab), (0o527, .enter), (0o411, .function(1)),
            (0o424, .function(12)),
        ] as [(UInt32, Key)]
    )
    func aFunctionKeyIsTheOneThatIsNamedSo(code: UInt32, key: Key) {
        #expect(KeyCodes.key(code, isFunction: true) == key)
    }

    @Test(
        arguments: [(0, false), (0x1C, false), (0x110000, false), (0xD800, false), (0o632, true), (0o631, true)]
            as [(UInt32, Bool)]
    )
    func whatIsNoKeyIsNone(code: UInt32, isFunction: Bool) {
        #expect(KeyCodes.key(code, isFunction: isFunction) == nil)
    }
}

@Suite struct TerminalErrorTests {
    @Test(arguments: [
        (TerminalError.notATerminal, "standard input and output are no terminal"),
        (.unknownType(""), "TERM is not set; set it to what the terminal is, such as TERM=xterm-256color"),
        (
            .unknownType("vt0"),
            "terminal type 'vt0' is not known here; set TERM to one that is, such as TERM=xterm-256color"
        ),
        (
            .cannotMoveCursor(type: "dumb"),
            "terminal type 'dumb' cannot move its cursor; set TERM to what the terminal is, such as xterm-256color"
        ),
        (.system(call: "ttyname", reason: "no such device"), "ttyname: no such device"),
    ])
    func whatIsWrongIsSaidWithItsRemedy(error: TerminalError, words: String) {
        #expect(error.description == words)
    }
}
