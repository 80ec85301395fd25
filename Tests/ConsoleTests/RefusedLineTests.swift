import Testing

@testable import Events

/// Who was not let in, as the operator sees it.
@Suite struct RefusedLineTests {
    private func console(_ refusal: Refusal, _ columns: Int = 160) -> ConsoleScript {
        var console = ConsoleScript.call()
        console.resize(columns, 45)
        console.arrive(.refused(ConnectionRequest(id: .relay, room: "demo", address: "192.0.2.9:1000"), refusal), at: 2)
        return console
    }

    private func line(_ console: ConsoleScript) -> String {
        console.screen.split(separator: "\n").map(String.init).first { $0.contains(" refused  ") } ?? "no line"
    }

    @Test func theReasonAndTheRemedyAreInTheLog() {
        let console = console(.origin("https://evil.example"))
        #expect(line(console).contains(" -              refused             origin https://evil.example is not"))
        // The log has no room for all, the detail has.
        let detail = console.screen.split(separator: "\n").map { $0.drop { $0 != "│" }.dropFirst() }
        #expect(detail.joined().contains("--allow-origin"), "\(console.screen)")
    }

    @Test func howManyMoreThereWereComesFirst() {
        #expect(line(console(.repeated(count: 41, last: .tokenWrong))).contains("41 more: the token is wrong · from"))
    }

    @Test func whatAPageCallsItselfIsMadePrintable() {
        let screen = console(.origin("\u{1B}]0;x\u{7}\u{202E}")).screen
        #expect(screen.contains("origin ␛]0;x␇� is not allowed; --allow-origin names those"))
        #expect(screen.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test func theOperatorHearsOfIt() {
        let events = console(.tokenMissing).screen.split(separator: "\n").filter { $0.contains("was refused") }
        #expect(events.first?.contains("192.0.2.9:1000 was refused: a token is needed") == true)
    }
}
