import Text

/// The tracks of a page: later events have only the ids of their tracks.
struct RTCStatsTracks: Sendable {
    /// The number of tracks: 512; the oldest are forgotten.
    static let limit = 512

    /// A track.
    private struct Track {
        let kind: String
        var isLocal: Bool
        /// The connection that sends or receives it; `nil` if none does.
        var connection: Int?
    }

    private var tracks: [String: Track] = [:]
    /// The ids in ``tracks``, the oldest first.
    private var order: [String] = []
    /// The kind of the last track of a sender, which its own id follows.
    private var added: (connection: Int, kind: String)?
    /// The connection of the track that was reported last; `nil` once it was taken.
    private var connection: Int?

    /// The number of tracks.
    var count: Int { tracks.count }

    /// Returns the report of an event of a track; `nil` if it is none, or its track is not known.
    mutating func content(of event: RTCStatsEvent) -> PeerReport.Content? {
        switch event.method {
        case .remoteTrack: return add(event.argument, isLocal: false, event)
        case .localTrack: return add(event.argument, isLocal: true, event)
        case .transceiver:
            guard let first = event.argument?.elements(1).first else { return nil }
            if let kind = first.string, let connection = event.connection {
                added = (connection, ReportReader.cut(kind, 10))
                return nil
            }
            return add(first, isLocal: true, event)
        case .senderMade:
            // A sender is named by the track of its receiver.
            guard let id = event.extra, let added, added.connection == event.connection else { return nil }
            if tracks[Self.key(id)] == nil { record(id, added.kind, isLocal: false, event.connection) }
            self.added = nil
            return nil
        case .trackReplaced:
            let elements = event.argument?.elements(2) ?? []
            if elements.count == 2, let (kind, id) = Self.track(elements[1]) {
                record(id, kind, isLocal: true, event.connection)
            }
            return nil
        case .trackRemoved: return report(event.argument?.string, "removed", isLocal: true)
        case .trackMuted: return report(event.argument?.string, "muted")
        case .trackUnmuted: return report(event.argument?.string, "unmuted")
        case .trackEnded: return report(event.argument?.string, "ended")
        case .trackEnabled: return report(event.extra, event.argument?.isTrue == true ? "enabled" : "disabled")
        default: return nil
        }
    }

    /// Records the tracks that a request for media returned.
    mutating func recordMedia(_ event: RTCStatsEvent) {
        for element in event.argument?.elements(16) ?? [] {
            guard let (kind, id) = Self.track(element) else { continue }
            record(id, kind, isLocal: true, nil)
        }
    }

    /// The connection of the track that was just reported; `nil` if it has none.
    mutating func takeConnection() -> Int? {
        defer { connection = nil }
        return connection
    }

    private mutating func add(_ value: JSONValue?, isLocal: Bool, _ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let connection = event.connection, let value, let (kind, id) = Self.track(value) else { return nil }
        if isLocal { added = (connection, kind) }
        record(id, kind, isLocal: isLocal, connection)
        return report(id, "added")
    }

    private mutating func record(_ id: String, _ kind: String, isLocal: Bool, _ connection: Int?) {
        let key = Self.key(id)
        if tracks.updateValue(Track(kind: kind, isLocal: isLocal, connection: connection), forKey: key) == nil {
            order.append(key)
            if order.count > Self.limit { tracks[order.removeFirst()] = nil }
        }
    }

    private mutating func report(_ id: String?, _ name: String, isLocal: Bool? = nil) -> PeerReport.Content? {
        guard let id, let track = tracks[Self.key(id)] else { return nil }
        var event = TrackEvent()
        event.kind = track.kind
        event.isLocal = isLocal ?? track.isLocal
        event.event = name
        connection = track.connection
        return .track(event)
    }

    /// The kind and the id of a track, which is told as a list of these and the ids of its streams.
    private static func track(_ value: JSONValue) -> (kind: String, id: String)? {
        let elements = value.elements(2)
        guard elements.count == 2, let kind = elements[0].string, let id = elements[1].string else { return nil }
        return (ReportReader.cut(kind, 10), id)
    }

    private static func key(_ id: String) -> String { ReportReader.cut(id, 64) }
}
