import Connections
import Events
public import Findings
import Negotiations
import Reports
import Text

extension Rule {
    /// The browser's connectivity checks are not answered.
    public static let unansweredChecks = Rule(
        "unanswered-checks", .connection, .error, title: "checks go out, none come back",
        reference: "RFC 8445 §7", presumesDelivery: true,
        explanation: """
            The browser sends connectivity checks for each pair of candidates, and no response arrives. If checks of \
            the other side arrive, only the way back is blocked.
            """,
        remedy: """
            There is no path between the two: announce a TURN server that both sides reach, over TCP or TLS if UDP is \
            blocked. On one network, look for a firewall or for client isolation of the access point.
            """)

    /// The connection failed.
    public static let connectionFailed = Rule(
        "connection-failed", .connection, .error, title: "connection failed",
        reference: "W3C webrtc-pc RTCPeerConnectionState",
        explanation: """
            The browser reports that the connection has failed: no pair of candidates works, or the DTLS handshake did \
            not succeed.
            """,
        remedy: """
            See the candidate pairs on the connection screen. A failed connection recovers only by an ICE restart: call \
            restartIce and negotiate again.
            """)

    /// An ICE server did not give a candidate.
    public static let iceServerError = Rule(
        "ice-server-error", .connection, .warning, title: "ICE server gives no candidate",
        reference: "W3C webrtc-pc RTCPeerConnectionIceErrorEvent, RFC 8656 §5",
        explanation: """
            The browser could not gather a candidate from a STUN or TURN server. 401 means that user name or credential \
            are wrong, 701 that the server could not be reached, 486 or 508 that it is full.
            """,
        remedy: """
            401: compare the credentials, and the clock if they expire. 701: check the address, port and protocol, and \
            whether a firewall blocks them. Other codes are the server's own.
            """)

    /// Relay candidates exist on both sides, and yet the connection failed.
    public static let unusedRelay = Rule(
        "unused-relay", .connection, .warning, title: "relay gathered, never paired",
        reference: "RFC 8656 §9",
        explanation: """
            The browser has a relay candidate, and the connection failed all the same: the TURN server does not pass \
            the checks on, or the candidate did not reach the other side.
            """,
        remedy: """
            Check the external address and the port range of the TURN server, and that both sides exchange their relay \
            candidates.
            """)

    /// ICE is connected, but DTLS is not.
    public static let unfinishedDTLS = Rule(
        "unfinished-dtls", .connection, .error, title: "ICE up, DTLS stuck",
        reference: "RFC 8842 §5",
        explanation: """
            A pair of candidates works, but the DTLS handshake over it does not complete: the certificate does not \
            match the fingerprint in the description, or both sides wait for the other to begin.
            """,
        remedy: """
            Compare the fingerprint and a=setup in the descriptions that were sent and applied; a server or an old \
            description may have changed them.
            """)

    /// The connection is established, and carries no media.
    public static let silentMedia = Rule(
        "silent-media", .connection, .warning, title: "connected, silent",
        reference: "W3C webrtc-stats RTCInboundRtpStreamStats",
        explanation: """
            The connection is established, but a stream that was negotiated carries no packets, or what arrives is not \
            decoded.
            """,
        remedy: """
            Nothing sent: the sender has no track, or the track is muted or disabled. Received but not decoded: the \
            decoder lacks a key frame or the codec.
            """)

    /// A page has two open connections with one peer.
    public static let connectionLeak = Rule(
        "connection-leak", .connection, .warning, title: "earlier connection still open",
        explanation: """
            The page has made a new RTCPeerConnection for a peer with which it has an open one. The old one keeps the \
            camera and its ports, and its candidates may be mistaken for those of the new one.
            """,
        remedy: """
            Call close() on the old connection, and drop its handlers.
            """)

    /// Two pages claim the same description.
    public static let conflictingReports = Rule(
        "conflicting-reports", .connection, .warning, title: "two pages claim one connection",
        explanation: """
            Two pages report that they made the same local description. The reports of the first one count; those of \
            the other are shown as a page of its own.
            """,
        remedy: """
            A page that was duplicated, or a probe that is included twice in different frames, may do this. Otherwise \
            find out who sends these reports.
            """)
}

/// Checks of the connections that pages report.
enum ConnectionRules {
    /// The number of connectivity checks without a response after which there is probably no path: 5.
    static let requestLimit = 5
    /// The time that checks have, in seconds: a slow page applies the answer late, and TURN candidates come last.
    static let checkSeconds = 5
    /// The time after which DTLS should be connected over a working pair, in seconds.
    static let dtlsSeconds = 5
    /// The time after which a connection carries media, in seconds.
    static let mediaSeconds = 5

    /// Whether all pairs have sent checks and none has received a response.
    static func unansweredChecks(
        _ connection: ReportedConnection, of peer: PeerID?, at time: Instant
    ) -> Observation? {
        guard connection.stateTimes[.ice].map({ time.seconds(since: $0) >= Int64(checkSeconds) }) == true,
            connection.state == .checking || connection.state == .failedICE, let statistics = connection.statistics,
            !statistics.pairs.isEmpty
        else { return nil }
        let tried = statistics.pairs.filter { ($0.requestsSent ?? 0) >= requestLimit }
        guard !tried.isEmpty, statistics.pairs.allSatisfy({ ($0.responsesReceived ?? 0) == 0 }) else { return nil }
        let sent = statistics.pairs.reduce(0) { $0 + ($1.requestsSent ?? 0) }
        let received = statistics.pairs.reduce(0) { $0 + ($1.requestsReceived ?? 0) }
        let way =
            received > 0
            ? "\(received) checks of the other side arrived, so only the way from here is blocked"
            : "and no check of the other side arrived: there is no path"
        return Observation(
            .unansweredChecks,
            "\(name(peer, connection)) sent \(sent) checks over \(statistics.pairs.count) pairs, and no response came; \(way)",
            proof: [connection.stateEntries[.ice] ?? connection.lastEntry], subject: connection.id.description)
    }

    /// The observation that a connection has failed, with what its pairs tell.
    static func failed(_ connection: ReportedConnection, of peer: PeerID?, entry: Int) -> Observation {
        let cause: String
        if connection.state == .failedDTLS {
            cause = "in the DTLS handshake, over a pair of candidates that works"
        } else if let pairs = connection.statistics?.pairs, !pairs.isEmpty {
            let types = Set(pairs.map { "\($0.local.type)-\($0.remote.type)" }).sorted().joined(separator: ", ")
            cause = "in ICE: none of \(pairs.count) pairs works (\(types))"
        } else {
            cause = "in ICE: it has no pair of candidates"
        }
        return Observation(
            .connectionFailed, "the connection of \(name(peer, connection)) failed \(cause)", proof: [entry],
            subject: connection.id.description)
    }

    /// The observation that an ICE server gave no candidate, unless it is one of many such reports of a server.
    static func serverError(_ error: CandidateError, _ connection: ReportedConnection, of peer: PeerID?, entry: Int)
        -> Observation?
    {
        guard error.code >= 300 else { return nil }
        // Each local address is reported by itself; IPv6 without a route is common and harmless.
        let isTURN = error.url.hasPrefix("turn")
        guard isTURN || error.code != 701 else { return nil }
        let hasRelay = (connection.gathered["relay"] ?? 0) > 0
        return Observation(
            .iceServerError, severity: isTURN && !hasRelay ? .warning : .information,
            "no \(isTURN ? "relay " : "")candidate for \(name(peer, connection)): \(Excerpt(error.summary, limit: 160).description)",
            proof: [entry], subject: "\(connection.id) \(error.url) \(error.code)")
    }

    /// The observation that relay candidates were gathered and never used, if the connection failed.
    static func unusedRelay(_ connection: ReportedConnection, of peer: PeerID?, entry: Int) -> Observation? {
        guard connection.state == .failedICE, (connection.gathered["relay"] ?? 0) > 0,
            let pairs = connection.statistics?.pairs,
            !pairs.contains(where: { $0.local.type == "relay" && $0.state == "succeeded" })
        else { return nil }
        return Observation(
            .unusedRelay, "\(name(peer, connection)) has a relay candidate, but no pair with it works", proof: [entry],
            subject: connection.id.description)
    }

    /// The observation that DTLS is not connected though ICE is.
    static func unfinishedDTLS(_ connection: ReportedConnection, of peer: PeerID?, at time: Instant) -> Observation? {
        let ice = connection.states[.ice]
        guard ice == "connected" || ice == "completed", connection.state != .connected,
            let since = connection.stateTimes[.ice], let dtls = connection.statistics?.dtls ?? connection.states[.dtls]
        else { return nil }
        let isFailed = dtls == "failed"
        let isStuck = dtls == "new" || dtls == "connecting"
        guard isFailed || isStuck && time.seconds(since: since) >= Int64(dtlsSeconds) else { return nil }
        let duration = isFailed ? "" : " since \(Int(time.seconds(since: since))) s"
        return Observation(
            .unfinishedDTLS,
            "ICE of \(name(peer, connection)) is connected\(duration), but DTLS \(isFailed ? "has failed" : "is \(dtls)")",
            proof: [connection.stateEntries[.ice] ?? connection.lastEntry], subject: connection.id.description)
    }

    /// The observations that a connected call carries no media.
    static func silentMedia(_ connection: ReportedConnection, of peer: PeerID?, at time: Instant) -> [Observation] {
        guard connection.state == .connected, let entry = connection.connectedEntry else { return [] }
        return connection.silentSince.sorted { $0.key < $1.key }.compactMap { stream, since in
            guard time.seconds(since: since) >= Int64(mediaSeconds) else { return nil }
            let kind = stream.split(separator: " ").last.map(String.init) ?? ""
            let problem =
                switch stream.split(separator: " ").first {
                case "out": "sends no \(kind): the track is missing, muted or disabled"
                case "in": "receives no \(kind)" + (connection.muted.contains(kind) ? ": the track is muted" : "")
                default: "decodes no frame of the \(kind) that it receives"
                }
            return Observation(
                .silentMedia, "\(name(peer, connection)) is connected, but \(Excerpt(problem, limit: 80).description)",
                proof: [entry], subject: "\(connection.id) \(stream)")
        }
    }

    /// The observation that a page has an earlier open connection with the same peer.
    static func leak(_ peer: PeerID, with other: PeerID, earlier: Int, entry: Int) -> Observation {
        Observation(
            .connectionLeak,
            "\(peer: peer) has a new connection with \(peer: other), and the earlier one is still open",
            proof: [earlier, entry].sorted(), subject: "\(peer) \(other)")
    }

    /// The observation that two pages claim one description.
    static func conflictingReports(_ id: ConnectionID, _ holder: ConnectionID, entry: Int) -> Observation {
        Observation(
            .conflictingReports,
            "\(id.page.description) claims the connection of \(holder.page.description); its reports do not count",
            proof: [entry], subject: id.description)
    }

    private static func name(_ peer: PeerID?, _ connection: ReportedConnection) -> Sentence {
        peer.map { "\(peer: $0)" } ?? "\(connection.id.page.description)"
    }
}
