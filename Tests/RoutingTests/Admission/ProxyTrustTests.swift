import Testing

@testable import Events
@testable import Routing
@testable import Text

/// The client of a request that a reverse proxy forwards (RFC 7239).
@Suite struct ProxyTrustTests {
    private static func trust(_ networks: String...) throws -> ProxyTrust {
        ProxyTrust(try networks.map { try #require(IPNetwork($0)) })
    }

    /// Returns the client behind 127.0.0.1:9 if that and 10.0.0.0/8 are trusted, or the text of the error.
    private func client(_ forwarded: [String], _ usual: [String] = []) throws -> String {
        let peer = ProxyTrust.Hop(try #require(IPAddress("127.0.0.1")), port: 9)
        do throws(ForwardingFault) {
            return try Self.trustOfTen.client(behind: peer, forwarded: forwarded, xForwardedFor: usual).text
        } catch {
            return error.message
        }
    }

    private static let trustOfTen = ProxyTrust(["127.0.0.1", "10.0.0.0/8"].compactMap(IPNetwork.init))

    @Test(arguments: [
        ([], "127.0.0.1:9"), ([""], "127.0.0.1:9"), (["192.0.2.7"], "192.0.2.7"), (["192.0.2.7:81"], "192.0.2.7:81"),
        (["2001:db8:0:0::7"], "[2001:db8::7]"), (["[2001:db8::7]:81"], "[2001:db8::7]:81"),
        (["::ffff:192.0.2.7"], "192.0.2.7"), (["[::ffff:192.0.2.7]:81"], "192.0.2.7:81"),
        (["192.0.2.1, 192.0.2.7"], "192.0.2.7"), (["192.0.2.1", "192.0.2.7"], "192.0.2.7"),
        (["192.0.2.7,10.0.0.2 , 10.9.9.9"], "192.0.2.7"), (["192.0.2.7,,\t, "], "192.0.2.7"),
        (["10.0.0.3, 10.0.0.2"], "10.0.0.3"), (["127.0.0.1, 192.0.2.7"], "192.0.2.7"),
        (["\u{1B}[2J, evil, 192.0.2.7"], "192.0.2.7"), (["unknown"], "127.0.0.1:9"),
        (["192.0.2.7, unknown, 10.0.0.2"], "10.0.0.2"), (["192.0.2.7, _hidden:_x"], "127.0.0.1:9"),
    ])
    func theListIsReadFromTheRightAsFarAsProxiesAreTrusted(lines: [String], client: String) throws {
        #expect(try self.client([], lines) == client)
    }

    @Test(arguments: [
        "192.0.2.7:", "192.0.2.7:x", "192.0.2.7:65536", "192.0.2.7:+1", "192.0.2.256", "[192.0.2.7]", "[::1", "::g",
        "fe80::1%eth0", "host.example", "\"192.0.2.7\"", "1.2.3.4;", "192.0.2.7 10.0.0.1",
    ])
    func invalidAddressesAreRefused(text: String) throws {
        #expect(try client([], [text]) == "the proxy's X-Forwarded-For cannot be read")
    }

    @Test(arguments: [
        ("for=192.0.2.7", "192.0.2.7"), ("For=192.0.2.7;proto=https;by=203.0.113.1", "192.0.2.7"),
        ("proto=http; FOR=\"192.0.2.7:81\"", "192.0.2.7:81"), ("for=\"[2001:db8::7]:81\"", "[2001:db8::7]:81"),
        ("for=\"[2001:DB8::7]\"", "[2001:db8::7]"), ("for=192.0.2.1, for=192.0.2.7, for=10.0.0.2", "192.0.2.7"),
        ("for=\"192.0.2.\\7\"", "192.0.2.7"), ("for=\"a,b;c\", for=192.0.2.7", "192.0.2.7"),
        ("for=unknown", "127.0.0.1:9"), ("for=_gazonk, for=10.0.0.2", "10.0.0.2"), ("proto=https", "127.0.0.1:9"),
        ("", "127.0.0.1:9"), (", ,for=192.0.2.7,", "192.0.2.7"), ("for=\"192.0.2.7:_x\"", "192.0.2.7"),
    ])
    func theForwardedHeaderIsParsed(line: String, client: String) throws {
        #expect(try self.client([line]) == client)
    }

    /// A header of the client must not hide the one that the proxy adds.
    @Test(arguments: [
        "for=\"1.2.3.4, for=192.0.2.7", "x=\", for=\"[2001:db8::1]:80\"", "for=\"1.2.3.4\\", "for", "for=", "=1.2.3.4",
        "for=1.2.3.4;for=1.2.3.5", "for=1.2.3.4 for=1.2.3.5", "for=1.2.3.4/8", "for=[::1]", "for = 1.2.3.4",
        "\u{0}", "for=\u{202E}1.2.3.4", "for=\"\"",
    ])
    func invalidHeadersAreRefused(line: String) throws {
        #expect(try client([line]) == "the proxy's Forwarded cannot be read")
        #expect(try client([line, "for=192.0.2.7"]).contains(/cannot be read|192\.0\.2\.7/))
    }

    @Test func contradictoryHeadersAreRefused() throws {
        #expect(try client(["for=192.0.2.7"], ["192.0.2.7:81"]) == "192.0.2.7")
        #expect(try client(["for=198.51.100.1"], ["192.0.2.7"]).hasPrefix("Forwarded and X-Forwarded-For disagree"))
    }

    @Test func longListsAreRefused() throws {
        let proxies = Array(repeating: "10.0.0.1", count: ForwardingFault.hopLimit)
        #expect(try client([], [proxies.joined(separator: ",")]) == "10.0.0.1")
        #expect(try client([], ["192.0.2.7," + proxies.joined(separator: ",")]).hasSuffix("8192 bytes or 32 addresses"))
        #expect(try client([], [String(repeating: "x", count: 9000)]).hasSuffix("8192 bytes or 32 addresses"))
        // The part to the left of the client may have any length within the limit.
        #expect(try client([], [String(repeating: "x,", count: 4000) + "192.0.2.7"]) == "192.0.2.7")
    }

    @Test func arbitraryHeadersDoNotTrap() throws {
        var dice = SystemRandomNumberGenerator()
        let signs = Array("for=\"\\,;:[]. 1279abx_\t\u{1B}é")
        for _ in 0..<20_000 {
            let line = String(
                (0..<Int.random(in: 0...24, using: &dice)).map { _ in
                    signs[Int.random(in: 0..<signs.count, using: &dice)]
                })
            _ = try client([line], [line])
        }
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.0/24", "192.0.2.255", true),
        ("192.0.2.9/24", "192.0.2.1", true), ("192.0.2.0/24", "192.0.3.1", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("2001:db8::1/128", "2001:db8::1", true),
        ("2001:db8::1", "2001:db8::2", false), ("2001:db8::/96", "2001:db8::ffff:1", true), ("::/0", "::1", true),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("::ffff:10.0.0.0/104", "10.9.9.9", true),
        ("::ffff:10.0.0.1", "10.0.0.1", true),
    ])
    func aNetworkContainsTheAddressesOfItsPrefix(network: String, address: String, isIn: Bool) throws {
        let address = try #require(IPAddress(address))
        #expect(IPNetwork(network)?.contains(address) == isIn)
    }

    @Test(arguments: [
        "", "x", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "::/129", "10.0.0.0/8/8", "10/8",
    ])
    func invalidNetworksAreRefused(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: [
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("0:0:1::", "0:0:1::"),
        ("192.0.2.1", "192.0.2.1"),
    ])
    func anAddressIsWrittenInItsShortestForm(text: String, short: String) {
        #expect(IPAddress(text)?.text == short)
    }
}
