import Events
import Messages
import SDP

/// Resolves glare for plain clients without perfect negotiation (W3C webrtc-pc §10.7).
///
/// Such clients fail if offers cross: each rolls its own offer back, answers, and then has no offer left for the answer
/// that it receives. So the guard drops the second of two crossing offers with its candidates, and holds the first one
/// until the other side has sent a candidate, which shows that it has set its own offer and can roll it back.
///
/// ```
/// p1 ─ offer ─▶ ┊ held         p2 ─ offer ─▶ ╳      p2 ─ candidate ─▶ ╳
///               └──────────────────────────────────▶ p2     p2 ─ answer ─▶ p1
/// ```
struct GlareGuard: Sendable {
    /// The longest time that the first offer is held, in nanoseconds: 500 ms, as most recipients make no offer of their own.
    static let holdTime: Int64 = 500_000_000
    /// The time within which an unanswered offer makes one of the other side a crossing one, in nanoseconds: 5 s.
    ///
    /// After that the first offer counts as abandoned, so that the other side can call.
    static let crossTime: Int64 = 5_000_000_000

    /// The decision on a message.
    enum Verdict: Hashable, Sendable {
        case pass
        case hold
        case drop(Interception.Cause)
    }

    private struct Lane: Hashable, Sendable {
        let sender: PeerID
        let recipient: PeerID
    }

    private struct Offer: Sendable {
        let author: PeerID
        let entry: Int
        let time: Instant
    }

    /// A dropped offer, with the means to tell its candidates from later ones.
    private struct Mute: Sendable {
        let offer: Int
        let ufrags: Set<String>
        var isAnswered = false
    }

    /// The rooms in which the guard is on.
    private(set) var extent: Snapshot.Guarded
    /// The peers that have sent a candidate since they joined.
    private var begun: Set<PeerID> = []
    /// The unanswered offers.
    private var offers: [Pair: Offer] = [:]
    private var muted: [Lane: Mute] = [:]

    init(isEverywhere: Bool) {
        extent = Snapshot.Guarded(isEverywhere: isEverywhere)
    }

    /// Whether the guard is off in all rooms.
    var isOff: Bool { extent.isOff }

    /// Switches the guard on or off in `room`, or in all rooms if that is `nil`.
    mutating func set(_ room: String?, isOn: Bool) {
        extent.set(room, isOn: isOn)
        // Earlier offers are soon answered or abandoned.
        if !isOn { (begun, offers, muted) = ([], [:], [:]) }
    }

    /// Records a message from `sender`, and returns whether it is the sender's first candidate.
    mutating func recordCandidate(_ parsed: ParsedMessage, from sender: PeerID) -> Bool {
        parsed.kind == .candidate && begun.insert(sender).inserted
    }

    /// Decides on the message of entry `entry` from `sender` to `recipient`.
    mutating func judge(
        _ parsed: ParsedMessage, entry: Int, from sender: PeerID, to recipient: PeerID, at time: Instant
    ) -> Verdict {
        let (pair, lane) = (Pair(sender, recipient), Lane(sender: sender, recipient: recipient))
        switch parsed.kind {
        case .offer:
            if let first = offers[pair], first.author == recipient,
                time.nanoseconds - first.time.nanoseconds < Self.crossTime
            {
                let ufrags = Set(parsed.descriptionSummary?.sections.compactMap(\.ufrag) ?? [])
                muted[lane] = Mute(offer: entry, ufrags: ufrags)
                return .drop(.guardedCrossing(offer: first.entry))
            }
            offers[pair] = Offer(author: sender, entry: entry, time: time)
            muted[lane] = nil
            return begun.contains(recipient) ? .pass : .hold
        case .answer:
            if offers[pair]?.author == recipient { offers[pair] = nil }
            muted[lane]?.isAnswered = true
            return .pass
        case .candidate, .endOfCandidates:
            guard let mute = muted[lane] else { return .pass }
            // A candidate without a ufrag belongs to the dropped offer until an answer has replaced it.
            let isMuted = parsed.usernameFragment.map(mute.ufrags.contains) ?? !mute.isAnswered
            return isMuted ? .drop(.guardedCandidate(offer: mute.offer)) : .pass
        case .bye, .leave:
            offers[pair] = nil
            return .pass
        default: return .pass
        }
    }

    /// Removes the state of `peer`, which has left a room with `others`.
    mutating func forget(_ peer: PeerID, among others: [PeerID]) {
        guard !isOff else { return }
        begun.remove(peer)
        for other in others {
            offers[Pair(peer, other)] = nil
            muted[Lane(sender: peer, recipient: other)] = nil
            muted[Lane(sender: other, recipient: peer)] = nil
        }
    }
}
