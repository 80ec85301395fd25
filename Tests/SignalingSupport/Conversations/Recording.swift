package import Events
import Foundation
package import Routing

/// A call of real clients, recorded at a relay: a file in `Recordings`.
///
/// ```
/// # the clients, with their versions
/// 0.000 p1 joins demo
/// 0.412 p1 sends {"sdp":{…}}
/// 62.100 p2 leaves closed 1001
/// 75.000 end
/// ```
///
/// Each line has the seconds since the first peer joined, and an event of ``EventScript``.
package struct Recording {
    /// A line that is not understood.
    package struct Unreadable: Error, Equatable {
        package let line: String

        package init(line: String) { self.line = line }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Recordings")

    /// The time at which the recording ends.
    package let end: Instant
    private let events: [(time: Instant, event: Switchboard.Event)]

    /// Returns the names of all recordings in alphabetical order.
    package static func names() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "txt" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    /// Reads the recording with this name.
    package static func named(_ name: String) throws -> Recording {
        try Recording(String(contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8))
    }

    /// Reads the recording in `text`.
    package init(_ text: String) throws {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        guard let last = lines.last, let end = Self.time(last), last.hasSuffix(" end") else {
            throw Unreadable(line: String(lines.last ?? ""))
        }
        self.end = end
        var script = EventScript()
        events = try lines.dropLast().map { line in
            let rest = line.drop { $0 != " " }.dropFirst()
            guard let time = Self.time(line), let event = script.event(rest) else {
                throw Unreadable(line: String(line))
            }
            return (time, event)
        }
    }

    /// Plays the recording to `switchboard` and returns the entries, whose recipients the switchboard decides.
    package func play(_ switchboard: Switchboard = Switchboard()) -> [Entry] {
        var switchboard = switchboard
        var entries: [Entry] = []
        for (time, event) in events {
            for case .record(let entry) in switchboard.receive(event, at: time) { entries.append(entry) }
        }
        return entries
    }

    private static func time(_ line: Substring) -> Instant? {
        Double(line.prefix { $0 != " " }).map { Instant.seconds($0) }
    }
}
