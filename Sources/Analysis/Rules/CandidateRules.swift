import Events
import SDP
import Text

extension Rule {
    /// A candidate arrived before any description of its sender.
    public static let candidateBeforeDescription = Rule(
        "candidate-before-description", .candidates, .error, title: "candidate before its description",
        reference: "W3C webrtc-pc addIceCandidate",
        presumesDelivery: true, followsFromGlare: true, outlastsNextRound: true,
        explanation: """
            A candidate reached a peer before any description of the side that sent it. Without a remote description \
            addIceCandidate throws, and the candidate is lost. Send the description first, and keep candidates that \
            come early in a queue until it is applied.
            """)

    /// No description of the sender has the ICE user name of a candidate.
    public static let unknownGeneration = Rule(
        "unknown-generation", .candidates, .error, title: "candidate of an unknown generation",
        reference: "RFC 9429 §4.1.19, W3C webrtc-pc addIceCandidate",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            The candidate has an ICE user name that no description of its sender had for that section. Chromium \
            passes over it, Firefox raises an error, and nobody uses it. Usually it belongs to another connection or \
            to an offer that was never sent.
            """)

    /// A side named no candidates in time.
    public static let noCandidates = Rule(
        "no-candidates", .candidates, .error, title: "no candidates",
        reference: "RFC 9429 §3.5.2",
        presumesDelivery: true, followsFromGlare: true, outlastsNextRound: true,
        explanation: """
            Neither the description nor what came after it has a single candidate. If the other side has none \
            either, ICE has nothing to try; if it has some, only checks that happen to arrive can connect them. Send \
            what the icecandidate event brings, or wait until gathering is complete before you send \
            localDescription. With iceTransportPolicy relay and no TURN server that replies there are none at all.
            """)

    /// All candidates of a side are addresses of its own interfaces.
    public static let onlyHostCandidates = Rule(
        "only-host-candidates", .candidates, .warning, title: "only host candidates",
        reference: "RFC 8445 §5.1.1",
        explanation: """
            All candidates are addresses of the host's own interfaces. They serve inside one network; from another \
            they cannot be reached. Configure a STUN server and, for restrictive networks, a TURN server in \
            iceServers, and see that they can be reached.
            """)

    /// All candidates of a side are hidden behind `.local` names.
    public static let onlyMDNSCandidates = Rule(
        "only-mdns-candidates", .candidates, .warning, title: "only hidden host candidates",
        reference: "RFC 8828 §5.2",
        explanation: """
            All candidates hide their addresses behind names that end with .local, which only machines of the same \
            network can resolve, and not all of those. Servers mostly cannot. A STUN or TURN server gives addresses \
            that hold elsewhere; browsers show local ones once the camera is permitted.
            """)

    /// No candidate of a side is on a TURN server.
    public static let noRelayCandidate = Rule(
        "no-relay-candidate", .candidates, .information, title: "no relay candidate",
        reference: "RFC 8445 §5.1.1.2",
        explanation: """
            No candidate is on a TURN server. Most calls connect without one, but those between two restrictive \
            networks do not. If a TURN server is configured, its credentials may have expired, or its ports be \
            blocked.
            """)
}

/// Candidates that do not fit, or do not come (RFC 8445, RFC 8838, W3C webrtc-pc §4.4.1.9).
enum CandidateRules {
    /// How long a side may take to name candidates, or others than the first: browsers take a second, a server that
    /// does not reply is given up after a few.
    static let gatheringSeconds = 5
    /// How long a candidate may come before the description that it belongs to.
    static let strangerSeconds = 2

    /// How long an ICE user name may be, in bytes (RFC 8839 §5.4).
    static let ufragLimit = CredentialFault.Credential.ufrag.lengths.upperBound

    /// A candidate of `author` reached peers who have no description of it.
    static func early(_ author: PeerID, to hearer: PeerID, entry: Int, isKeyed: Bool) -> Observation {
        Observation(
            .candidateBeforeDescription, severity: isKeyed ? .information : .error,
            "a candidate of \(peer: author) reached \(peer: hearer) before any description did: it cannot be added",
            proof: [entry], subject: author.description)
    }

    /// No description had the user name of the candidate in `entry`, nor had one that came after it.
    static func stranger(_ ufrag: String, of author: PeerID, entry: Int, description: Int) -> Observation {
        Observation(
            .unknownGeneration,
            "a candidate of \(peer: author) has ufrag \(Excerpt(ufrag).description), which no description of it has",
            proof: [description, entry], subject: "\(author) \(ufrag)")
    }

    /// The ICE session of `author` has none ``gatheringSeconds`` after the answer; the other side has `others`, and may
    /// learn its address from its checks, if they arrive (RFC 8445 §7.3.1.3).
    static func none(_ generation: ICEGeneration, of author: PeerID, others: Int) -> Observation? {
        guard generation.candidates.total == 0 else { return nil }
        let words =
            generation.isComplete
            ? "\(peer: author) says that it has no candidates at all (\(entry: generation.entry))"
                as Sentence
            : "\(peer: author) named no candidate in \(gatheringSeconds) s, neither in \(entry: generation.entry) nor after it"
        return Observation(
            .noCandidates, severity: others == 0 ? .error : .warning, words, proof: [generation.entry],
            subject: "\(generation.entry)")
    }

    /// What the candidates of an ICE session lack ``gatheringSeconds`` after the first, between peers so near.
    static func kinds(_ generation: ICEGeneration, of author: PeerID, _ proximity: Proximity) -> [Observation] {
        let candidates = generation.candidates
        guard candidates.total > 0, proximity != .sameHost else { return [] }
        let isApart = proximity == .apart
        // One for all its ICE sessions: a server has one with each of its clients.
        let subject = ""
        var observations: [Observation] = []
        if candidates.isOnlyHost, candidates.hidden == candidates.host {
            observations.append(
                Observation(
                    .onlyMDNSCandidates, severity: isApart ? .warning : .information,
                    "\(peer: author) names only .local addresses, which mean nothing outside its own network",
                    proof: [generation.entry], subject: subject))
        } else if candidates.isOnlyHost {
            observations.append(
                Observation(
                    .onlyHostCandidates, severity: isApart ? .warning : .information,
                    "\(peer: author) names only addresses of its own (\(candidates.words)): no STUN server has replied, or none is set",
                    proof: [generation.entry], subject: subject))
        }
        if candidates.relay == 0, isApart {
            observations.append(
                Observation(
                    .noRelayCandidate,
                    "\(peer: author) has no relay candidate: where no direct path works there is no other",
                    proof: [generation.entry], subject: subject))
        }
        return observations
    }

    /// Whether `candidates` make up for what `rule` missed.
    static func isOver(_ rule: Rule, _ candidates: CandidateTally) -> Bool {
        switch rule {
        case .onlyHostCandidates, .onlyMDNSCandidates: !candidates.isOnlyHost
        case .noRelayCandidate: candidates.relay > 0
        default: false
        }
    }
}

/// How far two peers are from each other, as far as their addresses tell.
enum Proximity: Hashable, Sendable {
    case sameHost
    /// Behind one public address, or both with private ones.
    case sameNetwork
    case apart

    /// How far `one` is from `other`, each an address in text; those that are unknown are taken for near.
    init(_ one: String, _ other: String) {
        guard let first = IPAddress(one), let second = IPAddress(other) else {
            self = .sameHost
            return
        }
        if first == second {
            // Behind one address there may be many hosts, but that of a proxy is a private one, too.
            self = first.scope == .global ? .sameNetwork : .sameHost
        } else if first.scope == .loopback, second.scope == .loopback {
            self = .sameHost
        } else {
            self = first.scope != .global && second.scope != .global ? .sameNetwork : .apart
        }
    }
}
