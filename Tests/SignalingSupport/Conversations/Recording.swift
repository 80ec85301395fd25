package import Events
import Foundation
import Messages
package import Routing
import Text

/// What clients said through a relay while they had a call, as it was recorded: a file of `Recordings`.
///
/// ```
/// # who and what, with versions
/// 0.000 p1 joins demo                 behind it, where it is so: name=alice aware address=192.0.2.1
/// 0.412 p1 says {"sdp":{…}}           says-json "…" for a text with line ends
/// 62.100 p2 leaves closed 1001        leaves closed, leaves lost
/// 75.000 end
/// ```
/// The times are seconds since the first came.
package struct Recording {
    /// A line that is none of these.
    package struct Unreadable: Error, Equatable {
        package let line: String

        package init(line: String) { self.line = line }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Recordings")

    /// When the recording was stopped.
    package let end: Instant
    private let events: [(time: Instant, event: Switchboard.Event)]

    /// The names of all recordings, in order.
    package static func names() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "txt" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    /// The recording of that name.
    package static func named(_ name: String) throws -> Recording {
        try Recording(String(contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8))
    }

    /// The recording that `text` is.
    package init(_ text: String) throws {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        guard let last = lines.last, let end = Self.time(last), last.hasSuffix(" end") else {
            throw Unreadable(line: String(lines.last ?? ""))
        }
        self.end = end
        events = try lines.dropLast().map { line in
            guard let time = Self.time(line), let event = Self.event(line) else {
                throw Unreadable(line: String(line))
            }
            return (time, event)
        }
    }

    /// What a relay writes down of it: who hears what is the switchboard's doing, and not in the file.
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

    private static func event(_ line: Substring) -> Switchboard.Event? {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, let peer = PeerID(words[1]) else { return nil }
        // As it came, were there a space at its beginning.
        let rest = line.dropFirst(words[0...2].reduce(3) { $0 + $1.count })
        switch words[2] {
        case "joins": return arrival(peer, rest).map { .arrived($0) }
        case "says": return .said(peer, .text(String(rest)))
        case "says-json": return JSONValue(Array(rest.utf8))?.string.map { .said(peer, .text($0)) }
        case "leaves": return departure(rest).map { .left(peer, $0) }
        default: return nil
        }
    }

    private static func arrival(_ peer: PeerID, _ text: Substring) -> ConnectionRequest? {
        let words = text.split(separator: " ").map(String.init)
        var arrival = ConnectionRequest(id: peer, room: words[0], address: "127.0.0.1:\(50_000 + peer.number)")
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts[0], parts.dropFirst().first) {
            case ("aware", nil): arrival.isAware = true
            case ("name", let name?): arrival.name = name
            case ("address", let address?): arrival.address = address
            default: return nil
            }
        }
        return arrival
    }

    private static func departure(_ text: Substring) -> DisconnectReason? {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        if words == ["lost"] { return .lost }
        guard words[0] == "closed" else { return nil }
        guard words.count > 1 else { return .closed(nil, reason: "") }
        return UInt16(words[1]).map {
            .closed(CloseCode(rawValue: $0), reason: words.count > 2 ? words[2] : "")
        }
    }
}
