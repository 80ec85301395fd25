/// What a certificate is for: names and addresses (RFC 5280 §4.2.1.6, subjectAltName).
public struct CertificateNames: Hashable, Sendable {
    /// More than a machine has; a larger certificate would cost every handshake.
    static let limit = 64

    /// DNS names, in small letters.
    public let names: [String]
    /// IPv4 and IPv6 addresses, 4 or 16 bytes each.
    public let addresses: [[UInt8]]

    /// Those of loopback, and those of the machine called `host` with such addresses, each once.
    ///
    /// A name without a dot is also taken with `.local` behind, by which multicast DNS finds it (RFC 6762 §3); one that
    /// is no DNS name is left out.
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

    init(names: [String], addresses: [[UInt8]]) {
        (self.names, self.addresses) = (names, addresses)
    }

    /// Whether all of `others` is among them.
    func contain(_ others: CertificateNames) -> Bool {
        others.names.allSatisfy(names.contains) && others.addresses.allSatisfy(addresses.contains)
    }

    /// Letters, digits and hyphens between dots (RFC 1034 §3.5), and the underscore that some hosts have.
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
