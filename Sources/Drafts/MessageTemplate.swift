import Events

/// A message that an operator composes, in the shape that the usual tutorials and our own page speak.
///
/// ```
/// offer audio video:H264    {"sdp":{"type":"offer","sdp":"v=0…"}}
/// candidate 192.0.2.4 51234 {"candidate":{"candidate":"candidate:…","sdpMid":"0","sdpMLineIndex":0}}
/// bye                       {"type":"bye"}
/// ```
/// The last four are what the relay itself says to aware peers, see ``AwareProtocol``.
public enum MessageTemplate: String, CaseIterable, Hashable, Sendable {
    case offer, answer, candidate
    case endOfCandidates = "end-of-candidates"
    case bye, rollback, welcome
    case peerJoined = "peer-joined"
    case peerLeft = "peer-left"
    case error

    /// All of them, in order.
    public static let all = allCases

    /// The template called `name`.
    ///
    /// - Throws: ``DraftError/unknownCommand(_:known:)`` with the names that there are.
    public init(named name: String) throws(DraftError) {
        guard let template = MessageTemplate(rawValue: name) else {
            throw .unknownCommand(name, known: Self.allCases.map(\.name))
        }
        self = template
    }

    /// How it is written: `end-of-candidates`.
    public var name: String { rawValue }

    /// The words that may stand behind it; `…` if there may be several.
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

    /// What it says, in a line.
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

    /// What the first word behind it may be; empty if any will do.
    public var values: [String] {
        switch self {
        case .offer: OfferTemplate.kinds + KnownCodec.all.map { "\($0.kind):\($0.name)" }
        case .error: AddressingFault.all(id: "").map(\.code)
        default: []
        }
    }
}
