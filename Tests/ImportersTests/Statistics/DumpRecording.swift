import Events
import Foundation
import Reports

@testable import Importers

/// A dump of a real browser, a file in `Recordings`, and what an importer makes of it.
enum DumpRecording {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Recordings")

    /// The bytes of a recording.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// Imports a recording, by the importer of its extension.
    static func read(_ name: String) throws -> ImportedRecording {
        try read(bytes(name), isText: name.hasSuffix(".rtcstats"))
    }

    /// Imports an RTCStats dump, or one of webrtc-internals.
    static func read(_ bytes: [UInt8], isText: Bool) throws(ImportError) -> ImportedRecording {
        isText
            ? try RTCStatsDumpImporter.read(bytes) { _ in true }
            : try WebRTCInternalsImporter.read(bytes) { _ in true }
    }
}

extension ImportedRecording {
    /// The entries, as a journal has them.
    var journal: [Entry] {
        events.compactMap {
            if case .entry(let entry) = $0 { entry } else { nil }
        }
    }

    /// The reports, those that are entries and those that are not, in order.
    var reports: [PageReport] {
        events.compactMap { event in
            switch event {
            case .entry(let entry): entry.report
            case .report(let report): report
            case .snapshot, .gauges: nil
            }
        }
    }

    /// The lines of the reports of one connection, `nil` for those of the page.
    func lines(page: Int, connection: Int?) -> [String] {
        reports.filter { $0.page.number == page && $0.report.connection == connection }.map(\.report.text)
    }

    /// The statistics of a connection, in order.
    func statistics(page: Int, connection: Int) -> [(time: Instant, digest: ConnectionStatistics)] {
        reports.compactMap { report in
            guard report.page.number == page, report.report.connection == connection,
                case .statistics(let digest) = report.report.content
            else { return nil }
            return (report.occurred, digest)
        }
    }
}
