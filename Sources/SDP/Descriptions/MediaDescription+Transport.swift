/// A certificate's hash, which ties the DTLS connection to the description (RFC 8122 §5).
public struct Fingerprint: Hashable, Sendable {
    /// `sha-256` and others, in lower case.
    public let hash: String
    /// Pairs of hexadecimal digits between colons, as they are spelled.
    public let bytes: String
}

extension MediaDescription {
    /// The user name of its ICE checks (RFC 8839 §5.4).
    public var iceUfrag: String? { attribute("ice-ufrag") }

    /// The password of its ICE checks (RFC 8839 §5.4).
    public var icePassword: String? { attribute("ice-pwd") }

    /// `trickle`, `renomination` and others (RFC 8839 §5.6).
    public var iceOptions: [String] { values("ice-options").flatMap { $0.words() }.map(String.init) }

    /// The candidates that stand in the description (RFC 8839 §5.1), without those that cannot be read.
    public var candidates: [Candidate] { own.values("candidate").compactMap { Candidate("candidate:\($0)") } }

    /// Whether no more candidates will follow (RFC 8838 §8.2, RFC 8840 §4.2).
    public var endsCandidates: Bool { own.has("end-of-candidates") || session.has("end-of-candidates") }

    /// Who begins the DTLS handshake (RFC 8842 §5.3); `nil` if nothing known is said.
    public var setup: SetupRole? { attribute("setup").flatMap(SetupRole.init) }

    /// The fingerprints of its certificate, its own or the session's.
    public var fingerprints: [Fingerprint] {
        values("fingerprint").compactMap { value in
            let (hash, bytes) = value.halves(" ")
            return bytes.map { Fingerprint(hash: hash.lowercased(), bytes: String($0)) }
        }
    }

    /// Whether keys stand in the description itself (SDES, RFC 4568), which WebRTC forbids (RFC 8827 §6.5).
    public var hasCrypto: Bool { own.has("crypto") }

    /// Whether RTP and RTCP share one port (RFC 5761 §5.1.1).
    public var muxesRTCP: Bool { own.has("rtcp-mux") }

    /// Whether RTCP packets may be partial (RFC 5506 §5).
    public var reducesRTCP: Bool { own.has("rtcp-rsize") }

    /// The port of the data channels' association inside DTLS (RFC 8841 §5).
    public var sctpPort: Int? { own["sctp-port"].flatMap { Int($0) } }

    /// The longest message of a data channel that is taken, in bytes; 0 is any (RFC 8841 §6).
    public var maxMessageSize: Int? { own["max-message-size"].flatMap { Int($0) } }
}
