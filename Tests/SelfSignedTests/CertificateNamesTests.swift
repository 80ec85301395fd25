import Testing

@testable import SelfSigned

/// The names and addresses of a certificate (RFC 5280 §4.2.1.6).
@Suite struct CertificateNamesTests {
    private static let loopback: [[UInt8]] = [[127, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]

    @Test(arguments: [
        ("box", ["localhost", "box", "box.local"]), ("Box.Example", ["localhost", "box.example"]),
        ("localhost", ["localhost"]), ("", ["localhost"]), ("a b", ["localhost"]), ("a..b", ["localhost"]),
        ("*", ["localhost"]), ("my_box", ["localhost", "my_box", "my_box.local"]),
        (String(repeating: "a", count: 64), ["localhost"]),
    ])
    func aHostNameGivesTheseNames(host: String, names: [String]) {
        #expect(CertificateNames(host: host, addresses: []).names == names)
    }

    @Test func loopbackAddressesComeFirstAndDuplicatesAreRemoved() {
        let names = CertificateNames(
            host: "box", addresses: [[10, 0, 0, 1], [127, 0, 0, 1], [10, 0, 0, 1], [1, 2, 3], []])
        #expect(names.addresses == Self.loopback + [[10, 0, 0, 1]])
    }

    @Test func theNumberOfAddressesIsLimited() {
        let many = (0..<1000).map { [10, 0, UInt8($0 / 256), UInt8($0 % 256)] }
        #expect(CertificateNames(host: "box", addresses: many).addresses.count == 64)
    }
}
