import Events
import Foundation
import Importers
import Messages
import TestSupport
import Testing

/// The HARs that the developer tools of Chromium write of a call, one for each tab, read back.
@Suite(.serialized) struct HARRecordingTests {
    /// A tab with its developer tools, which record the requests of its pages.
    private struct RecordedTab {
        let page: Tab
        let tools: Tab

        static func open(in browser: Browser) async throws -> RecordedTab {
            let page = try await browser.open("about:blank")
            let file = try String(contentsOfFile: browser.folder.path + "/profile/DevToolsActivePort", encoding: .utf8)
            let server = "127.0.0.1:\(file.prefix { $0 != "\n" })"
            let query = "ws=\(server)/devtools/page/\(page.context)"
            let tools = try await browser.open("http://\(server)/devtools/devtools_app.html?\(query)")
            // Requests are recorded once the tools are connected to the page.
            let target = "m.TargetManager.TargetManager.instance().primaryPageTarget()"
            try await tools.waitUntil(
                "import('./core/sdk/sdk.js').then(m => \(target)?.inspectedURL() === 'about:blank')",
                what: "developer tools")
            return RecordedTab(page: page, tools: tools)
        }

        /// Returns the recording of the tab, exported as "Save all as HAR" does.
        func recording() async throws -> ImportedRecording {
            let text = try await tools.evaluate(
                """
                (async () => {
                  const HAR = await import('./models/har/har.js');
                  const Logs = await import('./models/logs/logs.js');
                  const progress = { canceled: false, createSubProgress() { return this; } };
                  return HAR.Writer.Writer.harStringForRequests(
                      Logs.NetworkLog.NetworkLog.instance().requests(), { sanitize: true }, progress);
                })()
                """)
            return try HARImporter.read(Array((text.string ?? "").utf8)) { _ in true }
        }
    }

    /// Makes a call between two tabs, of which the second offers, and returns the recordings of both.
    private func record(_ server: SignalingServer, _ query: String) async throws -> [ImportedRecording] {
        var recordings: [ImportedRecording] = []
        try await server.run { url in
            try await withBrowser("--remote-allow-origins=*") { browser in
                var tabs: [RecordedTab] = []
                let room = UUID().uuidString
                for _ in 0..<2 {
                    let tab = try await RecordedTab.open(in: browser)
                    try await tab.page.go(to: "\(url)/?room=\(room)&\(query)")
                    try await tab.page.waitUntil("typeof id === 'string'", what: "a room")
                    tabs.append(tab)
                }
                try await expectCall(tabs.map(\.page))
                for tab in tabs { recordings.append(try await tab.recording()) }
            }
        }
        return recordings
    }

    /// The descriptions in a recording: the sender, the kind, and the text.
    private func descriptions(_ recording: ImportedRecording) -> [(sender: PeerID, kind: Kind, text: String)] {
        recording.events.compactMap { event in
            guard case .entry(let entry) = event, let delivery = entry.delivery else { return nil }
            let parsed = ParsedMessage(delivery.message)
            return parsed.descriptionText.map { (delivery.author, parsed.kind, $0) }
        }
    }

    /// The client in a recording; `nil` unless it is the only one.
    private func client(_ recording: ImportedRecording) -> Peer? {
        let joined = recording.events.compactMap { event in
            if case .entry(let entry) = event, case .joined(let peer) = entry.content { peer } else { nil }
        }
        return joined.count == 2 ? joined.first : nil
    }

    private func expectTheCall(_ recordings: [ImportedRecording]) throws {
        try #require(recordings.count == 2)
        let (callee, caller) = (descriptions(recordings[0]), descriptions(recordings[1]))
        #expect(callee.map(\.kind) == [.offer, .answer] && caller.map(\.kind) == [.offer, .answer])
        #expect(callee.map(\.sender) == [PeerID(2), PeerID(1)])
        #expect(caller.map(\.sender) == [PeerID(1), PeerID(2)])
        #expect(callee.map(\.text) == caller.map(\.text))
        for recording in recordings { #expect(recording.faults == []) }
    }

    @Test func aCallOverAWebSocketIsReadFromTheRecordingsOfItsTabs() async throws {
        let recordings = try await record(.webSocket, "mode=routes")
        try expectTheCall(recordings)
        #expect(recordings.map { client($0)?.transport } == [.webSocket, .webSocket])
    }

    /// Without a parameter, the session begins with polling requests.
    @Test(arguments: ["", "transports=websocket"])
    func aCallOverSocketIOIsReadFromTheRecordingsOfItsTabs(query: String) async throws {
        let recordings = try await record(.socketIO, query)
        try expectTheCall(recordings)
        let carrier: Transport.Carrier = query == "transports=websocket" ? .webSocket : .polling
        #expect(
            recordings.map { client($0)?.transport } == [Transport(carrier, .socketIO), Transport(carrier, .socketIO)])
    }

    // MARK: Exports

    /// The developer tools import what this program exports.
    @Test func anExportedArchiveIsReadByChromium() async throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("ImportersTests/Recordings/chromium-websocket-1.har").path
        let process = try Program.start([Program.path, "export", "--format", "har", file])
        #expect(try await process.waitForExit() == .code(0))
        let data = try JSONEncoder().encode(process.output)
        try await withBrowser("--remote-allow-origins=*") { browser in
            let tab = try await RecordedTab.open(in: browser)
            let read = try await tab.tools.evaluate(
                """
                (async () => {
                  const HAR = await import('./models/har/har.js');
                  const root = new HAR.HARFormat.HARRoot(JSON.parse(\(String(decoding: data, as: UTF8.self))));
                  const requests = HAR.Importer.Importer.requestsFromHARLog(root.log);
                  return JSON.stringify(requests.map(request => [
                      request.resourceType().name(), request.frames().length,
                      request.frames().filter(frame => frame.text.includes('v=0')).length]));
                })()
                """)
            let expected = process.output.components(separatedBy: "\"opcode\":").count - 1
            #expect(read.string == "[[\"websocket\",\(expected),2]]")
        }
    }
}
