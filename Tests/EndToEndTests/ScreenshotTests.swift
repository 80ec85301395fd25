import Foundation
import TestSupport
import Testing

/// Exports pictures of all screens, from a call between two tabs of a browser.
///
/// `make screenshots` writes them to `docs/images`, in two sizes and two themes. Otherwise they are exported in one size to
/// a temporary folder.
@Suite struct ScreenshotTests {
    /// The name of each screen, the keys that open it from the main screen, and a text that it displays.
    private static let screens: [(name: String, keys: [String], sign: String)] = [
        ("main", ["G"], "2 Log"),
        ("filter", ["/kind:offer|answer", "Enter"], "kind:offer|answer"),
        ("message", [":at OFFER", "Enter", "Enter"], "Message #OFFER"),
        ("ladder", ["l"], "Ladder"),
        ("diff", [":at OFFER", "Enter", "d"], "Diff"),
        ("draft", [":at OFFER", "Enter", ":keep-codec VP9", "Enter"], "Draft"),
        ("rules", ["I"], "Rules"),
        ("calls", ["C"], "Calls"),
        ("connection", [":at OFFER", "Enter", "P"], "Connection"),
        ("findings", ["F"], "Findings"),
        ("statistics", ["T"], "Statistics"),
        ("settings", [","], "Settings"),
        ("help", ["?"], "Help"),
    ]

    /// The folder for the pictures; `nil` for a temporary one.
    private var outputFolder: String? { ProcessInfo.processInfo.environment["SCREENSHOTS"] }

    @Test func everyScreenIsExported() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = outputFolder ?? scratch.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await withConsole(size: (80, 24)) { tmux, port in
            try await firstRun(tmux, folder)
            try await withBrowser { browser in
                var tabs = try await call(browser, port)
                // Two clients without perfect negotiation cause a finding, in a room of their own.
                for _ in 0..<2 {
                    tabs.append(try await MistakenClient().start(in: browser, port: port, room: "crossed"))
                }
                for tab in tabs.suffix(2) { try await tab.evaluate("prepare()") }
                for tab in tabs.suffix(2) { try await tab.evaluate("send()") }
                try await tmux.keys("C-l")
                try await tmux.waitFor("finding", limit: .seconds(30))
                let offer = try await offer(in: tmux)
                for size in outputFolder == nil ? [(80, 24)] : [(80, 24), (160, 45)] {
                    try await tmux.resize(columns: size.0, rows: size.1)
                    for theme in outputFolder == nil ? ["dark"] : ["dark", "light"] {
                        try await command("set theme \(theme)", tmux)
                        for screen in Self.screens {
                            try await picture(
                                screen, offer: offer, named: "\(screen.name)-\(size.0)x\(size.1)-\(theme)", tmux, folder
                            )
                        }
                    }
                }
            }
        }
    }

    /// The screens that differ in front of another server, which is a relay here: one theme, as the colours are the same.
    @Test func theScreensOfAProxyAreExported() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = outputFolder ?? scratch.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await withHeadless { _, upstream in
            let command = [
                Program.path, "proxy", "http://localhost:\(upstream)", "--port", "0", "--drain-timeout", "0",
            ]
            try await withTmux(command: command, size: (80, 24), environment: [:]) { tmux in
                let screen = try await tmux.waitFor("instead of the address of the server")
                let port = screen.firstMatch(of: /http:\/\/localhost:(\d+) →/).flatMap { Int($0.output.1) }
                let address = try #require(port)
                try await withBrowser { browser in
                    let tabs = try await call(browser, address)
                    // Reports of the pages follow the messages.
                    try await tmux.type("/via:server")
                    try await tmux.keys("Enter")
                    try await tmux.waitFor("via +")
                    // The screen of the ladder is that of the entry under the cursor.
                    try await tmux.keys("g", "\\")
                    for size in outputFolder == nil ? [(80, 24)] : [(80, 24), (160, 45)] {
                        try await tmux.resize(columns: size.0, rows: size.1)
                        let name = "\(size.0)x\(size.1)-dark"
                        try await picture(("main", ["G"], "2 Log"), named: "proxy-\(name)", tmux, folder)
                        try await picture(("ladder", ["l"], "via server"), named: "proxy-ladder-\(name)", tmux, folder)
                    }
                    withExtendedLifetime(tabs) {}
                }
            }
        }
    }

    /// Returns the number of the entry with the first offer.
    private func offer(in tmux: Tmux) async throws -> String {
        try await tmux.type("/kind:offer")
        try await tmux.keys("Enter", "g")
        let row = /(\d+) +\d+\.\d{3} +\S+→\S+ +offer/
        let screen = try await tmux.waitUntil(what: "the first offer") { $0.firstMatch(of: row) != nil }
        try await tmux.keys("\\")
        return try #require(screen.firstMatch(of: row).map { String($0.output.1) })
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
        _ screen: (name: String, keys: [String], sign: String), offer: String = "", named name: String, _ tmux: Tmux,
        _ folder: String
    ) async throws {
        for key in screen.keys { try await press(key.replacing("OFFER", with: offer), tmux) }
        try await tmux.waitFor(screen.sign.replacing("OFFER", with: offer))
        try await export(name, tmux, folder)
        // Return to the main screen; leaving a draft requires confirmation.
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
        try await tmux.type(":export --no-redact svg \(path)")
        try await tmux.keys("Enter")
        // The file exists before it is complete.
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
