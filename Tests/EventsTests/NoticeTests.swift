import Testing

@testable import Events

/// The texts of notices about failed connections, the certificate and transports.
@Suite struct NoticeTests {
    @Test(arguments: [
        (
            FailedConnection.Cause.tlsOnPlainPort, 0,
            "1.2.3.4:5 spoke TLS to the plain port; start with --tls-self-signed, or use ws:// and http://"
        ),
        (.httpOnTLSPort, 0, "1.2.3.4:5 spoke plain HTTP to the TLS port; use wss:// and https://"),
        (
            .untrustedCertificate, 3,
            """
            1.2.3.4:5 does not trust the certificate (and 3 more like it); accept it once on the https:// page in that \
            browser, or give one that it trusts: --tls-cert
            """
        ),
        (.oldVersion, 0, "1.2.3.4:5 speaks TLS 1.1 or older; it needs 1.2 or later"),
        (
            .unfinishedHandshake, 0,
            """
            1.2.3.4:5 hung up in the TLS handshake; most who do so do not trust the certificate: accept it once on the \
            https:// page
            """
        ),
        (
            .handshake("no shared cipher"), 1,
            "the TLS handshake with 1.2.3.4:5 failed (and 1 more like it): no shared cipher"
        ),
    ])
    func aFailedConnectionNamesTheRemedy(cause: FailedConnection.Cause, others: Int, words: String) {
        let notice = RelayNotice.failed(FailedConnection(address: "1.2.3.4:5", cause, others: others))
        #expect(notice.text == words)
        #expect(notice.isWarning && !notice.isOperatorAct)
    }

    @Test func certificateNoticesAreDescribed() {
        let reloaded = RelayNotice.certificate(.reloaded(fingerprint: "A1:B2", end: "2027-01-01"))
        #expect(reloaded.text == "certificate reloaded: valid until 2027-01-01, SHA-256 A1:B2")
        #expect(!reloaded.isWarning && !reloaded.isOperatorAct)
        let kept = RelayNotice.certificate(.kept("x holds no certificate"))
        #expect(kept.text == "certificate not reloaded, the old one stays in use: x holds no certificate")
        #expect(kept.isWarning)
    }

    @Test(arguments: [
        (Transport.webSocket, "ws"), (Transport(.webSocket, .engineIO), "engine.io ws"),
        (Transport(.polling, .socketIO), "socket.io polling"),
    ])
    func aTransportIsNamedFromTheInsideOut(transport: Transport, text: String) {
        #expect(transport.text == text)
    }

    @Test(arguments: [
        (0, 0, "GET / 200 0 ms 0 B"), (999, 12_900_000, "GET / 200 12 ms 999 B"),
        (3_456, 1_000_000, "GET / 200 1 ms 3.4 kB"), (1_234_567, 2_000_000_000, "GET / 200 2000 ms 1.2 MB"),
    ])
    func aForwardedRequestIsALine(bytes: Int, nanoseconds: Int64, text: String) {
        let notice = RelayNotice.forwarded(
            ForwardedRequest(
                address: "1.2.3.4:5", request: "GET /", status: 200, nanoseconds: nanoseconds, bytes: bytes))
        #expect(notice.text == text)
        #expect(notice.isRoutine && !notice.isWarning && !notice.isOperatorAct)
    }

    @Test func aPageWithoutASocketNamesTheRemedy() {
        let report = ProxyReport(address: "1.2.3.4", request: "GET /room", .pageWithoutSocket(.seconds(10)))
        #expect(
            report.text == """
                GET /room: the page opened no socket within 10 s; if its script has an absolute address, as in \
                new WebSocket("wss://…"), use location.host there
                """)
        #expect(RelayNotice.proxied(report).isWarning)
    }

    @Test func aPageThatBlocksTheProbeNamesTheRemedy() {
        let report = ProxyReport(address: "1.2.3.4", request: "GET /room", .probeBlocked)
        #expect(
            report.text == """
                GET /room: the page forbids the probe to report; add 'self' to connect-src in its \
                <meta http-equiv="Content-Security-Policy">
                """)
        #expect(RelayNotice.proxied(report).isWarning)
    }

    @Test func aChangeOfTransportIsRoutine() {
        let notice = RelayNotice.transportChanged(PeerID(3), Transport(.webSocket, .socketIO))
        #expect(notice.text == "p3 now uses socket.io ws")
        #expect(notice.isRoutine && !notice.isWarning && !notice.isOperatorAct)
        #expect(Entry(number: 1, time: .start, content: .noted(notice)).peer == PeerID(3))
    }
}
