import SDP

/// Random-looking values for a description that no browser made, which are derived from a seed.
///
/// They are well-formed but not secret, and the fingerprint is not that of any certificate, so a DTLS handshake fails.
struct DraftCredentials {
    /// The session id, of 63 bits (RFC 9429 §5.2.1).
    let session: UInt64
    /// The user name for ICE checks, of at least 4 characters (RFC 8839 §5.4).
    let ufrag: String
    /// The password for ICE checks, of at least 22 characters (RFC 8839 §5.4).
    let password: String
    /// The SHA-256 fingerprint of a certificate (RFC 8122 §5).
    let fingerprint: String
    /// The id of the stream that the tracks belong to (RFC 8830 §2).
    let stream: String

    init(seed: UInt64) {
        var words = SeededWords(state: seed)
        session = words.next() >> 1
        ufrag = words.text(4)
        password = words.text(24)
        fingerprint = "sha-256 " + (0..<32).map { _ in words.byte().uppercased() }.joined(separator: ":")
        stream = (0..<8).map { _ in words.byte() }.joined()
    }

    /// Returns the lines of the session, with all of `bundle` in one transport (RFC 9429 §5.2.1).
    func session(bundle: [String]) -> [String] {
        let group = bundle.isEmpty ? [] : ["a=group:BUNDLE " + bundle.joined(separator: " ")]
        return ["v=0", "o=- \(session) 2 IN IP4 127.0.0.1", "s=-", "t=0 0"] + group + ["a=ice-options:trickle"]
    }

    /// Returns the lines for the transport of a section.
    func transport(_ role: SetupRole) -> [String] {
        [
            "a=ice-ufrag:\(ufrag)", "a=ice-pwd:\(password)", "a=fingerprint:\(fingerprint)",
            "a=setup:\(role.rawValue)",
        ]
    }
}

/// A generator of numbers that follow from a seed (SplitMix64).
private struct SeededWords {
    var state: UInt64

    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Returns two hexadecimal digits.
    mutating func byte() -> String {
        let byte = next() & 0xFF
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// Returns `count` characters that ICE credentials may have (RFC 8839 §5.4).
    mutating func text(_ count: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<count { text.append(Self.letters[Int(next() & 63)]) }
        return String(text)
    }
}
