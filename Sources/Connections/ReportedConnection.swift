public import Events
public import Reports

/// A connection of a page, as its probe reports it.
///
/// ```
/// new RTCPeerConnection ─► setLocalDescription ─► ICE checking ─► ICE connected ─► DTLS connected ─► connected
/// ```
public struct ReportedConnection: Sendable {
    /// The number of candidate errors that are kept.
    package static let errorLimit = 16

    /// The id.
    public let id: ConnectionID
    /// The time at which it was made, or first reported.
    public let made: Instant
    /// The configuration.
    public package(set) var configuration = ConnectionConfiguration()
    /// The current states; a state that was not reported is missing.
    public package(set) var states: [StateMachine: String] = [:]
    /// The entries that reported the current states.
    public package(set) var stateEntries: [StateMachine: Int] = [:]
    /// The times at which each state of the connection was entered last.
    public package(set) var stateTimes: [StateMachine: Instant] = [:]
    /// The time of the first call of `setLocalDescription` or `setRemoteDescription`.
    public package(set) var negotiated: Instant?
    /// The time at which it was connected first.
    public package(set) var connected: Instant?
    /// The entry that reported that.
    public package(set) var connectedEntry: Int?
    /// The last entry about it.
    public package(set) var lastEntry: Int
    /// The failures to gather candidates from ICE servers.
    public package(set) var errors: [CandidateError] = []
    /// The entries of these failures.
    public package(set) var errorEntries: [Int] = []
    /// The number of local candidates that were gathered, by type.
    public package(set) var gathered: [String: Int] = [:]
    /// The last statistics.
    public package(set) var statistics: ConnectionStatistics?
    /// The rates that follow from the statistics.
    public package(set) var rates = ConnectionRates()
    /// The kinds of remote tracks that are muted.
    public package(set) var muted: Set<String> = []
    /// Whether it was closed by its page, or its page is gone.
    public package(set) var isClosed = false
    /// Whether a remote description was applied.
    package var hasRemoteDescription = false
    /// The peer that it was found to belong to; `nil` before that.
    package var foundPeer: PeerID?
    /// Whether another page holds its local description.
    package var isDisputed = false
    /// The keys of the last two local descriptions, the current one last: messages lag behind.
    package private(set) var locals: [DescriptionKey] = []
    /// The key of the remote description.
    package var remote: DescriptionKey?
    /// The last call of `setRemoteDescription`, until the peer of the connection is known.
    package var pendingRemote: (call: APICall, report: PageReport, entry: Int?)?
    /// The calls of `addIceCandidate` until the peer of the connection is known, the latest.
    package private(set) var pendingCandidates: [(call: APICall, report: PageReport, entry: Int?)] = []
    /// The number of such calls that are kept: 32, more than a browser gathers for one m-section.
    private static let pendingLimit = 32
    /// The streams without packets or frames, by kind and direction, and since when.
    package var silentSince: [String: Instant] = [:]

    package init(_ id: ConnectionID, made: Instant, entry: Int) {
        (self.id, self.made, lastEntry) = (id, made, entry)
    }

    /// The key of the local description.
    package var local: DescriptionKey? { locals.last }

    /// Records the local description.
    package mutating func setLocal(_ key: DescriptionKey) {
        locals.removeAll { $0 == key }
        locals = locals.suffix(1) + [key]
    }

    /// The state that the page reports, in the terms of the console.
    public var state: State {
        if isClosed { return .closed }
        switch states[.connection] {
        case "connected": return .connected
        case "disconnected": return .disconnected
        case "failed": return hasFailedInDTLS ? .failedDTLS : .failedICE
        case "closed": return .closed
        default: break
        }
        switch states[.ice] {
        case "failed": return .failedICE
        case "checking", "connected", "completed": return .checking
        default: return states[.connection] == "connecting" ? .checking : .new
        }
    }

    private var hasFailedInDTLS: Bool {
        if states[.dtls] == "failed" { return true }
        return states[.ice] == "connected" || states[.ice] == "completed"
    }

    /// The time from the first description that was applied to the connection, in nanoseconds; `nil` if it was not
    /// connected.
    public var setupTime: Int64? {
        connected.map { max(0, $0.nanoseconds - (negotiated ?? made).nanoseconds) }
    }

    /// Records which streams have no packets or frames; the encodings of one m-section count together.
    package mutating func updateSilence(at time: Instant) {
        guard let statistics, state == .connected else { return silentSince = [:] }
        var totals: [String: Int] = [:]
        for stream in statistics.outbound {
            if let packets = stream.packets { totals["out \(stream.mid ?? "") \(stream.kind)", default: 0] += packets }
        }
        for stream in statistics.inbound {
            guard let packets = stream.packets else { continue }
            totals["in \(stream.mid ?? "") \(stream.kind)", default: 0] += packets
            guard stream.kind == "video", packets > 0, let frames = stream.frames else { continue }
            totals["decoded \(stream.mid ?? "") \(stream.kind)", default: 0] += frames
        }
        let silent = totals.filter { $0.value == 0 }.keys
        silentSince = Dictionary(uniqueKeysWithValues: silent.map { ($0, silentSince[$0] ?? time) })
    }

    /// A state of a connection.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case new, checking, connected, disconnected
        case failedICE = "failed (ICE)"
        case failedDTLS = "failed (DTLS)"
        case closed
    }
}

extension ReportedConnection {
    /// Keeps a call of `addIceCandidate` until the peer of the connection is known.
    package mutating func addPending(_ call: APICall, _ report: PageReport, entry: Int?) {
        pendingCandidates = pendingCandidates.suffix(Self.pendingLimit - 1) + [(call, report, entry)]
    }

    /// Forgets the calls that were kept until the peer was known.
    package mutating func removePending() { (pendingRemote, pendingCandidates) = (nil, []) }
}

/// The bit rates of a connection, one value for each report of statistics.
public struct ConnectionRates: Sendable {
    /// The number of values: 60, five minutes while connected.
    public static let limit = 60

    /// The bits a second that were received and sent, the oldest first.
    public private(set) var received: [Int] = []
    public private(set) var sent: [Int] = []
    private var last: (received: Int, sent: Int, time: Instant)?

    /// Adds the totals of bytes in `statistics`.
    package mutating func add(_ statistics: ConnectionStatistics, at time: Instant) {
        guard let pair = statistics.selectedPair, let received = pair.bytesReceived, let sent = pair.bytesSent else {
            return
        }
        defer { last = (received, sent, time) }
        guard let last, time > last.time, received >= last.received, sent >= last.sent else { return }
        let seconds = Double(time.nanoseconds - last.time.nanoseconds) / 1e9
        append(Double(received - last.received) * 8 / seconds, to: &self.received)
        append(Double(sent - last.sent) * 8 / seconds, to: &self.sent)
    }

    private func append(_ rate: Double, to rates: inout [Int]) {
        rates.append(Int(min(rate, 1e12)))
        if rates.count > Self.limit { rates.removeFirst() }
    }
}
