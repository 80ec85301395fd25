import Events
import Exports
import Reports
import Sessions
import Testing

@testable import Importers

/// A dump that is exported, and imported again.
@Suite struct RTCStatsDumpExportTests {
    /// The reports of an export: what is told in other formats only is missing.
    private func exportable(_ recording: ImportedRecording) -> [String] {
        recording.journal.compactMap(\.report).filter { report in
            switch report.report.content {
            case .page, .configuration, .call, .gathered, .candidateError, .negotiationNeeded, .media: true
            case .state(let machine, _): [.signaling, .gathering, .ice, .connection].contains(machine)
            case .channel(_, let event, _): event == "created"
            case .visibility, .mark, .socket, .track, .element, .statistics: false
            }
        }.map { report in
            let time = Double(report.occurred.milliseconds)
            return "\(Int(time)) \(report.connection?.number ?? 0) \(report.report.text)"
        }
    }

    @Test(arguments: ["video-call.rtcstats", "video-call.json", "failed.json", "data-channel.json"])
    func whatPagesReportedIsTheSameAfterwards(name: String) throws {
        let recording = try DumpRecording.read(name)
        // One page is one file.
        let pages = Dictionary(grouping: recording.journal.compactMap(\.report), by: \.page)
        let page = try #require(pages.max { $0.value.count < $1.value.count }?.key)
        var single = recording
        single.events = recording.events.filter { event in
            if case .entry(let entry) = event { entry.report?.page == page } else { false }
        }
        let wall = WallClock(start: try #require(recording.start), offset: 0)
        let text = RTCStatsDumpText.text(single.journal.map { Journal.Record($0) }, wall)
        let again = try DumpRecording.read(Array(text.utf8), isText: true)
        #expect(again.faults == [])
        #expect(exportable(again).map(withoutTime) == exportable(single).map(withoutTime))
        #expect(exportable(single).count >= 8)
    }

    private func withoutTime(_ line: String) -> String { String(line.drop { $0 != " " }) }

    @Test func aRelayWithoutReportsIsAnEmptyDump() {
        #expect(RTCStatsDumpText.text([], WallClock(start: 0, offset: 0)) == "RTCStatsDump\n{\"fileFormat\":2}\n")
    }
}
