import Testing

@testable import Routing

/// The hosts that a request may name if the relay listens on the loopback interface only.
@Suite struct HostPolicyTests {
    @Test(arguments: [
        "localhost", "localhost:8080", "LOCALHOST", "localhost.", "app.localhost:1", "127.0.0.1:8080", "127.9.9.9",
        "[::1]:8080", "192.0.2.7", "[2001:db8::1]", "[::ffff:127.0.0.1]",
    ])
    func namesOfThisMachineAndAddressesAreAllowed(host: String) {
        #expect(HostPolicy().allows(host))
    }

    @Test(arguments: [
        "evil.example", "evil.example:8080", "localhost.evil.example", "evil-localhost", "127.0.0.1.evil.example", "",
        "localhost@evil.example", "localhost:80:80", "localhost, evil.example", "[::1", "[::1]x", "0x7f.1", "127.1",
        "evil.example\u{202E}", "local host", ".", "*",
    ])
    func otherNamesAreRefused(host: String) {
        #expect(!HostPolicy().allows(host))
        #expect(!HostPolicy(["relay.example"]).allows(host))
    }

    @Test(arguments: [
        ("relay.example", "RELAY.example:8080", true), ("relay.example", "relay.example.", true),
        ("relay.example", "a.relay.example", false), ("*.relay.example", "a.relay.example", true),
        ("*.relay.example", "relay.example", false), ("*", "evil.example", true),
    ])
    func configuredNamesAreAllowed(name: String, host: String, isAllowed: Bool) {
        #expect(HostPolicy([name]).allows(host) == isAllowed)
    }
}
