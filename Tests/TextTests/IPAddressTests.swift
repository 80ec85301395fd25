import Testing

@testable import Text

@Suite struct IPAddressTests {
    /// RFC 1918, 6598, 3927, 1122, 1112 for IPv4; RFC 4291 and 4193 for IPv6.
    @Test(arguments: [
        ("203.0.113.5", IPAddress.Scope.global), ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork),
        ("172.31.255.255", .privateNetwork), ("172.32.0.0", .global), ("172.15.0.0", .global),
        ("192.168.1.1", .privateNetwork), ("192.169.1.1", .global), ("100.64.0.1", .carrierGrade),
        ("100.127.255.255", .carrierGrade), ("100.128.0.0", .global), ("169.254.1.1", .linkLocal),
        ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("0.0.0.0", .unspecified),
        ("224.0.0.251", .multicast),
        ("255.255.255.255", .global), ("2001:db8::1", .global), ("::1", .loopback), ("::", .unspecified),
        ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .global), ("fc00::1", .privateNetwork),
        ("fdff::1", .privateNetwork), ("FD00::1", .privateNetwork), ("ff02::fb", .multicast),
        ("::ffff:10.0.0.1", .privateNetwork), ("::ffff:7f00:1", .loopback), ("64:ff9b::192.0.2.1", .global),
    ])
    func anAddressHasAScope(text: String, scope: IPAddress.Scope) {
        #expect(IPAddress(text)?.scope == scope)
    }

    /// RFC 4291 §2.2.
    @Test(arguments: [
        ("1:2:3:4:5:6:7:8", IPAddress.v6(0x1_0002_0003_0004, 0x5_0006_0007_0008)),
        ("1::8", .v6(0x1_0000_0000_0000, 8)), ("1:2:3:4:5:6:7::", .v6(0x1_0002_0003_0004, 0x5_0006_0007_0000)),
        ("::2:3:4:5:6:7:8", .v6(0x2_0003_0004, 0x5_0006_0007_0008)),
        ("1:2:3:4:5:6:1.2.3.4", .v6(0x1_0002_0003_0004, 0x5_0006_0102_0304)), ("1.2.3.4", .v4(0x0102_0304)),
    ])
    func anAddressHasItsBytes(text: String, address: IPAddress) {
        #expect(IPAddress(text) == address)
    }

    @Test(arguments: [
        "", "1", "a", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.+4", "1..2.3", " 1.2.3.4", ":", ":::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7::8", "12345::", "g::", "+1::", "-1::",
        "1.2.3.4::", "::1.2.3.4:1", "fe80::1%eth0", "[::1]", ":1", "1:", "é::", "localhost",
    ])
    func invalidTextIsNoAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
