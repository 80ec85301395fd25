import Foundation
import ServerTLS
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// The proxy with TLS (RFC 8446) on either side.
@Suite struct ProxyTLSTests {
    /// A certificate that has issued itself, for localhost and 127.0.0.1, until 2126; only such an authority can be trusted
    /// by a file.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBwjCCAWegAwIBAgIUbRAnQNa1/Z8nHshruJiYp1k1iIwwCgYIKoZIzj0EAwIw
        JzElMCMGA1UEAwwcYXV0aG9yaXR5IG9mIHRoZSBwcm94eSB0ZXN0czAgFw0yNjEx
        MjkxNTMyMzBaGA8yMTI2MTEwNTE1MzIzMFowJzElMCMGA1UEAwwcYXV0aG9yaXR5
        IG9mIHRoZSBwcm94eSB0ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKJ6
        0WUiTcn3zwN55LpDLHWpOMo2XjBNqvOh3WeZbTwn22dXEvzFK0sd//fTRMRGMBGH
        b3C95faiQxOJaYzaROyjbzBtMB0GA1UdDgQWBBQxMXPOqjDXFiUMMFB3rhfZQKun
        HzAfBgNVHSMEGDAWgBQxMXPOqjDXFiUMMFB3rhfZQKunHzAaBgNVHREEEzARggls
        b2NhbGhvc3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBG
        AiEAg1oxCtm/iTuV5SEkc6/aYs+XZg658qFPtMFGIX0lBI4CIQDbNgzwfeQg70XE
        uB5XMXGP0LouWC1d04UeJklpFuwDTA==
        -----END CERTIFICATE-----
        """
    /// The key of the certificate, which protects nothing.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgll5DYhQAv2rHSKOY
        vxR37b93laeNPn3u3wKdrrazouqhRANCAASietFlIk3J988DeeS6Qyx1qTjKNl4w
        Tarzod1nmW08J9tnVxL8xStLHf/300TERjARh29wveX2okMTiWmM2kTs
        -----END PRIVATE KEY-----
        """

    /// Runs `body` with the certificate and its key in a temporary folder.
    private func withFiles(_ body: (CertificateFiles) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = CertificateFiles(certificate: folder + "/cert.pem", key: folder + "/key.pem")
        try Self.certificate.write(toFile: files.certificate, atomically: true, encoding: .utf8)
        try Self.key.write(toFile: files.key, atomically: true, encoding: .utf8)
        try body(files)
    }

    /// Runs `body` with a proxy in front of a relay with TLS, at the address of this `host`.
    private func withTLSUpstream(
        host: String, trust: (CertificateFiles) -> Upstream.Trust,
        _ body: (RelayServer, EntryRecorder) throws -> Void
    ) throws {
        try withFiles { files in
            try withRelay {
                $0.tls = CertificateSource(files)
                $0.files = [WebFile(path: "/", contentType: "text/html", bytes: Array("<page>".utf8))]
            } _: { server, _ in
                try withRelay {
                    $0.upstream = try? Upstream("wss://\(host):\(server.port)")
                    $0.upstream?.trust = trust(files)
                } _: { proxy, watch in
                    try body(proxy, watch)
                }
            }
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func aServerWithATrustedCertificateIsReached(host: String) throws {
        try withTLSUpstream(host: host, trust: { .authorities(file: $0.certificate) }) { proxy, _ in
            let page = try Wire(proxy)
            try page.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try page.rest().hasSuffix("<page>"))
            let (one, other) = (try WebSocketClient.opened(proxy), try WebSocketClient.opened(proxy))
            try other.send(9, [1])
            #expect(try other.next { $0.opcode == 10 } == .pong([1]))
            try one.send(text: "hello")
            #expect(try other.nextExceptPings() == .text("hello"))
        }
    }

    @Test func anyCertificateIsAcceptedIfSoConfigured() throws {
        try withTLSUpstream(host: "localhost", trust: { _ in .anyone }) { proxy, _ in
            let page = try Wire(proxy)
            try page.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try page.rest().hasSuffix("<page>"))
        }
    }

    @Test func aServerWithAnUntrustedCertificateIsAnsweredWith502AndReported() throws {
        try withTLSUpstream(host: "localhost", trust: { _ in .system }) { proxy, watch in
            let page = try Wire(proxy)
            try page.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try page.rest()
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.contains("--upstream-ca"))
            guard case .failed(.untrustedCertificate)? = watch.report()?.event else {
                Issue.record("\(String(describing: watch.report()))")
                return
            }
        }
    }

    @Test func authoritiesThatCannotBeReadKeepTheProxyFromListening() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.upstream = try Upstream("https://localhost:1")
        configuration.upstream?.trust = .authorities(file: "/no/such/file")
        do {
            let proxy = try RelayServer(configuration, now: runningClock()) { _ in }
            proxy.stop()
            Issue.record("the proxy listens")
        } catch {
            guard case .upstreamAuthorities(file: "/no/such/file", _) = error else { throw error }
        }
    }

    /// Cookies keep `Secure`, and locations and forwarding name `https`.
    @Test func aClientWithTLSHasSecureCookiesAndLocations() throws {
        try withFiles { files in
            try withProxy { configuration, _ in
                configuration.tls = CertificateSource(files)
            } _: { proxy, server, _ in
                let client = Wire(try TLSStream(proxy))
                try client.write("GET / HTTP/1.1\r\nHost: app.example\r\n\r\n")
                let connection = try server.accept()
                #expect(try connection.head().contains("\r\nX-Forwarded-Proto: https\r\n"))
                let fields = "Set-Cookie: a=b; Secure; SameSite=None\r\nLocation: http://127.0.0.1:\(server.port)/x\r\n"
                try connection.write("HTTP/1.1 302 Found\r\n\(fields)Content-Length: 0\r\n\r\n")
                let head = try client.head()
                #expect(head.contains("\r\nSet-Cookie: a=b; Secure; SameSite=None\r\n"))
                #expect(head.contains("\r\nLocation: https://app.example/x\r\n"))
            }
        }
    }
}
