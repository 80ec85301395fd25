/// The names and addresses that a certificate is valid for: its subjectAltName (RFC 5280 §4.2.1.6).
public struct CertificateNames: Hashable, Sendable {
    /// The maximum number of addresses; 64, more than a machine has.
    ///
    /// A larger certificate would slow every handshake down.
    static let limit = 64

    /// The DNS names, in lower case.
    public let names: [String]
    /// The IPv4 and IPv6 addresses, 4 or 16 bytes each.
    public let addresses: [[UInt8]]

    /// The names and addresses of loopback and of the machine `host`, without duplicates.
    ///
    /// A name without a dot is added with `.local` too, its name in multicast DNS (RFC 6762 §3). A host name that is
    /// not a valid DNS name is left out.
    public init(host: String, addresses: [[UInt8]]) {
        let host = String(host.lowercased().drop { $0 == "." })
        var names = ["localhost"]
        if Self.isName(host), host != "localhost" {
            names.append(host)
            if !host.contains(".") { names.append(host + ".local") }
        }
        self.names = names
        let loopback: [[UInt8]] = [[127, 0, 0, 1], [UInt8](repeating: 0, count: 15) + [1]]
        var all = loopback
        for address in addresses where [4, 16].contains(address.count) && !all.contains(address) {
            guard all.count < Self.limit else { break }
            all.append(address)
        }
        self.addresses = all
    }

    /// Returns whether `text` is a DNS name: letters, digits and hyphens between dots (RFC 1034 §3.5).
    ///
    /// Underscores are accepted too, because some host names have them.
    private static func isName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.unicodeScalars.allSatisfy { scalar in
                    switch scalar {
                    case "a"..."z", "0"..."9", "-", "_": true
                    default: false
                    }
                }
        }
    }
}
