/// An invalid ICE user name or password (RFC 8839 §5.4).
public enum CredentialFault: Hashable, Comparable, Sendable {
    /// The credential is missing.
    case missing(Credential)
    /// The credential is too short or too long; its length in characters.
    case length(Credential, Int)
    /// The credential has characters other than letters, digits, `+` and `/`.
    case character(Credential)

    /// The kind of credential.
    public enum Credential: String, Hashable, Comparable, Sendable {
        case ufrag = "ice-ufrag"
        case password = "ice-pwd"

        /// The numbers of characters that are allowed.
        public var lengths: ClosedRange<Int> {
            switch self {
            case .ufrag: 4...256
            case .password: 22...256
            }
        }

        public static func < (left: Credential, right: Credential) -> Bool { left == .ufrag && right == .password }
    }

    /// Checks the value of a credential of a section.
    ///
    /// It may be missing only if the section does not use DTLS.
    init?(_ credential: Credential, _ value: String?, isDTLS: Bool) {
        guard let value else {
            guard isDTLS else { return nil }
            self = .missing(credential)
            return
        }
        let length = value.unicodeScalars.count
        if !credential.lengths.contains(length) {
            self = .length(credential, length)
        } else if value.utf8.allSatisfy(Self.isCharacter) {
            return nil
        } else {
            self = .character(credential)
        }
    }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "/")...UInt8(ascii: "9"), UInt8(ascii: "+"): true
        default: false
        }
    }

    /// A description of the fault, which does not quote the credential.
    public var message: String {
        switch self {
        case .missing(let credential): "no \(credential.rawValue)"
        case .length(let credential, let length):
            "\(credential.rawValue) of length \(length), not \(credential.lengths.lowerBound) to \(credential.lengths.upperBound),"
        case .character(let credential): "\(credential.rawValue) with characters that ICE does not allow"
        }
    }
}
