import Testing

@testable import Drawing

/// A screen that tests draw: what has happened, and the keys that lead to it.
struct ScreenScenario: Sendable, CustomTestStringConvertible {
    /// Where the cursor's row is.
    enum Cursor: Hashable, Sendable {
        /// The screen has no row under a cursor.
        case none
        /// On the row that shows this text at every size and in every charset.
        case on(String)
        /// On one row, which may be partly covered.
        case somewhere
    }

    typealias Script = @Sendable (Int, Int, Charset) -> ConsoleScript

    let name: String
    private let keys: String
    let cursor: Cursor
    private let script: Script

    var testDescription: String { name }

    init(
        _ name: String, _ keys: String, _ cursor: Cursor,
        _ script: @escaping Script = { ConsoleScript.glare($0, $1, charset: $2) }
    ) {
        (self.name, self.keys, self.cursor, self.script) = (name, keys, cursor, script)
    }

    /// The console at that size, after the keys were typed.
    func console(_ size: Size, _ charset: Charset = .utf8) -> ConsoleScript {
        var console = script(size.columns, size.rows, charset)
        console.type(keys)
        return console
    }

    private static let call: Script = { ConsoleScript.call($0, $1, charset: $2) }
    private static let troubles: Script = { ConsoleScript.troubles($0, $1, charset: $2) }
    private static let proxied: Script = { ConsoleScript.proxied($0, $1, charset: $2) }
    private static let reported: Script = { ConsoleScript.reported($0, $1, charset: $2) }
    private static let held: Script = { ConsoleScript.held($0, $1, charset: $2) }

    /// The screens that have golden files.
    static let golden: [ScreenScenario] = [
        ScreenScenario("first-run", "", .none) { ConsoleScript($0, $1, charset: $2) },
        ScreenScenario("main", "", .on("7.691")),
        ScreenScenario("filter", "/kind:offer|answer from:", .none),
        ScreenScenario("command", ":se", .somewhere),
        ScreenScenario("message", ":at 3<enter><enter>", .none),
        ScreenScenario("message-text", ":at 3<enter><enter>2", .none),
        ScreenScenario("message-json", ":at 3<enter><enter>3", .none),
        ScreenScenario("message-hex", ":at 3<enter><enter>4", .none),
        ScreenScenario("candidate", ":at 5<enter><enter>", .none),
        ScreenScenario("ladder", "l", .on("7.691")),
        ScreenScenario("ladder-relay", "lRv kk k", .on("1.507")),
        ScreenScenario("diff", ":at 3<enter>d", .none),
        ScreenScenario("diff-other", ":at 3<enter>d|", .none),
        ScreenScenario("calls", "C", .on("alice")),
        ScreenScenario("only-findings", "!", .on("40.000"), troubles),
        ScreenScenario("findings", "Fj", .on("30.000"), troubles),
        ScreenScenario("findings-none", "F", .none, call),
        ScreenScenario("explanation", "Fj?", .none, troubles),
        ScreenScenario("peer", "1", .on("alice")),
        ScreenScenario("kick", "1jx", .on("bob")),
        ScreenScenario("replay", "kkkr<tab>", .on("1.507")),
        ScreenScenario("replay-marked", ":at 3<enter> :at 6<enter> r<right>", .on("1.507")),
        ScreenScenario("ban", "1jxbba", .on("bob")),
        ScreenScenario("close-room", "X<tab>", .on("7.691")),
        ScreenScenario("hold", "i from:alice<c-t>", .somewhere),
        ScreenScenario("held", "", .on("mallory"), held),
        ScreenScenario("held-ladder", ":at 11<enter>l", .on("10.000"), held),
        ScreenScenario("rules", "Ijj", .on("#11 offer"), held),
        ScreenScenario("rules-none", "I", .none),
        ScreenScenario("overtake", ":at 12<enter>a", .on("10.100"), held),
        ScreenScenario("discard", "D", .on("mallory"), held),
        ScreenScenario("quit-held", "Q", .on("mallory"), held),
        ScreenScenario("draft", ":at 3<enter>:keep-codec VP8<enter>", .none),
        ScreenScenario("draft-held", ":at 11<enter>:drop-codec H264<enter>", .none, held),
        ScreenScenario("draft-composed", ":compose offer audio<enter>", .none),
        ScreenScenario("compose", "+", .somewhere),
        ScreenScenario("statistics", "T", .none),
        ScreenScenario("settings", ",jj", .on("filter")),
        ScreenScenario("help", "?", .on("next line")),
        ScreenScenario("proxy-first-run", "", .none) { ConsoleScript.emptyProxy($0, $1, charset: $2) },
        ScreenScenario("proxy", "", .on("1.600"), proxied),
        ScreenScenario("proxy-ladder", "l", .on("1.600"), proxied),
        ScreenScenario("proxy-message", ":at 12<enter><enter>", .none, proxied),
        ScreenScenario("reported", "", .somewhere, reported),
        ScreenScenario("reported-ladder", "l", .somewhere, reported),
        ScreenScenario("connection", "P", .none, reported),
    ]

    /// Screens of which only the invariants are tested.
    static let others: [ScreenScenario] = [
        ScreenScenario("room", "", .on("4.000")) { ConsoleScript.room($0, $1, charset: $2) },
        ScreenScenario("ladder-room", "l", .somewhere) { ConsoleScript.room($0, $1, charset: $2) },
        ScreenScenario("ladder-mishaps", "lLLLg", .somewhere) { ConsoleScript.mishaps($0, $1, charset: $2) },
        ScreenScenario("message-fact", "g<enter>", .none),
        ScreenScenario("message-unwrapped", ":at 3<enter><enter>2w", .none),
        ScreenScenario("message-sideways", ":at 3<enter><enter>3wLLL", .none),
        ScreenScenario("message-secrets", ":at 3<enter><enter>4S", .none),
        ScreenScenario("plain", ":at 3<enter>Y", .none),
        ScreenScenario("findings-last", "FG", .somewhere, troubles),
        ScreenScenario("help-over-findings", "F<f1>", .on("next line"), troubles),
        ScreenScenario("help-search", "?/all find", .somewhere),
        ScreenScenario("help-found", "?/all findings<enter>", .on("all findings")),
        ScreenScenario("help-last", "?G", .somewhere),
        ScreenScenario("export", "E", .on("7.691")),
        ScreenScenario("export-last", "Ejjjjjjjj", .on("7.691")),
        ScreenScenario("quit", "Q", .on("7.691")),
        ScreenScenario("suspend", "<c-z>", .on("7.691")),
        ScreenScenario("filter-by", "=", .on("7.691")),
        ScreenScenario("zoomed-log", "z", .on("7.691")),
        ScreenScenario("zoomed-peers", "1z", .on("alice")),
        ScreenScenario("name-mark", "m", .on("7.691")),
        ScreenScenario("go-to-mark", "ma'", .on("7.691")),
        ScreenScenario("leave-draft", ":compose offer audio<enter>q", .none),
        ScreenScenario("ladder-scrolled", "lvRLL", .on("7.691")),
        ScreenScenario("previous-finding", "![", .somewhere, troubles),
        ScreenScenario("diff-hunk", ":at 3<enter>d]oi", .none),
        ScreenScenario("comparison", "CD", .none) { ConsoleScript.twoCalls($0, $1, charset: $2) },
        ScreenScenario("comparison-last", "C jDG", .none) { ConsoleScript.twoCalls($0, $1, charset: $2) },
        ScreenScenario("reported-calls", "C", .on("alice"), reported),
        ScreenScenario("reported-message", ":at 5<enter><enter>", .none, reported),
        ScreenScenario("connection-unknown", "P", .none),
        ScreenScenario("connection-last", "PGG", .none, reported),
        ScreenScenario("proxy-legs", "v", .on("1.600"), proxied),
        ScreenScenario("proxy-ladder-lanes", "lRvC", .on("1.600"), proxied),
        ScreenScenario("proxy-compose", ":compose offer audio<enter><tab>", .none, proxied),
        ScreenScenario("no-match", "/kind:bye<enter>", .none),
        ScreenScenario("invalid-filter", "/kind:nonsense", .none),
    ]
}
