import Text

/// An ICE candidate as its line says it (RFC 8839 §5.1).
///
/// ```
/// candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0 network-cost 999
///           │ │ │   │          │         │         │    └ extensions, in pairs
///           │ │ │   priority   address   port      type
///           │ │ transport
///           │ component
///           foundation
/// ```
/// Reading is lenient: what can be shown is shown; ``check(_:)`` says what is wrong with a line.
public struct Candidate: Sendable {
    /// The line it was read from.
    private let text: String
    /// Where its fields stand there: most are never asked for.
    private let fields: CandidateFields

    /// A name and its value behind the type (RFC 8839 §5.1).
    public struct Extension: Hashable, Sendable {
        /// `raddr`, `rport`, `tcptype`, `ufrag` and others.
        public let name: String
        /// nil for a last word that has no other beside it.
        public let value: String?

        public init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// How many extensions are read: those of any browser several times over.
    static let extensionLimit = 32

    /// The candidate in `line`, with or without `a=`; `nil` if it is none.
    public init?(_ line: String) {
        guard let fields = CandidateFields(line.utf8.span) else { return nil }
        text = line
        self.fields = fields
    }

    /// The memory that the candidate takes, in bytes: an upper estimate.
    public var size: Int { text.utf8.count + MemoryLayout<Self>.stride + 64 }

    /// The same in candidates that share a base and a server (RFC 8445 §5.1.1.3).
    public var foundation: String { word(fields.foundation) }

    /// 1 for RTP, 2 for RTCP.
    public var component: Int { fields.component }

    /// The transport as it is spelled: Firefox writes `UDP`.
    public var spelledTransport: String { word(fields.transport) }

    /// Higher is tried first (RFC 8445 §5.1.2).
    public var priority: UInt32 { fields.priority }

    /// An IPv4 or IPv6 address, or an mDNS name ending in `.local`.
    public var address: String { word(fields.address) }

    /// 9 in a TCP candidate that only calls (RFC 6544 §4.5).
    public var port: UInt16 { fields.port }

    /// `host`, `srflx`, `prflx` or `relay`; any other word is kept.
    public var type: String { word(fields.type) }

    /// What stands behind the type, in order.
    public var extensions: [Extension] {
        var extensions: [Extension] = []
        forEachExtension { name, value in
            extensions.append(Extension(word(name), value.isEmpty ? nil : word(value)))
            return true
        }
        return extensions
    }

    /// The value of the first extension `name`; `nil` if there is none.
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

    /// Calls `body` with where each extension stands, its value empty if it has none, until that returns false.
    private func forEachExtension(_ body: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) {
        let bytes = text.utf8.span
        var index = fields.end
        for _ in 0..<Self.extensionLimit {
            let name = ByteScan.word(in: bytes, &index)
            guard !name.isEmpty, body(name, ByteScan.word(in: bytes, &index)) else { return }
        }
    }

    private func word(_ place: Range<Int>) -> String { String(copying: text.utf8.span, place) }

    /// What stands behind `candidate:`; `nil` if the line does not begin so.
    public static func body(_ line: String) -> Substring? {
        CandidateFields.bodyStart(line.utf8.span).map { Substring(line.utf8.dropFirst($0)) }
    }

    /// Its line, without `a=`: what ``init(_:)`` reads as the same candidate.
    public var line: String {
        let fields = [foundation, "\(component)", spelledTransport, "\(priority)", address, "\(port)", "typ", type]
        let rest = extensions.flatMap { [$0.name, $0.value].compactMap(\.self) }
        return "candidate:" + (fields + rest).joined(separator: " ")
    }

    /// `udp` or `tcp`, in lower case.
    public var transport: String { spelledTransport.lowercased() }

    /// Whether a name for this link alone hides the address (draft-ietf-mmusic-mdns-ice-candidates §3.1).
    public var isMDNS: Bool { fields.isMDNS(in: text.utf8.span) }

    /// In a line: `host udp 192.0.2.4:51234`, `host tcp active [2001:db8::1]:9`, an mDNS name by its beginning.
    public var summary: String {
        let bytes = text.utf8.span
        let isIPv6 = fields.address.contains { bytes[$0] == UInt8(ascii: ":") }
        let isHidden = isMDNS && fields.address.count > 14
        // In bytes: to append a string takes a call and a look at its room.
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

/// By what the line says, however it is spaced.
extension Candidate: Hashable {
    public static func == (one: Candidate, other: Candidate) -> Bool { one.line == other.line }

    public func hash(into hasher: inout Hasher) { hasher.combine(line) }
}

/// How a candidate's address was come by (RFC 8445 §4).
public enum CandidateType: String, Hashable, Sendable, CaseIterable {
    /// From an interface of its host.
    case host
    /// As a STUN server saw it.
    case serverReflexive = "srflx"
    /// As the other side saw it.
    case peerReflexive = "prflx"
    /// On a TURN server.
    case relay
}
