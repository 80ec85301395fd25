public import SDP

/// The payload of a text or binary message from a peer.
///
/// The relay forwards the same bytes with the same opcode.
public struct Message: Hashable, Sendable {
    /// The type of data in a message (RFC 6455 §5.6), which a delivery preserves.
    public enum Opcode: Hashable, Sendable {
        case text
        case binary
    }

    /// The size limit of a reassembled message in bytes: 256 KiB, as descriptions of large conferences exceed 64 KiB.
    public static let byteLimit = 256 * 1024

    public let opcode: Opcode
    /// The bytes as they were received.
    public let payload: [UInt8]
    /// The lengths in bytes of the fragments that the message was received in, in order (RFC 6455 §5.4); empty if it was one
    /// frame.
    ///
    /// Recorded on proxied sockets only, which forward an unchanged message in the same fragments.
    public let fragments: [Int]
    /// The packets of a proxied Engine.IO session that carry the message; `nil` if it is not one of such a session.
    public let packet: CarrierPacket?

    public init(_ opcode: Opcode, _ payload: [UInt8], fragments: [Int] = [], packet: CarrierPacket? = nil) {
        self.opcode = opcode
        self.payload = payload
        self.fragments = fragments
        self.packet = packet
    }

    /// Returns the message with another payload, the same opcode, and in the same packets.
    public func replacing(_ payload: [UInt8]) -> Message { Message(opcode, payload, packet: packet) }

    /// The memory of the message in bytes.
    public var size: Int { payload.count + (packet?.size ?? 0) }

    /// Makes a text message.
    public static func text(_ text: String) -> Message {
        Message(.text, Array(text.utf8))
    }

    /// The payload as text; `nil` if it is not UTF-8.
    public var text: String? {
        String(validating: payload, as: UTF8.self)
    }
}

/// The kind of a message.
public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session description that offers a session (W3C webrtc-pc, `RTCSdpType`).
    case offer
    /// A session description that accepts an offer.
    case answer
    /// A provisional answer.
    case pranswer
    /// The withdrawal of an offer (RFC 9429 §4.1.10.2).
    case rollback
    /// One or more ICE candidates (RFC 8839 §5.1).
    case candidate
    /// The end of the sender's candidates (RFC 8838 §8.2).
    case endOfCandidates = "end-of-candidates"
    /// The end of a call.
    case bye
    /// A request to join a room, or the news that the sender has joined.
    case join
    /// The news that the sender leaves a room.
    case leave
    /// A list of peers, or a change of it.
    case roster
    /// A message that only keeps the connection alive.
    case keepalive
    /// An error message.
    case error
    /// Any other text.
    case other
    /// Binary data, or encrypted text.
    case opaque

    /// Whether the message is part of a negotiation.
    public var isNegotiation: Bool {
        switch self {
        case .offer, .answer, .pranswer, .rollback, .candidate, .endOfCandidates: true
        case .bye, .join, .leave, .roster, .keepalive, .error, .other, .opaque: false
        }
    }
}

/// The section and the ICE session that a candidate belongs to, from the members beside it (W3C `RTCIceCandidateInit`).
struct CandidateTarget: Hashable {
    var mid: String?
    var index: Int?
    var usernameFragment: String?

    /// The section in a summary: `m0` by index, or else the mid; empty if neither is known.
    var summary: String {
        if let index { return "m\(index)" }
        return mid.map { "mid \($0)" } ?? ""
    }
}

/// A candidate with the section and the ICE session that it belongs to (W3C `RTCIceCandidateInit`).
public struct CandidateInit: Hashable, Sendable {
    /// The candidate.
    public let candidate: Candidate
    /// The mid of its section; `nil` if the message does not name it.
    public let mid: String?
    /// The ICE user name, from the member beside it or else from its line; `nil` if there is none.
    public let usernameFragment: String?

    init(_ candidate: Candidate, _ section: CandidateTarget) {
        self.candidate = candidate
        mid = section.mid
        usernameFragment = section.usernameFragment ?? candidate.ufrag
    }

    /// The memory that it takes, in bytes: an upper estimate.
    var size: Int { candidate.size + (mid?.utf8.count ?? 0) + (usernameFragment?.utf8.count ?? 0) + 64 }
}
