import Events
import Messages
import SDP

/// Keeps two plain clients that offer at once from ending without a connection.
///
/// Most browsers' clients that have no perfect negotiation (W3C webrtc-pc §10.7) fail when offers cross: each takes its
/// own offer back, answers, and then has no offer left for the answer that comes. So the second of two crossing offers
/// is dropped with its candidates, and the first goes on only when the other side has sent a candidate, by which its own
/// offer is in place and can be taken back.
///
/// ```
/// p1 ─ offer ─▶ ┊ held         p2 ─ offer ─▶ ╳      p2 ─ candidate ─▶ ╳
///               └──────────────────────────────────▶ p2     p2 ─ answer ─▶ p1
/// ```
struct GlareGuard: Sendable {
    /// How long the first offer waits for a sign that the other side has begun: most have nothing to begin.
    static let holdTime: Int64 = 500_000_000
    /// How long an offer without an answer makes the other side's a crossing one; later its author is taken to have
    /// given up, so that nobody is kept from calling for ever.
    static let crossTime: Int64 = 5_000_000_000

    /// What is to be done with a message.
    enum Verdict: Hashable, Sendable {
        case pass
        case hold
        case drop(Interception.Cause)
    }

    private struct Lane: Hashable, Sendable {
        let sender: PeerID
        let receiver: PeerID
    }

    private struct Offer: Sendable {
        let author: PeerID
        let entry: Int
        let time: Instant
    }

    /// An offer that was dropped, and what tells its candidates from later ones.
    private struct Mute: Sendable {
        let offer: Int
        let ufrags: Set<String>
        var isAnswered = false
    }

    /// Where it works.
    private(set) var extent: Snapshot.Guarded
    /// Who has sent a candidate since it came.
    private var begun: Set<PeerID> = []
    /// Offers that are not answered yet.
    private var offers: [Pair: Offer] = [:]
    private var muted: [Lane: Mute] = [:]

    init(isEverywhere: Bool) {
        extent = Snapshot.Guarded(isEverywhere: isEverywhere)
    }

    /// Whether it works nowhere.
    var isOff: Bool { extent.isOff }

    /// Makes it work in `room`, or everywhere if that is nil, or no more.
    mutating func set(_ room: String?, isOn: Bool) {
        extent.set(room, isOn: isOn)
        // What was offered before is soon answered or given up.
        if !isOn { (begun, offers, muted) = ([], [:], [:]) }
    }

    /// Takes in that `sender` said something, whoever hears it; true if that is its first candidate.
    mutating func note(_ reading: ParsedMessage, from sender: PeerID) -> Bool {
        reading.kind == .candidate && begun.insert(sender).inserted
    }

    /// What is to be done with what `sender` says to `receiver` in entry `entry`.
    mutating func judge(
        _ reading: ParsedMessage, entry: Int, from sender: PeerID, to receiver: PeerID, at time: Instant
    ) -> Verdict {
        let (pair, lane) = (Pair(sender, receiver), Lane(sender: sender, receiver: receiver))
        switch reading.kind {
        case .offer:
            if let first = offers[pair], first.author == receiver,
                time.nanoseconds - first.time.nanoseconds < Self.crossTime
            {
                let ufrags = Set(reading.terms?.sections.compactMap(\.ufrag) ?? [])
                muted[lane] = Mute(offer: entry, ufrags: ufrags)
                return .drop(.guardedCrossing(offer: first.entry))
            }
            offers[pair] = Offer(author: sender, entry: entry, time: time)
            muted[lane] = nil
            return begun.contains(receiver) ? .pass : .hold
        case .answer:
            if offers[pair]?.author == receiver { offers[pair] = nil }
            muted[lane]?.isAnswered = true
            return .pass
        case .candidate, .endOfCandidates:
            guard let mute = muted[lane] else { return .pass }
            // Without a user name it is the dropped offer's until an answer has made another description.
            let isMuted = reading.usernameFragment.map(mute.ufrags.contains) ?? !mute.isAnswered
            return isMuted ? .drop(.guardedCandidate(offer: mute.offer)) : .pass
        case .bye, .leave:
            offers[pair] = nil
            return .pass
        default: return .pass
        }
    }

    /// Forgets one who has gone from a room where there are `others`.
    mutating func forget(_ peer: PeerID, among others: [PeerID]) {
        guard !isOff else { return }
        begun.remove(peer)
        for other in others {
            offers[Pair(peer, other)] = nil
            muted[Lane(sender: peer, receiver: other)] = nil
            muted[Lane(sender: other, receiver: peer)] = nil
        }
    }
}
