import Connections
import Events
public import Findings
import Negotiations
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
            addIceCandidate throws, and the candidate is lost.
            """,
        remedy: """
            Send the description first, and queue early candidates until it is applied.
            """)

    /// No description of the sender has the ICE user name of a candidate.
    public static let unknownGeneration = Rule(
        "unknown-generation", .candidates, .error, title: "candidate of an unknown generation",
        reference: "RFC 9429 §4.1.19, W3C webrtc-pc addIceCandidate",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            The candidate has an ICE user name that no description of its sender had for that section. Chromium \
            ignores it, Firefox raises an error, and it is never used.
            """,
        remedy: """
            Look for a candidate of another connection, or of an offer that was never sent.
            """)

    /// A side sent no candidates in time.
    public static let noCandidates = Rule(
        "no-candidates", .candidates, .error, title: "no candidates",
        reference: "RFC 9429 §3.5.2",
        presumesDelivery: true, followsFromGlare: true, outlastsNextRound: true,
        explanation: """
            Neither the description nor any later message has a candidate. If the other side has none either, ICE has \
            nothing to try; if it has some, the two can only connect if its checks happen to arrive.
            """,
        remedy: """
            Send the candidates of the icecandidate event, or wait until gathering is complete before you send \
            localDescription. With iceTransportPolicy relay, there are none if no TURN server replies.
            """)

    /// All candidates of a side are addresses of its own interfaces.
    public static let onlyHostCandidates = Rule(
        "only-host-candidates", .candidates, .warning, title: "only host candidates",
        reference: "RFC 8445 §5.1.1",
        explanation: """
            All candidates are addresses of the host's own interfaces, which usually can be reached only from the same \
            network.
            """,
        remedy: """
            Configure a STUN server and, for restrictive networks, a TURN server in iceServers, and make sure that \
            they can be reached.
            """)

    /// All candidates of a side are hidden behind `.local` names.
    public static let onlyMDNSCandidates = Rule(
        "only-mdns-candidates", .candidates, .warning, title: "only hidden host candidates",
        reference: "RFC 8828 §5.2",
        explanation: """
            All candidates hide their addresses behind names that end with .local, which only machines in the same \
            network can resolve, and not all of those; most servers cannot.
            """,
        remedy: """
            Configure a STUN or TURN server, which provides addresses that are valid elsewhere; browsers reveal local \
            ones once camera access is granted.
            """)

    /// No candidate of a side is on a TURN server.
    public static let noRelayCandidate = Rule(
        "no-relay-candidate", .candidates, .information, title: "no relay candidate",
        reference: "RFC 8445 §5.1.1.2",
        explanation: """
            No candidate is on a TURN server. Most calls connect without one, but calls between two restrictive \
            networks do not.
            """,
        remedy: """
            Configure a TURN server. If there is one, check its credentials, and that its ports are not blocked.
            """)
}

/// Checks for candidates that are missing or belong to no description (RFC 8445, RFC 8838, W3C webrtc-pc §4.4.1.9).
enum CandidateRules {
    /// The time in which a side sends its candidates, in seconds; browsers take about one second, and a few if a STUN
    /// server does not reply.
    static let gatheringSeconds = 5
    /// The time by which a candidate may arrive before its description, in seconds.
    static let unmatchedSeconds = 2

    /// The length of an ICE user name, in bytes (RFC 8839 §5.4).
    static let ufragLimit = CredentialFault.Credential.ufrag.lengths.upperBound

    /// The observation that a candidate of `author` reached `recipient` before any description.
    static func beforeDescription(_ author: PeerID, to recipient: PeerID, entry: Int, isKeyed: Bool) -> Observation {
        Observation(
            .candidateBeforeDescription, severity: isKeyed ? .information : .error,
            "a candidate of \(peer: author) reached \(peer: recipient) before any description did: it cannot be added",
            proof: [entry], subject: author.description)
    }

    /// The observation that no description has the user name of the candidate in `entry`, even some time after it.
    static func unknownGeneration(_ ufrag: String, of author: PeerID, entry: Int, description: Int) -> Observation {
        Observation(
            .unknownGeneration,
            "a candidate of \(peer: author) has ufrag \(Excerpt(ufrag).description), which no description of it has",
            proof: [description, entry], subject: "\(author) \(ufrag)")
    }

    /// Checks whether `generation` has no candidates ``gatheringSeconds`` after the answer.
    ///
    /// If the other side has candidates, `others` of them, `author` can send checks, from which the other side may learn
    /// its address (RFC 8445 §7.3.1.3).
    static func noCandidates(_ generation: ICEGeneration, of author: PeerID, others: Int) -> Observation? {
        guard generation.candidates.total == 0 else { return nil }
        let sentence =
            generation.isComplete
            ? "\(peer: author) declares that it has no candidates at all (\(entry: generation.entry))"
                as Sentence
            : "\(peer: author) named no candidate in \(gatheringSeconds) s, neither in \(entry: generation.entry) nor after it"
        return Observation(
            .noCandidates, severity: others == 0 ? .error : .warning, sentence, proof: [generation.entry],
            subject: "\(generation.entry)")
    }

    /// Checks which types of candidates `generation` lacks ``gatheringSeconds`` after the first candidate.
    static func missingTypes(_ generation: ICEGeneration, of author: PeerID, _ proximity: Proximity) -> [Observation] {
        let candidates = generation.candidates
        guard candidates.total > 0, proximity != .sameHost else { return [] }
        let isApart = proximity == .apart
        // One finding for all generations of the author: a server has one with each of its clients.
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
                    "\(peer: author) names only addresses of its own (\(candidates.text)): no STUN server has replied, or none is set",
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

    /// Whether `candidates` have the type that `rule` found missing.
    static func isResolved(_ rule: Rule, by candidates: CandidateTally) -> Bool {
        switch rule {
        case .onlyHostCandidates, .onlyMDNSCandidates: !candidates.isOnlyHost
        case .noRelayCandidate: candidates.relay > 0
        default: false
        }
    }
}

/// The network distance of two peers, inferred from their addresses.
enum Proximity: Hashable, Sendable {
    case sameHost
    /// The peers have the same public address, or both have private ones.
    case sameNetwork
    case apart

    /// The distance between two addresses; `sameHost` if one of them is not known.
    init(_ one: String, _ other: String) {
        guard let first = IPAddress(one), let second = IPAddress(other) else {
            self = .sameHost
            return
        }
        if first == second {
            // Many hosts may share one public address; one private address may be that of a proxy on this host.
            self = first.scope == .global ? .sameNetwork : .sameHost
        } else if first.scope == .loopback, second.scope == .loopback {
            self = .sameHost
        } else {
            self = first.scope != .global && second.scope != .global ? .sameNetwork : .apart
        }
    }
}
