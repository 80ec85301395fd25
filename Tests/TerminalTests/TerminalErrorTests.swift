import Testing

@testable import Terminal

@Suite struct TerminalErrorTests {
    @Test(arguments: [
        (TerminalError.notATerminal, "standard input and output are not a terminal"),
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
    func errorsDescribeTheProblemAndItsSolution(error: TerminalError, description: String) {
        #expect(error.description == description)
    }
}
