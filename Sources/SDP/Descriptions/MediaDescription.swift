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

/// The fingerprint of a certificate, which binds the DTLS connection to the description (RFC 8122 §5).
public struct Fingerprint: Hashable, Sendable {
    /// The hash function in lower case, such as `sha-256`.
    public let hash: String
    /// The hash as pairs of hexadecimal digits between colons, in its original spelling.
    public let bytes: String
}

extension MediaDescription {
    /// The user name for ICE checks (RFC 8839 §5.4).
    public var iceUfrag: String? { attribute("ice-ufrag") }

    /// The password for ICE checks (RFC 8839 §5.4).
    public var icePassword: String? { attribute("ice-pwd") }

    /// `trickle`, `renomination` and others (RFC 8839 §5.6).
    public var iceOptions: [String] { values("ice-options").flatMap { $0.words() }.map(String.init) }

    /// The candidates in the section (RFC 8839 §5.1), except for malformed ones.
    public var candidates: [Candidate] { own.values("candidate").compactMap { Candidate("candidate:\($0)") } }

    /// Whether no more candidates follow (RFC 8838 §8.2, RFC 8840 §4.2).
    public var endsCandidates: Bool { own.has("end-of-candidates") || session.has("end-of-candidates") }

    /// The DTLS role (RFC 8842 §5.3); `nil` if it is missing or unknown.
    public var setup: SetupRole? { attribute("setup").flatMap(SetupRole.init) }

    /// The certificate fingerprints of the section, or else those of the session.
    public var fingerprints: [Fingerprint] {
        values("fingerprint").compactMap { value in
            let (hash, bytes) = value.halves(" ")
            return bytes.map { Fingerprint(hash: hash.lowercased(), bytes: String($0)) }
        }
    }

    /// Whether the section contains keys (SDES, RFC 4568), which WebRTC forbids (RFC 8827 §6.5).
    public var hasCrypto: Bool { own.has("crypto") }

    /// Whether RTP and RTCP share a port (RFC 5761 §5.1.1).
    public var muxesRTCP: Bool { own.has("rtcp-mux") }

    /// Whether RTCP packets may be of reduced size (RFC 5506 §5).
    public var reducesRTCP: Bool { own.has("rtcp-rsize") }

    /// The port of the SCTP association for data channels (RFC 8841 §5).
    public var sctpPort: Int? { own["sctp-port"].flatMap { Int($0) } }

    /// The largest data channel message that is accepted, in bytes; 0 for no limit (RFC 8841 §6).
    public var maxMessageSize: Int? { own["max-message-size"].flatMap { Int($0) } }
}
