import EventLog
import Events
import Foundation
import Testing

@testable import signal_load

/// The event log that the load generator opens in the console.
@Suite struct OpenedRecordingTests {
    private static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    @Test func consoleIsMeasuredOnARecording() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("opened-\(UUID()).ndjson").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recording = OpenedRecording(entries: 3000)
        try recording.write(to: path)
        let log = try Data(contentsOf: URL(fileURLWithPath: path))
        var (reader, count) = (EventLogReader(), 0)
        try reader.read(Array(log)) { item, _ in
            if case .event(.entry(let entry), _) = item { count = entry.number }
        }
        #expect(count == 3000 && reader.faults == [])
        let program = Self.folder.appendingPathComponent("signal-console").path
        let figures = try recording.measure(program, path)
        #expect(figures.map(\.name).contains("search in payloads"))
        #expect(figures.filter { $0.unit == .kibibytes }.allSatisfy { $0.value > 1000 })
        #expect(figures[0].value > 0 && figures[1].value >= figures[0].value)
    }

    @Test func folderThatDoesNotExistIsReported() {
        let error = LoadError.notWritten("/nowhere/log", reason: "No such file or directory")
        #expect(throws: error) { try OpenedRecording(entries: 200).write(to: "/nowhere/log") }
        #expect(error.description == "cannot write /nowhere/log: No such file or directory")
    }
}
