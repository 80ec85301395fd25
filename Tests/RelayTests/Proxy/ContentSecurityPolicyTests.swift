import HTTPMessages
import Testing

/// Policies that are extended by the probe.
@Suite struct ContentSecurityPolicyTests {
    /// Policies before and after, for a page at `http://localhost:8080`.
    private static let policies: [(before: String, after: String)] = [
        ("", ""),
        ("img-src 'none'; object-src 'none'", "img-src 'none'; object-src 'none'"),
        ("script-src 'self'", "script-src 'self'"),
        ("script-src a.example", "script-src a.example 'self'"),
        ("Script-Src  'NONE' ;img-src *", "script-src 'self';img-src *"),
        ("script-src", "script-src 'self'"),
        ("script-src *", "script-src *"),
        (
            "img-src *; script-src a.example; script-src b.example",
            "img-src *; script-src a.example 'self'; script-src b.example"
        ),
        ("script-src 'none'; script-src-elem a.example", "script-src 'none'; script-src-elem a.example 'self'"),
        ("script-src 'unsafe-inline' 'sha256-YQ=='", "script-src 'unsafe-inline' 'sha256-YQ==' 'self'"),
        // Nonces, which are compared with case.
        ("script-src 'nonce-aB+/='", "script-src 'nonce-aB+/='"),
        ("script-src 'strict-dynamic' 'nonce-a' https:", "script-src 'strict-dynamic' 'nonce-a' https:"),
        ("script-src 'strict-dynamic' 'sha256-YQ=='", "script-src 'strict-dynamic' 'sha256-YQ==' 'nonce-fresh'"),
        ("script-src 'nonce-a\"b'", "script-src 'nonce-a\"b' 'self'"),
        ("script-src 'nonce-'", "script-src 'nonce-' 'self'"),
        // Connections.
        ("connect-src 'none'", "connect-src 'self' ws://localhost:8080"),
        ("connect-src 'self'", "connect-src 'self' ws://localhost:8080"),
        ("connect-src 'SELF' ws:", "connect-src 'SELF' ws:"),
        ("connect-src 'self' WS://localhost:8080", "connect-src 'self' WS://localhost:8080"),
        ("connect-src *", "connect-src *"),
        ("connect-src https: wss:", "connect-src https: wss: 'self' ws://localhost:8080"),
        // What holds for everything is not extended, because it holds for images, frames and so on as well.
        (
            "default-src 'none'",
            "default-src 'none'; script-src 'self'; connect-src 'self' ws://localhost:8080"
        ),
        (
            "default-src 'self'; img-src data:;",
            "default-src 'self'; img-src data:; connect-src 'self' ws://localhost:8080"
        ),
        (
            "default-src a.example; connect-src ws: 'self'",
            "default-src a.example; connect-src ws: 'self'; script-src a.example 'self'"
        ),
        ("default-src *", "default-src *"),
    ]

    @Test(arguments: policies)
    func aPolicyIsExtended(before: String, after: String) {
        var policy = ContentSecurityPolicy(before)
        policy.allowScript(nonce: ContentSecurityPolicy.nonce(in: [policy], fresh: "fresh"))
        policy.allowConnections(socket: "ws://localhost:8080")
        #expect(policy.text == after)
        #expect(policy.allowsConnections(socket: "ws://localhost:8080"))
        // Nothing is left to extend.
        var again = ContentSecurityPolicy(after)
        again.allowScript(nonce: ContentSecurityPolicy.nonce(in: [again], fresh: "fresh"))
        again.allowConnections(socket: "ws://localhost:8080")
        #expect(again.text == after)
    }

    @Test(arguments: [
        ([], nil), (["script-src 'self'"], nil), (["script-src 'nonce-a'"], "a"), (["default-src 'nonce-a' b"], "a"),
        (["img-src 'nonce-a'"], nil), (["script-src-elem b; script-src 'nonce-a'"], nil),
        (["script-src 'strict-dynamic'"], "fresh"),
        (["script-src 'nonce-a'", "script-src 'strict-dynamic' 'nonce-b'"], "b"),
        (["script-src 'nonce-a'", "script-src 'strict-dynamic'"], "a"),
    ])
    func theNonceIsThatOfThePolicies(policies: [String], nonce: String?) {
        #expect(ContentSecurityPolicy.nonce(in: policies.map(ContentSecurityPolicy.init), fresh: "fresh") == nonce)
    }

    @Test(arguments: [
        ("img-src 'none'", true), ("connect-src 'self'", true), ("default-src *", true), ("connect-src wss:", true),
        ("connect-src wss://a.example:1", true), ("connect-src 'none'", false), ("default-src 'none'", false),
        ("connect-src", false), ("connect-src https://a.example:1 wss://b.example", false),
        ("default-src 'none'; connect-src ws:", true),
    ])
    func aPolicyAllowsConnectionsOrNot(policy: String, isAllowed: Bool) {
        #expect(ContentSecurityPolicy(policy).allowsConnections(socket: "wss://a.example:1") == isAllowed)
    }

    /// The origin is unknown if the client sends no `Host`, or one that is no source of a policy.
    @Test func withoutAnOriginOnlyTheKeywordIsAdded() {
        var policy = ContentSecurityPolicy("connect-src 'none'")
        policy.allowConnections(socket: nil)
        #expect(policy.text == "connect-src 'self'")
        #expect(InjectedScript(path: "/p", host: "a; script-src *", isTLS: false, nonce: "").socket == nil)
        #expect(InjectedScript(path: "/p", host: "[::1]:8080", isTLS: false, nonce: "").socket == nil)
        #expect(
            InjectedScript(path: "/p", host: "a.example:8080", isTLS: true, nonce: "").socket == "wss://a.example:8080")
    }
}
