import Foundation
import TestSupport

/// The two pages of a call, and the relay's log.
struct ReportedCall {
    let tabs: [Tab]
    let program: ChildProcess

    /// The reported entries, or all entries, as JSON.
    func entries(where matches: (JSON) -> Bool = { $0["kind"] == "reported" }) -> [JSON] {
        program.output.split(separator: "\n").compactMap { try? JSON(parsing: String($0)).withDerived }
            .filter(matches)
    }

    /// Waits for a finding whose sentence contains `words`.
    func expectFinding(_ rule: String, _ words: String, within limit: Duration = .seconds(30)) async throws {
        var seen: [String] = []
        try await eventually("\(rule) with \(words): \(seen)\n\(program.output)", within: limit) {
            let findings = entries { $0["finding"] != .null || $0["rule"] != .null }
            seen = findings.map(\.description)
            return findings.contains { $0.description.contains(rule) && $0.description.contains(words) }
        }
    }

    /// Waits for a report of a peer that begins with `words`.
    func expectReport(_ words: String, of peer: String? = nil, within limit: Duration = .seconds(30)) async throws {
        var seen: [String] = []
        try await eventually("a report \(words): \(seen)", within: limit) {
            let reports = entries()
            seen = reports.map { $0["what"].string ?? "" }
            return reports.contains {
                ($0["what"].string ?? "").hasPrefix(words) && (peer == nil || $0["peer"].string == peer)
            }
        }
    }
}

/// Runs `body` with two tabs that have joined a room and include the probe.
func withCall(
    in browser: Browser, _ query: String = "", second: String? = nil, setUp: String? = nil,
    _ body: (ReportedCall) async throws -> Void
) async throws {
    try await PageServer.run { pages in
        try await withHeadless("--log", "json") { program, port in
            let probe = "http://localhost:\(port)/probe.js"
            let url = "\(pages)/probe-call.html?relay=ws://localhost:\(port)&probe=\(probe)"
            var tabs: [Tab] = []
            for query in [query, second ?? query] {
                let tab = try await browser.open(url + query)
                try await tab.run("join()")
                if let setUp { try await tab.evaluate(setUp) }
                tabs.append(tab)
            }
            try await body(ReportedCall(tabs: tabs, program: program))
            for tab in tabs { try await tab.close() }
        }
    }
}
