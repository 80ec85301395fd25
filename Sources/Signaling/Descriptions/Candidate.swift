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
public struct Candidate: Hashable, Sendable {
    /// The same in candidates that share a base and a server (RFC 8445 §5.1.1.3).
    public let foundation: String
    /// 1 for RTP, 2 for RTCP.
    public let component: Int
    /// The transport as it is spelled: Firefox writes `UDP`.
    public let spelledTransport: String
    /// Higher is tried first (RFC 8445 §5.1.2).
    public let priority: UInt32
    /// An IPv4 or IPv6 address, or an mDNS name ending in `.local`.
    public let address: String
    /// 9 in a TCP candidate that only calls (RFC 6544 §4.5).
    public let port: UInt16
    /// `host`, `srflx`, `prflx` or `relay`; any other word is kept.
    public let type: String
    /// What stands behind the type, in order.
    public let extensions: [Extension]

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

    /// The candidate in `line`, with or without `a=`; nil where it is none.
    public init?(_ line: String) {
        guard let text = Self.body(line) else { return nil }
        let fields = text.words(limit: 8 + 2 * Self.extensionLimit + 1)
        guard fields.count >= 8, let component = Int(fields[1]), let priority = UInt32(fields[3]),
            let port = UInt16(fields[5]), fields[6] == "typ"
        else { return nil }
        foundation = String(fields[0])
        self.component = component
        spelledTransport = String(fields[2])
        self.priority = priority
        address = String(fields[4])
        self.port = port
        type = String(fields[7])
        let rest = fields.dropFirst(8).prefix(2 * Self.extensionLimit).map(String.init)
        extensions = stride(from: 0, to: rest.count, by: 2).map { index in
            Extension(rest[index], index + 1 < rest.count ? rest[index + 1] : nil)
        }
    }

    /// What stands behind `candidate:`; nil where the line does not begin so.
    static func body(_ line: String) -> Substring? {
        let text = line.utf8.starts(with: "a=".utf8) ? line.utf8.dropFirst(2) : line.utf8[...]
        guard text.starts(with: "candidate:".utf8) else { return nil }
        return Substring(text.dropFirst("candidate:".utf8.count))
    }

    /// Its line, without `a=`: what ``init(_:)`` reads as the same candidate.
    public var line: String {
        let fields = [foundation, "\(component)", spelledTransport, "\(priority)", address, "\(port)", "typ", type]
        let rest = extensions.flatMap { [$0.name, $0.value].compactMap(\.self) }
        return "candidate:" + (fields + rest).joined(separator: " ")
    }

    /// `udp` or `tcp`, in lower case.
    public var transport: String { spelledTransport.lowercased() }

    /// In a line: `host udp 192.0.2.4:51234`, `host tcp active [2001:db8::1]:9`, an mDNS name by its beginning.
    public var summary: String {
        let kind = tcpType.map { "\(transport) \($0)" } ?? transport
        return "\(type) \(kind) \(shortAddress):\(port)"
    }

    private var shortAddress: String {
        if isMDNS, address.utf8.count > 14 { return address.prefix(8) + "….local" }
        return address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address
    }
}
