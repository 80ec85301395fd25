import Text

/// The descriptions of a connection, which later ones are told as differences to: those that are its `localDescription` and
/// `remoteDescription` in the page (W3C webrtc-pc §4.4.1), and those that were created before there is a local one.
struct RTCStatsDescriptions: Sendable {
    /// The descriptions of one side.
    private struct Side {
        /// The description that was negotiated last.
        var current: RTCStatsDescription?
        /// The description that is being negotiated.
        var pending: RTCStatsDescription?

        var latest: RTCStatsDescription? { pending ?? current }

        /// In the page, a candidate becomes part of the descriptions.
        mutating func recordCandidate() {
            current?.isExact = false
            pending?.isExact = false
        }
    }

    private var local = Side()
    private var remote = Side()
    private var createdOffer: RTCStatsDescription?
    private var createdAnswer: RTCStatsDescription?
    /// Whether a candidate was gathered since the last `setLocalDescription`, perhaps before it succeeded.
    private var hasGathered = false

    /// The bytes of the texts.
    var size: Int {
        [local.current, local.pending, remote.current, remote.pending, createdOffer, createdAnswer]
            .reduce(0) { $0 + ($1?.size ?? 0) }
    }

    /// Restores the description of a `setLocalDescription` or `setRemoteDescription`.
    ///
    /// - Parameters:
    ///   - value: The argument of the call.
    ///   - isLocal: Whether it is a `setLocalDescription`.
    /// - Returns: The description; `nil` if the browser makes it. The description that such a one is told as a difference
    ///   to; `nil` for others.
    mutating func begin(
        _ value: JSONValue?, isLocal: Bool
    ) -> (description: RTCStatsDescription?, base: RTCStatsDescription?) {
        guard isLocal else { return (RTCStatsDescription(value, base: remote.latest), nil) }
        hasGathered = false
        guard let value, value.isObject else { return (nil, local.latest) }
        let created = value["type"]?.string == "offer" ? createdOffer : createdAnswer
        (createdOffer, createdAnswer) = (nil, nil)
        return (RTCStatsDescription(value, base: local.latest ?? created), nil)
    }

    /// Restores the description that a `createOffer` or `createAnswer` made; `nil` if it is not told.
    mutating func create(_ value: JSONValue?) -> RTCStatsDescription? {
        guard let description = RTCStatsDescription(value, base: local.latest) else { return nil }
        if local.latest == nil {
            if description.kind == "offer" { createdOffer = description } else { createdAnswer = description }
        }
        return description
    }

    /// Records that a description was applied (RFC 9429 §3.2).
    mutating func apply(_ description: RTCStatsDescription, isLocal: Bool) {
        var description = description
        if isLocal, hasGathered { description.isExact = false }
        if !isLocal { swap(&local, &remote) }
        switch description.kind {
        case "rollback": (local.pending, remote.pending) = (nil, nil)
        case "answer":
            local = Side(current: description)
            if let offer = remote.pending { remote = Side(current: offer) }
        case "offer":
            // It replaces an offer of the other side: the polite peer rolls back.
            if remote.pending?.kind == "offer" { remote.pending = nil }
            local.pending = description
        default: local.pending = description
        }
        if !isLocal { swap(&local, &remote) }
    }

    /// Records that a candidate was gathered, or added.
    mutating func recordCandidate(isLocal: Bool) {
        if isLocal { hasGathered = true }
        if isLocal { local.recordCandidate() } else { remote.recordCandidate() }
    }
}
