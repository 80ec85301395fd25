import Events
public import Messages
import SDP
import Text

/// A template for a message that the operator writes, in the format of common tutorials and of the relay's own page.
///
/// ```
/// offer audio video:H264    {"sdp":{"type":"offer","sdp":"v=0…"}}
/// candidate 192.0.2.4 51234 {"candidate":{"candidate":"candidate:…","sdpMid":"0","sdpMLineIndex":0}}
/// bye                       {"type":"bye"}
/// ```
/// The last four are messages of the relay to aware peers, see ``AwareProtocol``.
public enum MessageTemplate: String, CaseIterable, Hashable, Sendable {
    case offer, answer, candidate
    case endOfCandidates = "end-of-candidates"
    case bye, rollback, welcome
    case peerJoined = "peer-joined"
    case peerLeft = "peer-left"
    case error

    /// All templates, in order.
    public static let all = allCases

    /// Finds the template `name`.
    ///
    /// - Throws: ``DraftError/unknownCommand(_:known:)`` with the names of all templates.
    public init(named name: String) throws(DraftError) {
        guard let template = MessageTemplate(rawValue: name) else {
            throw .unknownCommand(name, known: Self.allCases.map(\.name))
        }
        self = template
    }

    /// The name of the template: `end-of-candidates`.
    public var name: String { rawValue }

    /// The arguments; an ellipsis stands for repetition.
    public var parameters: String {
        switch self {
        case .offer: "[MEDIUM[:CODEC,…]…]"
        case .candidate: "[ADDRESS [PORT [MID]]]"
        case .welcome: "[ID [ROOM [NAME]]]"
        case .peerJoined: "[ID [NAME]]"
        case .peerLeft: "[ID [REASON…]]"
        case .error: "[CODE [ID]]"
        case .answer, .endOfCandidates, .bye, .rollback: ""
        }
    }

    /// A one-line description of the message.
    public var help: String {
        switch self {
        case .offer: "offers media, such as audio video:VP8,H264 data; audio and video where none is named"
        case .answer: "takes what an offer offers, and sends no media"
        case .candidate: "one host candidate"
        case .endOfCandidates: "no more candidates follow"
        case .bye: "the call is over"
        case .rollback: "the offer is taken back"
        case .welcome: "the relay to a peer that has come"
        case .peerJoined: "the relay to the others in its room"
        case .peerLeft: "the relay to those who are still in the room"
        case .error: "the relay to a peer whose message went nowhere"
        }
    }

    /// The suggestions for the first argument; empty if it can be anything.
    public var values: [String] {
        switch self {
        case .offer: OfferTemplate.kinds + KnownCodec.all.map { "\($0.kind):\($0.name)" }
        case .error: AddressingFault.all(id: "").map(\.code)
        default: []
        }
    }
}

extension MessageTemplate {
    /// Makes a message from the template.
    ///
    /// - Parameters:
    ///   - words: The arguments according to ``parameters``, all of which are optional.
    ///   - seed: The seed for the credentials of an offer or answer. The two sides of a call need different ones.
    ///   - offer: The text of the offer for an answer; ignored by other templates.
    /// - Returns: A text message.
    /// - Throws: Which argument is wrong and what is allowed, or that an answer lacks its offer.
    public func message(_ words: [String] = [], seed: UInt64, offer: String? = nil) throws(DraftError) -> Message {
        if let limit = wordLimit, words.count > limit { throw .extraWord(name, words[limit], parameters: parameters) }
        switch self {
        case .offer: return Self.description("offer", try OfferTemplate(words).text(seed: seed))
        case .answer:
            guard let offer else { throw .noOffer }
            return Self.description("answer", try AnswerTemplate(to: offer).text(seed: seed))
        case .candidate: return try Self.candidate(words)
        case .endOfCandidates: return .text(#"{"candidate":null}"#)
        case .bye: return .text(#"{"type":"bye"}"#)
        // A rollback has no text (W3C webrtc-pc, RTCSessionDescriptionInit).
        case .rollback: return Self.description("rollback", "")
        case .welcome:
            let room = words.count > 1 ? words[1] : ConnectionRequest.lobby
            return AwareProtocol.welcome(try Self.peer(words, name: 2, room: room), others: [])
        case .peerJoined: return AwareProtocol.joined(try Self.peer(words, name: 1))
        case .peerLeft:
            let reason = words.dropFirst().joined(separator: " ")
            let departure = DisconnectReason.closed(reason.isEmpty ? .normal : nil, reason: reason)
            return AwareProtocol.left(try Self.peer(words).id, departure)
        case .error: return AwareProtocol.error(try Self.fault(words))
        }
    }

    /// The largest number of arguments; `nil` if it is unlimited.
    private var wordLimit: Int? {
        switch self {
        case .offer, .peerLeft: nil
        case .candidate, .welcome: 3
        case .peerJoined, .error: 2
        case .answer, .endOfCandidates, .bye, .rollback: 0
        }
    }

    private static func description(_ type: String, _ text: String) -> Message {
        .text("{\"sdp\":{\"type\":\"\(type)\",\"sdp\":\(JSONString.encode(text))}}")
    }

    private static func candidate(_ words: [String]) throws(DraftError) -> Message {
        // An address for documentation (RFC 5737), and the highest priority of a host candidate (RFC 8445 §5.1.2).
        let address = words.first ?? "192.0.2.1"
        let port = words.count > 1 ? words[1] : "50000"
        let mid = words.count > 2 ? words[2] : "0"
        let line = "candidate:1 1 udp 2130706431 \(address) \(port) typ host"
        do throws(CandidateError) { try Candidate.check(line) } catch { throw .candidate(error) }
        // In browsers the mid is usually the index of the section.
        let index = UInt16(mid) ?? 0
        let members = "\"candidate\":\"\(line)\",\"sdpMid\":\(JSONString.encode(mid)),\"sdpMLineIndex\":\(index)"
        return .text("{\"candidate\":{\(members)}}")
    }

    /// Returns the peer with the id in the first argument, and with the argument at index `name` as its name.
    private static func peer(
        _ words: [String], name: Int? = nil, room: String = ConnectionRequest.lobby
    ) throws(DraftError) -> Peer {
        let word = words.first ?? "p1"
        guard let id = PeerID(word) else { throw .peer(word) }
        return Peer(
            id: id, name: name.flatMap { words.count > $0 ? words[$0] : nil }, room: room, isAware: true, address: "")
    }

    private static func fault(_ words: [String]) throws(DraftError) -> AddressingFault {
        let faults = AddressingFault.all(id: words.count > 1 ? words[1] : "p1")
        let code = words.first ?? "no-such-peer"
        guard let fault = faults.first(where: { $0.code == code }) else {
            throw .unknownWord(code, what: "error of the relay", known: faults.map(\.code))
        }
        if words.count > 1, fault.code != "no-such-peer" { throw .extraWord("error \(code)", words[1], parameters: "") }
        return fault
    }
}

extension AddressingFault {
    /// Returns all faults.
    ///
    /// The one that names a peer names `id`.
    static func all(id: String) -> [AddressingFault] { [.noSuchPeer(id), .toNotAString, .fromNotYours] }
}
