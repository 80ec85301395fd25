/// An ICE candidate as its line says it (RFC 8839 §5.1).
public struct Candidate: Hashable, Sendable {
    public let foundation: String
    /// 1 for RTP, 2 for RTCP.
    public let component: Int
    /// `udp` or `tcp`, in lower case.
    public let transport: String
    public let priority: UInt32
    /// An IPv4 or IPv6 address, or an mDNS name ending in `.local`.
    public let address: String
    public let port: UInt16
    /// `host`, `srflx`, `prflx` or `relay`; any other word is kept.
    public let type: String
    /// What stands behind the type, in pairs: `raddr`, `rport`, `tcptype`, `ufrag` and others.
    public let extensions: [String: String]

    /// The candidate in `line`, with or without `a=`; nil where it is none.
    public init?(_ line: String) {
        let text = line.hasPrefix("a=") ? line.dropFirst(2) : line[...]
        guard text.hasPrefix("candidate:") else { return nil }
        let fields = text.dropFirst("candidate:".count).split(separator: " ")
        guard fields.count >= 8, let component = Int(fields[1]), let priority = UInt32(fields[3]),
            let port = UInt16(fields[5]), fields[6] == "typ"
        else { return nil }
        foundation = String(fields[0])
        self.component = component
        transport = fields[2].lowercased()
        self.priority = priority
        address = String(fields[4])
        self.port = port
        type = String(fields[7])
        var extensions: [String: String] = [:]
        for index in stride(from: 8, to: fields.count - 1, by: 2) {
            extensions[String(fields[index])] = String(fields[index + 1])
        }
        self.extensions = extensions
    }

    /// In a line: `host udp 192.0.2.4:51234`, `host tcp active [2001:db8::1]:9`, an mDNS name by its beginning.
    public var summary: String {
        let kind = extensions["tcptype"].map { "\(transport) \($0)" } ?? transport
        return "\(type) \(kind) \(shortAddress):\(port)"
    }

    private var shortAddress: String {
        if address.hasSuffix(".local"), address.utf8.count > 14 { return address.prefix(8) + "….local" }
        return address.contains(":") ? "[\(address)]" : address
    }
}
