import Foundation
import TestSupport
import Testing

/// Calls between three plain clients in a room, in browser tabs.
@Suite(.serialized) struct MeshTests {
    @Test func threeCallsInARoomAreDistinguishedWithoutFindings() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let names = ["k3v9-alice", "x8q1-bob", "w0d4-carol"]
                var tabs: [Tab] = []
                for (index, name) in names.enumerated() {
                    let tab = try await MeshClient().start(in: browser, port: port, room: "mesh", name: name)
                    tabs.append(tab)
                    for tab in tabs {
                        try await tab.waitUntil(
                            "Object.values(calls).filter(it => it.connectionState === 'connected').length === \(index)",
                            what: "\(index) connections")
                    }
                }
                let lines = process.output.split(separator: "\n").map(String.init)
                let offers = lines.filter { $0.contains("\"kind\":\"offer\"") }
                let answers = lines.filter { $0.contains("\"kind\":\"answer\"") }
                let candidates = lines.filter { $0.contains("\"kind\":\"candidate\"") }
                #expect(offers.count == 3)
                #expect(answers.count == 3)
                #expect(!candidates.isEmpty)
                for line in answers { #expect(line.contains("\"replyTo\":"), "\(line)") }
                for line in answers where !line.contains(/"to":\["p\d"\]/) {
                    #expect(line.contains("\"addressees\":[\"p"), "\(line)")
                }
                // Each message belongs to one negotiation, not to those of all its recipients.
                for line in offers + answers + candidates {
                    #expect(line.components(separatedBy: "\"peers\":[").count == 2, "\(line)")
                }
                let found = lines.filter {
                    $0.contains("\"severity\":\"error\"") || $0.contains("\"severity\":\"warning\"")
                }
                #expect(found.isEmpty, "\(found)")
                #expect(!lines.contains { $0.contains("\"kind\":\"other\"") && !$0.contains("hello") })
            }
        }
    }
}
