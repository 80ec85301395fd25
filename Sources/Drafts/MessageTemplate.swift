import Events

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
