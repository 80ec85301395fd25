public import Text

/// An ICE candidate, parsed from its attribute line (RFC 8839 §5.1).
///
/// ```
/// candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0 network-cost 999
///           │ │ │   │          │         │         │    └ extensions, in pairs
///           │ │ │   priority   address   port      type
///           │ │ transport
///           │ component
///           foundation
/// ```
/// Parsing is lenient, so that malformed candidates can be shown, too; ``check(_:)`` is strict.
public struct Candidate: Sendable {
    /// The line that was parsed.
    private let text: String
    /// The ranges of the fields in ``text``.
    ///
    /// Strings are made on access, as most fields are never used.
    private let fields: CandidateFields

    /// A name and its value after the type (RFC 8839 §5.1).
    public struct Extension: Hashable, Sendable {
        /// `raddr`, `rport`, `tcptype`, `ufrag` and others.
        public let name: String
        /// The value; `nil` if the line ends after the name.
        public let value: String?

        public init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// The largest number of extensions that are parsed; browsers write far fewer.
    static let extensionLimit = 32

    /// Parses `line`, with or without `a=`; `nil` if it is not a candidate.
    public init?(_ line: String) {
        guard let fields = CandidateFields(line.utf8.span) else { return nil }
        text = line
        self.fields = fields
    }

    /// The memory that the candidate takes, in bytes: an upper estimate.
    public var size: Int { text.utf8.count + MemoryLayout<Self>.stride + 64 }

    /// An identifier that is shared by candidates with the same base and server (RFC 8445 §5.1.1.3).
    public var foundation: String { word(fields.foundation) }

    /// 1 for RTP, 2 for RTCP.
    public var component: Int { fields.component }

    /// The transport in its original spelling; Firefox writes `UDP`.
    public var spelledTransport: String { word(fields.transport) }

    /// The priority; candidates with higher ones are checked first (RFC 8445 §5.1.2).
    public var priority: UInt32 { fields.priority }

    /// An IPv4 or IPv6 address, or an mDNS name that ends in `.local`.
    public var address: String { word(fields.address) }

    /// The port; 9 for a TCP candidate that only opens connections (RFC 6544 §4.5).
    public var port: UInt16 { fields.port }

    /// `host`, `srflx`, `prflx`, `relay` or any other word.
    public var type: String { word(fields.type) }

    /// The extensions after the type, in order.
    public var extensions: [Extension] {
        var extensions: [Extension] = []
        forEachExtension { name, value in
            extensions.append(Extension(word(name), value.isEmpty ? nil : word(value)))
            return true
        }
        return extensions
    }

    /// Returns the value of the first extension `name`; `nil` if there is none.
    public func value(_ name: String) -> String? {
        let bytes = text.utf8.span
        var value: Range<Int>?
        forEachExtension { place, beside in
            guard ByteScan.stands(name.utf8.span, bytes, at: place) else { return true }
            value = beside
            return false
        }
        return value.flatMap { $0.isEmpty ? nil : word($0) }
    }

    /// Calls `body` with the ranges of each extension's name and value, which is empty if it is missing, until `body`
    /// returns false.
    private func forEachExtension(_ body: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) {
        let bytes = text.utf8.span
        var index = fields.end
        for _ in 0..<Self.extensionLimit {
            let name = ByteScan.word(in: bytes, &index)
            guard !name.isEmpty, body(name, ByteScan.word(in: bytes, &index)) else { return }
        }
    }

    private func word(_ place: Range<Int>) -> String { String(copying: text.utf8.span, place) }

    /// Returns the text after `candidate:`; `nil` if the line does not begin with it.
    public static func body(_ line: String) -> Substring? {
        CandidateFields.bodyStart(line.utf8.span).map { Substring(line.utf8.dropFirst($0)) }
    }

    /// The candidate as an attribute line without `a=`, from which ``init(_:)`` makes an equal candidate.
    public var line: String {
        let fields = [foundation, "\(component)", spelledTransport, "\(priority)", address, "\(port)", "typ", type]
        let rest = extensions.flatMap { [$0.name, $0.value].compactMap(\.self) }
        return "candidate:" + (fields + rest).joined(separator: " ")
    }

    /// The transport in lower case, `udp` or `tcp`.
    public var transport: String { spelledTransport.lowercased() }

    /// Whether an mDNS name hides the address (draft-ietf-mmusic-mdns-ice-candidates §3.1).
    public var isMDNS: Bool { fields.isMDNS(in: text.utf8.span) }

    /// A short form for lists: `host udp 192.0.2.4:51234`, `host tcp active [2001:db8::1]:9`; mDNS names are shortened.
    public var summary: String {
        let bytes = text.utf8.span
        let isIPv6 = fields.address.contains { bytes[$0] == UInt8(ascii: ":") }
        let isHidden = isMDNS && fields.address.count > 14
        // Appending to an array of bytes is faster than appending to a string.
        var line: [UInt8] = []
        line.reserveCapacity(80)
        for index in fields.type { line.append(bytes[index]) }
        line.append(UInt8(ascii: " "))
        line += transport.utf8
        line.append(UInt8(ascii: " "))
        if let tcpType {
            line += tcpType.utf8
            line.append(UInt8(ascii: " "))
        }
        if isHidden {
            line += String(address.unicodeScalars.prefix(8)).utf8
            line += "….local".utf8
        } else {
            if isIPv6 { line.append(UInt8(ascii: "[")) }
            for index in fields.address { line.append(bytes[index]) }
            if isIPv6 { line.append(UInt8(ascii: "]")) }
        }
        line.append(UInt8(ascii: ":"))
        line += String(port).utf8
        return String(decoding: line, as: UTF8.self)
    }
}

/// Candidates are compared by their fields, regardless of spacing.
extension Candidate: Hashable {
    public static func == (one: Candidate, other: Candidate) -> Bool { one.line == other.line }

    public func hash(into hasher: inout Hasher) { hasher.combine(line) }
}

/// The way in which a candidate's address was obtained (RFC 8445 §4).
public enum CandidateType: String, Hashable, Sendable, CaseIterable {
    /// From an interface of the host.
    case host
    /// From a STUN server, which saw it as the source of a request.
    case serverReflexive = "srflx"
    /// From the remote peer, which saw it as the source of a check.
    case peerReflexive = "prflx"
    /// From a TURN server, which relays to it.
    case relay
}

extension Candidate {
    /// The address that a reflexive or relayed candidate is based on (RFC 8839 §5.1): that of its base, or the one that
    /// the TURN server sees.
    public var relatedAddress: String? { value("raddr") }

    /// The port that belongs to ``relatedAddress``.
    public var relatedPort: UInt16? { value("rport").flatMap { UInt16($0) } }

    /// `active`, `passive` or `so` (RFC 6544 §4.5); `nil` for UDP.
    public var tcpType: String? { value("tcptype") }

    /// The user name of the candidate's ICE session (RFC 8838 §12.1, RFC 8839 §5.4); `nil` if the line does not have
    /// it.
    public var ufrag: String? { value("ufrag") }

    /// The number of ICE restarts of the sender, an extension of Chromium.
    public var generation: Int? { value("generation").flatMap { Int($0) } }

    /// The address; `nil` if it is a host name.
    public var ip: IPAddress? { IPAddress(address) }
}
