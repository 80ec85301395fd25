import Foundation
import TestSupport
import Testing

/// Pictures of all screens, drawn by the program itself from a call of two tabs of a real browser.
///
/// `make screenshots` keeps them for README; otherwise they are made at one size, looked at for being pictures, and
/// thrown away.
@Suite struct ScreenshotTests {
    /// A screen: its name, and the keys that lead to it from the main one.
    private static let screens: [(name: String, keys: [String], sign: String)] = [
        ("main", ["G"], "2 Log"),
        ("filter", ["/kind:offer|answer", "Enter"], "kind:offer|answer"),
        ("message", [":at 3", "Enter", "Enter"], "Message #3"),
        ("ladder", ["l"], "Ladder"),
        ("diff", [":at 3", "Enter", "d"], "Diff"),
        ("draft", [":at 3", "Enter", ":keep-codec VP9", "Enter"], "Draft"),
        ("rules", ["I"], "Rules"),
        ("calls", ["C"], "Calls"),
        ("findings", ["F"], "Findings"),
        ("statistics", ["T"], "Statistics"),
        ("settings", [","], "Settings"),
        ("help", ["?"], "Help"),
    ]

    private var kept: String? { ProcessInfo.processInfo.environment["SCREENSHOTS"] }

    @Test func everyScreenIsExported() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = kept ?? scratch.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await withConsole(size: (80, 24)) { tmux, port in
            try await firstRun(tmux, folder)
            try await withBrowser { browser in
                var tabs = try await call(browser, port)
                // What a client does that does not give way, in a room of its own, is there to be found.
                for _ in 0..<2 {
                    tabs.append(try await MistakenClient().start(in: browser, port: port, room: "crossed"))
                }
                for tab in tabs.suffix(2) { try await tab.evaluate("prepare()") }
                for tab in tabs.suffix(2) { try await tab.evaluate("send()") }
                try await tmux.keys("C-l")
                try await tmux.waitFor("finding", limit: .seconds(30))
                for size in kept == nil ? [(80, 24)] : [(80, 24), (160, 45)] {
                    try await tmux.resize(columns: size.0, rows: size.1)
                    for theme in kept == nil ? ["dark"] : ["dark", "light"] {
                        try await command("set theme \(theme)", tmux)
                        for screen in Self.screens {
                            try await picture(
                                screen, named: "\(screen.name)-\(size.0)x\(size.1)-\(theme)", tmux, folder)
                        }
                    }
                }
            }
        }
    }

    private func firstRun(_ tmux: Tmux, _ folder: String) async throws {
        try await tmux.waitFor("Nobody is here yet")
        try await export("first-run-80x24-dark", tmux, folder)
    }

    private func call(_ browser: Browser, _ port: Int) async throws -> [Tab] {
        var tabs: [Tab] = []
        for name in ["alice", "bob"] {
            let tab = try await browser.open("http://localhost:\(port)/?room=demo&name=\(name)")
            try await tab.click("#join")
            tabs.append(tab)
            try await tab.waitUntil(
                "['waiting', 'connecting', 'connected'].includes(document.body.dataset.state)",
                what: "\(name) to have joined")
        }
        for tab in tabs { try await tab.waitUntil("document.body.dataset.state === 'connected'", what: "a connection") }
        return tabs
    }

    private func picture(
        _ screen: (name: String, keys: [String], sign: String), named name: String, _ tmux: Tmux, _ folder: String
    ) async throws {
        for key in screen.keys { try await press(key, tmux) }
        try await tmux.waitFor(screen.sign)
        try await export(name, tmux, folder)
        // Back to the main screen, which q would leave; a draft asks.
        try await tmux.keys(screen.name == "main" ? "G" : screen.name == "filter" ? "\\" : "Escape")
        if screen.name == "draft" { try await tmux.keys("y") }
        try await tmux.waitFor("1 Peers")
    }

    private func press(_ key: String, _ tmux: Tmux) async throws {
        if ["Enter", "Tab"].contains(key) { try await tmux.keys(key) } else { try await tmux.type(key) }
    }

    private func command(_ line: String, _ tmux: Tmux) async throws {
        try await tmux.type(":\(line)")
        try await tmux.waitFor(": \(line.suffix(20))")
        try await tmux.keys("Enter")
    }

    private func export(_ name: String, _ tmux: Tmux, _ folder: String) async throws {
        let path = "\(folder)/\(name).svg"
        try? FileManager.default.removeItem(atPath: path)
        try await tmux.type(":export svg \(path)")
        try await tmux.keys("Enter")
        // The file is there before all of it is written.
        let picture = try await eventually("the picture \(name)") {
            FileManager.default.contents(atPath: path).flatMap { picture in
                String(decoding: picture.suffix(8), as: UTF8.self).contains("</svg>") ? picture : nil
            }
        }
        #expect(String(decoding: picture.prefix(5), as: UTF8.self) == "<svg ")
        #expect(picture.count < 120_000, "\(name) is \(picture.count) B")
        try await tmux.waitFor("wrote")
    }
}
