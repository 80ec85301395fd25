public import Events
import Messages
import SDP

/// Finds the difference of two wall clocks from messages that both recordings have.
///
/// Each browser writes its own times. A message that one sent and the other received tells by how much their clocks differ,
/// plus the time that it took. Messages in both directions cancel that time, as in NTP (RFC 5905 §8).
///
/// ```
/// a  ──sent 10.000──╮         ╭──received 10.130──
///                   ╰─ 12.050 ┴ 12.070 ─╮            a's clock is 1.990 s behind that of b:
/// b  ────received 12.050───sent 12.070──╯            ((12.050 - 10.000) + (12.070 - 10.130)) / 2 = 1.995
/// ```
public struct ClockOffset {
    /// The number of messages of a recording that are compared: 10,000, more than the calls of an hour.
    static let limit = 10_000
    /// The shortest payload that is compared, in bytes: shorter ones, such as pings, are often equal by chance.
    static let shortest = 40

    /// A message that the client of a recording sent or received.
    private struct Passage {
        var sent: Int64?
        var received: Int64?
        /// Whether it occurs more than once, so that its times do not tell which belong together.
        var isAmbiguous = false
    }

    private var passages: [[UInt8]: Passage] = [:]
    private var servers: Set<PeerID> = []

    /// Creates an offset of a recording without messages.
    public init() {}

    /// Adds an event of the recording, at `time` in nanoseconds of its wall clock.
    public mutating func add(_ event: RelayEvent, at time: Int64) {
        guard case .entry(let entry) = event else { return }
        if case .joined(let peer) = entry.content, peer.role == .server { servers.insert(peer.id) }
        guard let delivery = entry.delivery, passages.count < Self.limit,
            let payload = Self.essence(delivery.message.payload), !delivery.isOperated
        else { return }
        let isReceived = servers.contains(delivery.author)
        var passage = passages[payload] ?? Passage()
        if isReceived {
            passage.isAmbiguous = passage.isAmbiguous || passage.received != nil
            passage.received = time
        } else {
            passage.isAmbiguous = passage.isAmbiguous || passage.sent != nil
            passage.sent = time
        }
        passages[payload] = passage
    }

    /// Returns the nanoseconds by which the clock of `other` is ahead of this one; `nil` if no message tells it.
    public func offset(to other: ClockOffset) -> Int64? {
        var (there, back): ([Int64], [Int64]) = ([], [])
        for (payload, own) in passages where !own.isAmbiguous {
            guard let others = other.passages[payload], !others.isAmbiguous else { continue }
            if let sent = own.sent, let received = others.received { there.append(received &- sent) }
            if let received = own.received, let sent = others.sent { back.append(sent &- received) }
        }
        // The fastest messages in each direction were delayed least.
        switch (there.min(), back.max()) {
        case (let there?, let back?): return there / 2 &+ back / 2
        case (let one?, nil), (nil, let one?): return one
        case (nil, nil): return nil
        }
    }

    /// Returns the part of a payload that a server passes on unchanged; `nil` if the payload is too short.
    ///
    /// It is the description or the candidate, as members around it may change.
    private static func essence(_ payload: [UInt8]) -> [UInt8]? {
        guard payload.count >= shortest else { return nil }
        let parsed = ParsedMessage(Message(.text, payload))
        if let sdp = parsed.descriptionText { return Array(sdp.utf8) }
        if let candidate = parsed.candidate { return Array(candidate.line.utf8) }
        return payload
    }
}
