import Foundation
import Testing

@testable import Console

/// Each screen at four sizes, in UTF-8 and ASCII, as a file in the folder `Screens`: its text, and how each cell looks.
///
/// `RECORD_SCREENS=1 make test` writes them anew; what has changed is then to be looked at in the difference.
@Suite struct ScreenMatrixTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        let name: String
        let keys: String
        let script: @Sendable (Int, Int, Charset) -> ConsoleScript
        var testDescription: String { name }

        init(
            _ name: String, _ keys: String,
            _ script: @escaping @Sendable (Int, Int, Charset) -> ConsoleScript = {
                ConsoleScript.glare($0, $1, charset: $2)
            }
        ) {
            (self.name, self.keys, self.script) = (name, keys, script)
        }
    }

    static let scenarios: [Scenario] = [
        Scenario("first-run", "") { ConsoleScript($0, $1, charset: $2) },
        Scenario("main", ""),
        Scenario("filter", "/kind:offer|answer from:"),
        Scenario("command", ":se"),
        Scenario("message", ":at 3<enter><enter>"),
        Scenario("message-text", ":at 3<enter><enter>2"),
        Scenario("message-json", ":at 3<enter><enter>3"),
        Scenario("message-hex", ":at 3<enter><enter>4"),
        Scenario("candidate", ":at 5<enter><enter>"),
        Scenario("ladder", "l"),
        Scenario("ladder-relay", "lRv kk k"),
        Scenario("diff", ":at 3<enter>d"),
        Scenario("diff-other", ":at 3<enter>d|"),
        Scenario("calls", "C"),
        Scenario("only-findings", "!") { ConsoleScript.troubles($0, $1, charset: $2) },
        Scenario("findings", "Fj") { ConsoleScript.troubles($0, $1, charset: $2) },
        Scenario("findings-none", "F") { ConsoleScript.call($0, $1, charset: $2) },
        Scenario("peer", "1"),
        Scenario("kick", "1jx"),
        Scenario("replay", "kkkr<tab>"),
        Scenario("replay-marked", ":at 3<enter> :at 6<enter> r<right>"),
        Scenario("ban", "1jxbba"),
        Scenario("close-room", "X<tab>"),
        Scenario("hold", "i from:alice<c-t>"),
        Scenario("held", "") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("held-ladder", ":at 11<enter>l") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("rules", "Ijj") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("rules-none", "I"),
        Scenario("overtake", ":at 12<enter>a") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("discard", "D") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("quit-held", "Q") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("draft", ":at 3<enter>:keep-codec VP8<enter>"),
        Scenario("draft-held", ":at 11<enter>:drop-codec H264<enter>") { ConsoleScript.held($0, $1, charset: $2) },
        Scenario("draft-composed", ":compose offer audio<enter>"),
        Scenario("compose", "+"),
        Scenario("statistics", "T"),
        Scenario("settings", ",jj"),
        Scenario("help", "?"),
    ]

    static let sizes = [
        Size(columns: 60, rows: 12), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30),
        Size(columns: 160, rows: 45),
    ]

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Screens")

    @Test(arguments: scenarios, [Charset.utf8, .ascii])
    func aScreenIsAsItWasLookedAt(_ scenario: Scenario, _ charset: Charset) throws {
        for size in Self.sizes {
            var console = scenario.script(size.columns, size.rows, charset)
            console.type(scenario.keys)
            let picture = ScreenPicture.text(console.canvas)
            let name = "\(scenario.name)-\(size.columns)x\(size.rows)\(charset == .ascii ? "-ascii" : "").txt"
            let file = Self.folder.appendingPathComponent(name)
            if ProcessInfo.processInfo.environment["RECORD_SCREENS"] != nil {
                try picture.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == picture, "\(name):\n\(picture)")
        }
    }
}
