import Text

/// A violation of the syntax of candidates (RFC 8839 §5.1).
public enum CandidateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line does not begin with `candidate:`.
    case noCandidate(String)
    /// The line ends before the type.
    case tooFewFields(Int)
    /// The foundation is not 1 to 32 letters, digits, `+` and `/`.
    case foundation(String)
    /// The component is not a number from 1 to 256.
    case component(String)
    /// The priority is not a number from 1 to 2147483647.
    case priority(String)
    /// The address is neither an IP address nor a host name.
    case address(String)
    /// The port is not a number from 0 to 65535.
    case port(String)
    /// Another word is in the place of `typ`.
    case noType(String)
    /// The last extension has no value.
    case unpaired(String)
    /// There are more than ``Candidate/extensionLimit`` extensions.
    case tooManyExtensions
    /// A reflexive or relayed candidate lacks `raddr` or `rport`.
    case noRelatedAddress(type: String)
    /// A TCP candidate has no `tcptype`, or one that RFC 6544 §4.5 does not define.
    case tcpType(String?)

    public var description: String {
        switch self {
        case .noCandidate(let text): "'\(Excerpt(text))' is no candidate: it does not begin with candidate:"
        case .tooFewFields(let count): "a candidate has 8 fields or more, this one \(count)"
        case .foundation(let text): "foundation '\(Excerpt(text))' is not 1 to 32 letters, digits, + and /"
        case .component(let text): "component '\(Excerpt(text))' is not a number from 1 to 256"
        case .priority(let text): "priority '\(Excerpt(text))' is not a number from 1 to 2147483647"
        case .address(let text): "'\(Excerpt(text))' is neither an IP address nor a name"
        case .port(let text): "port '\(Excerpt(text))' is not a number from 0 to 65535"
        case .noType(let text): "expected typ, found '\(Excerpt(text))'"
        case .unpaired(let name): "extension '\(Excerpt(name))' has no value"
        case .tooManyExtensions: "there are more than \(Candidate.extensionLimit) extensions"
        case .noRelatedAddress(let type): "a candidate of type \(Excerpt(type)) needs both raddr and rport"
        case .tcpType(nil): "a tcp candidate needs a tcptype: active, passive or so"
        case .tcpType(let type?): "tcptype '\(Excerpt(type))' is not active, passive or so"
        }
    }
}

extension Candidate {
    /// Checks `line`, with or without `a=`, against RFC 8839 §5.1 and RFC 6544 §4.5.
    ///
    /// - Throws: The first error from the left.
    public static func check(_ line: String) throws(CandidateError) {
        guard let text = body(line) else { throw .noCandidate(line) }
        let fields = text.words(limit: 8 + 2 * extensionLimit + 1).map(String.init)
        guard fields.count >= 8 else { throw .tooFewFields(fields.count) }
        guard (1...32).contains(fields[0].utf8.count), fields[0].utf8.allSatisfy(isICE) else {
            throw .foundation(fields[0])
        }
        guard number(fields[1], in: 1...256) else { throw .component(fields[1]) }
        guard number(fields[3], in: 1...2_147_483_647) else { throw .priority(fields[3]) }
        guard IPAddress(fields[4]) != nil || isName(fields[4]) else { throw .address(fields[4]) }
        guard number(fields[5], in: 0...65535) else { throw .port(fields[5]) }
        guard fields[6] == "typ" else { throw .noType(fields[6]) }
        guard fields.count <= 8 + 2 * extensionLimit else { throw .tooManyExtensions }
        // Cannot fail, as the numbers are in range.
        guard let candidate = Candidate(line) else { throw .noCandidate(line) }
        if let last = candidate.extensions.last, last.value == nil { throw .unpaired(last.name) }
        if ["srflx", "prflx", "relay"].contains(candidate.type) {
            guard candidate.relatedAddress != nil, candidate.relatedPort != nil else {
                throw .noRelatedAddress(type: candidate.type)
            }
        }
        if candidate.transport == "tcp" {
            guard ["active", "passive", "so"].contains(candidate.tcpType) else { throw .tcpType(candidate.tcpType) }
        }
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) -> Bool {
        text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) && Int(text).map(range.contains) == true
    }

    private static func isICE(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// Whether `text` is a host name: at most 253 letters, digits, dots and hyphens (RFC 1123 §2.1).
    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
