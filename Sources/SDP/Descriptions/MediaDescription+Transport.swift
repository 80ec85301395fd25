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
