import Text

/// One `m=` line with what belongs to it (RFC 8866 §5.14): a section.
public struct MediaDescription: Hashable, Sendable {
    /// How many formats are read: twice the payload types there are (RFC 3550 §5.1).
    static let formatLimit = 256

    /// The m-line's place, counted from 0.
    public let index: Int
    /// `audio`, `video`, `application` and others.
    public let kind: String
    /// 0 if the section is rejected (RFC 3264 §6) and is not bundle-only.
    public let port: String
    /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
    public let transport: String
    /// Payload types, or `webrtc-datachannel`.
    public let formats: [String]
    /// What it says itself.
    public let own: SDPBlock
    /// What it inherits.
    let session: SDPBlock

    /// The section of the lines `own`, the first of which is its `m=` line.
    init(index: Int, own: SDPBlock, session: SDPBlock) {
        let line = own.field("m") ?? ""
        let bytes = line.utf8.span
        var place = 0
        self.index = index
        kind = String(copying: bytes, ByteScan.word(in: bytes, &place))
        port = String(copying: bytes, ByteScan.word(in: bytes, &place))
        transport = String(copying: bytes, ByteScan.word(in: bytes, &place))
        var formats: [String] = []
        while formats.count < Self.formatLimit {
            let format = ByteScan.word(in: bytes, &place)
            guard !format.isEmpty else { break }
            formats.append(String(copying: bytes, format))
        }
        self.formats = formats
        self.own = own
        self.session = session
    }

    /// The value of attribute `name` here, else the one inherited from the session.
    public func attribute(_ name: String) -> String? {
        own[name] ?? session[name]
    }

    /// The values of all attributes `name` here, else of those inherited from the session.
    func values(_ name: String) -> [Substring] {
        let values = own.values(name)
        return values.isEmpty ? session.values(name) : values
    }

    /// Its name in groups and beside candidates (RFC 5888 §4).
    public var mid: String? { own["mid"] }

    /// Whether it is refused, or stopped (RFC 3264 §6).
    public var isRejected: Bool { port == "0" && !isBundleOnly }

    /// Whether it is there only if it shares another's transport (RFC 9143 §6).
    public var isBundleOnly: Bool { own.has("bundle-only") }

    /// Who sends: ``Direction/sendrecv`` also where nothing is said (RFC 8866 §6.7).
    public var direction: Direction {
        Direction.allCases.first { own.has($0.rawValue) } ?? Direction.allCases.first { session.has($0.rawValue) }
            ?? .sendrecv
    }

    /// The connection address, its own or the session's (RFC 8866 §5.7): `IN IP4 0.0.0.0`.
    public var connection: String? { (own.field("c") ?? session.field("c")).map(String.init) }

    /// Its lines that are not understood, as they stand.
    public var others: [String] { own.others.map(String.init) }
}
