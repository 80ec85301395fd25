import Testing

@testable import Routing

@Suite struct UpstreamTests {
    @Test(arguments: [
        ("http://localhost:3000", "http", "localhost", 3000, "", "localhost:3000", "http://localhost:3000"),
        ("ws://localhost:3000/", "http", "localhost", 3000, "", "localhost:3000", "http://localhost:3000"),
        ("HTTPS://Example.com/app/", "https", "Example.com", 443, "/app", "Example.com", "https://example.com"),
        ("wss://[::1]:8443/a/b", "https", "::1", 8443, "/a/b", "[::1]:8443", "https://[::1]:8443"),
        ("http://192.0.2.1:80", "http", "192.0.2.1", 80, "", "192.0.2.1", "http://192.0.2.1"),
        ("http://my_host:", "http", "my_host", 80, "", "my_host", "http://my_host"),
    ])
    func aURLHasASchemeAHostAPortAndAPrefix(
        url: String, scheme: String, host: String, port: Int, prefix: String, authority: String, origin: String
    ) throws {
        let upstream = try Upstream(url)
        #expect(upstream.scheme.rawValue == scheme)
        #expect(upstream.host == host)
        #expect(upstream.port == port)
        #expect(upstream.pathPrefix == prefix)
        #expect(upstream.authority == authority)
        #expect(upstream.origin == origin)
    }

    @Test(arguments: [
        ("", UpstreamError.empty), (" ", .empty), ("localhost:3000", .noScheme("localhost:3000")),
        ("ftp://a", .unknownScheme("ftp://a", "ftp")), ("http://user:secret@a", .userInfo),
        ("http://a/?b", .query("http://a/?b")), ("http://a#b", .query("http://a#b")),
        ("http://", .invalidHost("http://", "")), ("http://a b", .invalidHost("http://a b", "a b")),
        ("http://[::1", .invalidHost("http://[::1", "[::1")),
        ("http://[1.2.3.4]", .invalidHost("http://[1.2.3.4]", "1.2.3.4")),
        ("http://a:0", .invalidPort("http://a:0", "0")), ("http://a:65536", .invalidPort("http://a:65536", "65536")),
        ("http://a:+80", .invalidPort("http://a:+80", "+80")), ("http://[::1]80", .invalidPort("http://[::1]80", "0")),
        ("http://a/é", .invalidPath("http://a/é", "/é")),
    ])
    func anInvalidURLIsRefusedWithItsFault(url: String, error: UpstreamError) {
        #expect(throws: error) { try Upstream(url) }
    }

    @Test func anErrorSaysWhatIsWrongAndWhatIsExpected() {
        #expect(
            UpstreamError.invalidPort("http://a:0", "0").description
                == "invalid upstream \"http://a:0\": expected a port of 1 to 65535, not \"0\"")
        #expect(
            UpstreamError.noScheme("localhost:3000").description
                == "invalid upstream \"localhost:3000\": expected a URL such as http://localhost:3000")
        #expect(!UpstreamError.userInfo.description.contains("secret"))
    }
}
