/// What is wrong with a user name or a password of ICE (RFC 8839 §5.4).
enum CredentialFault: Hashable, Comparable {
    /// It is not there.
    case missing(Credential)
    /// It has too few or too many characters.
    case length(Credential, Int)
    /// It has others than letters, digits, `+` and `/`.
    case character(Credential)

    /// Which of the two.
    enum Credential: String, Hashable, Comparable {
        case ufrag = "ice-ufrag"
        case password = "ice-pwd"

        /// How many characters it may have.
        var lengths: ClosedRange<Int> {
            switch self {
            case .ufrag: 4...256
            case .password: 22...256
            }
        }

        static func < (left: Credential, right: Credential) -> Bool { left == .ufrag && right == .password }
    }

    /// What is wrong in `section`; whoever speaks neither ICE nor DTLS has nothing to miss.
    static func faults(of section: Terms.Section) -> [CredentialFault] {
        let credentials: [(Credential, String?)] = [(.ufrag, section.ufrag), (.password, section.password)]
        return credentials.compactMap { credential, value in
            guard let value else { return section.isDTLS ? .missing(credential) : nil }
            let length = value.unicodeScalars.count
            guard credential.lengths.contains(length) else { return .length(credential, length) }
            return value.utf8.allSatisfy(isCharacter) ? nil : .character(credential)
        }
    }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "/")...UInt8(ascii: "9"), UInt8(ascii: "+"): true
        default: false
        }
    }

    /// Browsers take characters that the RFC does not, but no other length.
    var severity: Severity {
        if case .character = self { .warning } else { .error }
    }

    /// What is said of it; never what the password is.
    var words: String {
        switch self {
        case .missing(let credential): "no \(credential.rawValue)"
        case .length(let credential, let length):
            "\(credential.rawValue) of length \(length), not \(credential.lengths.lowerBound) to 256,"
        case .character(let credential): "\(credential.rawValue) with characters that ICE does not allow"
        }
    }
}
