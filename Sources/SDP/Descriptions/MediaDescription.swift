import Text

/// A section of a description: an `m=` line and the lines up to the next one (RFC 8866 §5.14).
public struct MediaDescription: Hashable, Sendable {
    /// The largest number of formats that are parsed: twice the number of payload types (RFC 3550 §5.1).
    static let formatLimit = 256

    /// The index of the section in its description.
    public let index: Int
    /// `audio`, `video`, `application` and others.
    public let kind: String
    /// The port; 0 if the section is rejected (RFC 3264 §6) or bundle-only.
    public let port: String
    /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
    public let transport: String
    /// Payload types, or `webrtc-datachannel`.
    public let formats: [String]
    /// The lines of the section itself.
    public let own: SDPBlock
    /// The lines of the session, whose attributes the section inherits.
    let session: SDPBlock

    /// Makes a section of the lines `own`, the first of which is its `m=` line.
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

    /// Returns the value of the attribute `name` of the section, or else of the session.
    public func attribute(_ name: String) -> String? {
        own[name] ?? session[name]
    }

    /// Returns the values of all attributes `name` of the section, or else of the session.
    func values(_ name: String) -> [Substring] {
        let values = own.values(name)
        return values.isEmpty ? session.values(name) : values
    }

    /// The identification of the section in groups and for candidates (RFC 5888 §4).
    public var mid: String? { own["mid"] }

    /// Whether the section is rejected or stopped (RFC 3264 §6).
    public var isRejected: Bool { port == "0" && !isBundleOnly }

    /// Whether the section is used only if it shares the transport of another (RFC 9143 §6).
    public var isBundleOnly: Bool { own.has("bundle-only") }

    /// The direction of media (RFC 8866 §6.7), which is ``Direction/sendrecv`` by default.
    public var direction: Direction {
        Direction.allCases.first { own.has($0.rawValue) } ?? Direction.allCases.first { session.has($0.rawValue) }
            ?? .sendrecv
    }

    /// The connection data of the section, or else of the session (RFC 8866 §5.7): `IN IP4 0.0.0.0`.
    public var connection: String? { (own.field("c") ?? session.field("c")).map(String.init) }

    /// The lines that are not understood.
    public var others: [String] { own.others.map(String.init) }
}
