import Connections
public import Events
public import Findings
import HashTreeCollections
public import Negotiations

/// The progress of the negotiation between two peers.
public enum Progress: String, Hashable, Sendable, CaseIterable {
    /// There is no offer yet.
    case new
    /// An offer is outstanding.
    case offering
    /// The last offer was answered.
    case answered
    /// The last offer was answered, and neither description has an m-section: nothing can connect.
    case empty
    /// An offer that restarts ICE is outstanding.
    case restarting
    /// The answer did not come in time.
    case stuck
    /// There is an error that the peers cannot recover from.
    case failed
    /// The call has ended.
    case gone

    // Reported by the pages of the peers, and so known; all others are inferred from messages.

    /// ICE checks pairs of candidates.
    case checking
    /// The connection is established.
    case connected
    /// The connection is interrupted, and may recover.
    case disconnected
    /// No pair of candidates works.
    case failedICE = "failed (ICE)"
    /// A pair of candidates works, but the DTLS handshake over it failed.
    case failedDTLS = "failed (DTLS)"
    /// A page has closed the connection.
    case closed

    /// Whether pages report it; otherwise it is inferred.
    public var isKnown: Bool {
        switch self {
        case .checking, .connected, .disconnected, .failedICE, .failedDTLS, .closed: true
        case .new, .offering, .answered, .empty, .restarting, .stuck, .failed, .gone: false
        }
    }
}

extension CallBook {
    /// The progress of a current negotiation.
    public func progress(of negotiation: Negotiation) -> Progress {
        if let known = knownProgress(of: negotiation) { return known }
        let active = activeFindings(about: negotiation)
        if active.contains(where: { $0.severity == .error }) { return .failed }
        if active.contains(where: { $0.rule == .unansweredOffer }) { return .stuck }
        if negotiation.isRestarting { return .restarting }
        if negotiation.isOffering, !negotiation.isAnsweredElsewhere { return .offering }
        guard negotiation.reply != nil else { return .new }
        return negotiation.isEmpty ? .empty : .answered
    }

    /// The progress that the pages of the two peers report: the worse one if both do; `nil` if neither has got as far as
    /// checking candidates.
    private func knownProgress(of negotiation: Negotiation) -> Progress? {
        let states = connections(of: negotiation).map(\.connection.state)
        guard !states.isEmpty else { return nil }
        let order: [(ReportedConnection.State, Progress)] = [
            (.closed, .closed), (.failedDTLS, .failedDTLS), (.failedICE, .failedICE), (.disconnected, .disconnected),
            (.checking, .checking), (.connected, .connected),
        ]
        return order.first { states.contains($0.0) }?.1
    }

    /// The progress of the last negotiation of `call`, or that the call has ended.
    public func progress(of call: Call) -> Progress {
        call.ended != nil ? .gone : call.negotiations.last.map(progress) ?? .new
    }

    /// The progress of the last negotiation of the peers of `finding`; `nil` if it is about one peer that has no
    /// negotiation.
    public func progress(of finding: Finding) -> Progress? {
        let pair = finding.allPeers
        let negotiation =
            pair.count == 2
            ? list.current[Pair(pair[0], pair[1])]?.negotiations.last
            : finding.peers.first.flatMap { negotiations(of: $0).first }
        return negotiation.map(progress)
    }

    /// The active findings about `negotiation`, including those about a description of one of its peers.
    public func activeFindings(about negotiation: Negotiation) -> [Finding] {
        let pair = negotiation.id.pair
        let between = findings.active(.negotiation(negotiation.id))
        return between
            + [pair.first, pair.second].flatMap { peer in
                let side = negotiation[peer]
                let entries = [side.lastDescription?.entry, side.generation?.entry].compactMap(\.self)
                return findings.active(.peer(peer)).filter { $0.evidence.contains(where: entries.contains) }
            }
    }
}

// MARK: Timings

/// The durations of the steps of a negotiation; `nil` for a step that was not made.
public struct SetupTimings: Hashable, Sendable {
    /// The time from the joining of the later peer to the first description, in nanoseconds.
    public let joinToOffer: Int64?
    /// The time from the last answered offer to its answer, in nanoseconds.
    public let offerToAnswer: Int64?
    /// The time from that answer to the first candidate of either side, in nanoseconds; negative if the candidate came
    /// first.
    public let answerToCandidate: Int64?
    /// The time of the last candidate.
    public let lastCandidate: Instant?
}

extension Negotiation {
    /// The durations of the steps between two peers, the later of which joined at `joined`.
    public func setupTimings(joined: Instant?) -> SetupTimings {
        let generations = [id.pair.first, id.pair.second].compactMap { self[$0].generation }
        let first = generations.compactMap(\.first).min()
        return SetupTimings(
            joinToOffer: joined.map { began.nanoseconds - $0.nanoseconds },
            offerToAnswer: reply?.nanoseconds,
            answerToCandidate: first.flatMap { candidate in
                replied.map { candidate.nanoseconds - $0.nanoseconds }
            },
            lastCandidate: generations.compactMap(\.last).max()
        )
    }
}
