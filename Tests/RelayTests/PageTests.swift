import NIOCore
import Relay
import TestSupport
import Testing

@testable import Relay
@testable import Routing

/// Plain HTTP requests: the page, the health check, and requests that are invalid or no valid handshake.
@Suite struct PageTests {
    private func answer(_ request: String, overIPv6: Bool = false) throws -> (head: String, body: String) {
        var answer = ("", "")
        try withRelay {
            $0.files = [WebFile(path: "/", contentType: "text/html; charset=utf-8", bytes: Array("<page>".utf8))]
        } _: { relay, _ in
            let client = try WebSocketClient(relay, overIPv6: overIPv6)
            answer = (try client.request(request), try client.rest())
        }
        return answer
    }

    @Test(arguments: [false, true])
    func thePageIsServedOnBothLoopbackAddresses(overIPv6: Bool) throws {
        let answer = try answer("GET /?room=demo HTTP/1.1\r\nHost: x\r\n\r\n", overIPv6: overIPv6)
        #expect(answer.head.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.head.contains("Content-Type: text/html; charset=utf-8"))
        #expect(answer.head.contains("Content-Security-Policy: default-src 'self'"))
        #expect(answer.body == "<page>")
    }

    @Test func theHealthCheckSucceeds() throws {
        let answer = try answer("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.head.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.body == "ok\n")
    }

    @Test(arguments: ["/x", "/../etc/passwd", "/healthz/", "//", "*"])
    func anUnknownPathIsNotFound(path: String) throws {
        let answer = try answer("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.head.hasPrefix("HTTP/1.1 404 "))
        #expect(answer.body.hasPrefix("Not found."))
    }

    @Test func onlyGETAndHEADAreAllowed() throws {
        let answer = try answer("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
        #expect(answer.head.hasPrefix("HTTP/1.1 405 "))
        #expect(answer.head.contains("Allow: GET, HEAD"))
    }

    @Test func theResponseToHEADHasNoBody() throws {
        let answer = try answer("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.head.contains("Content-Length: 6"))
        #expect(answer.body.isEmpty)
    }

    /// RFC 9112 §9.6: requests after the one whose response closes the connection are not answered, even if that
    /// response is larger than the socket buffers.
    @Test(arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{0}no request\r\n\r\n"])
    func onlyTheFirstOfPipelinedRequestsIsAnswered(second: String) throws {
        let file = [UInt8](repeating: 0x78, count: 16 << 20)
        try withRelay {
            $0.files = [WebFile(path: "/", contentType: "text/plain", bytes: file)]
        } _: { relay, _ in
            let client = try WebSocketClient(relay, receiveBuffer: 4096)
            let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            #expect(try client.request(request + second).hasPrefix("HTTP/1.1 200 "))
            #expect(try client.rest().utf8.count == file.count)
        }
    }

    /// RFC 6455 §4.2.2: the response to another version names the supported one.
    @Test(arguments: ["Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""])
    func anUnsupportedVersionOrAMissingKeyIsAnsweredWith426(headers: String) throws {
        let answer = try answer(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\(headers)\r\n"
        )
        #expect(answer.head.hasPrefix("HTTP/1.1 426 "))
        #expect(answer.head.contains("Sec-WebSocket-Version: 13"))
        #expect(answer.body.hasPrefix("Invalid WebSocket handshake:"))
    }

    /// RFC 6455 §4.2.1: the method is GET.
    @Test(arguments: [("POST", "405"), ("HEAD", "426")])
    func aHandshakeWithAnotherMethodIsInvalid(method: String, status: String) throws {
        let answer = try answer(
            "\(method) / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        #expect(answer.head.hasPrefix("HTTP/1.1 \(status) "))
    }

    /// RFC 6455 §4.2.1: HTTP/1.1 or later, and one key of 16 bytes in base64.
    @Test(arguments: [
        "1.0|dGhlIHNhbXBsZSBub25jZQ==", "1.1|", "1.1|dGhlIHNhbXBsZSBub25jZQ", "1.1|dGhlIHNhbXBsZSBub25jZSE=",
        "1.1|dGhlIHNhbXBs!SBub25jZQ==", "1.1|dGhlIHNhbXBsZSBub25jZQ==|dGhlIHNhbXBsZSBub25jZQ==",
    ])
    func aHandshakeWithHTTP10OrAnInvalidKeyIsAnsweredWith426(handshake: String) throws {
        let parts = handshake.split(separator: "|", omittingEmptySubsequences: false)
        let keys = parts.dropFirst().map { "Sec-WebSocket-Key: \($0)\r\n" }.joined()
        let answer = try answer(
            "GET / HTTP/\(parts[0])\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\n\(keys)\r\n"
        )
        #expect(answer.head.hasPrefix("HTTP/1.1 426 "))
        #expect(answer.body.contains("one Sec-WebSocket-Key of 16 bytes in Base64"))
    }

    /// RFC 6455 §4.2.1: the `Connection` header field names `Upgrade`.
    @Test(arguments: ["", "Connection: keep-alive\r\n"])
    func aHandshakeWithoutConnectionUpgradeIsAnsweredWith426(connection: String) throws {
        let answer = try answer(
            "GET / HTTP/1.1\r\nHost: x\r\n\(connection)Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        #expect(answer.head.hasPrefix("HTTP/1.1 426 "))
        #expect(answer.body.hasPrefix("Invalid WebSocket handshake: it needs HTTP/1.1, Connection: Upgrade,"))
    }

    @Test func theSizeOfARequestIsLimited() throws {
        try withRelay { relay, _ in
            let client = try WebSocketClient(relay)
            let line = "X-Long: " + String(repeating: "x", count: 1000) + "\r\n"
            let head = try client.request("GET / HTTP/1.1\r\n" + String(repeating: line, count: 70))
            #expect(head.hasPrefix("HTTP/1.1 431 "))
            #expect(try client.rest() == "the request is longer than 65536 bytes (--max-request-size)\n")
        }
    }

    @Test func theTimeOfARequestIsLimited() throws {
        try withRelay {
            $0.limits.handshakeTimeout = .milliseconds(50)
        } _: { relay, _ in
            let client = try WebSocketClient(relay)
            #expect(try client.request("GET / HTTP/1.1\r\nHost:").hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func anInvalidRequestIsAnsweredWith400() throws {
        try withRelay { relay, _ in
            let client = try WebSocketClient(relay)
            try client.write([0x00, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, 0x0D, 0x0A, 0x0D, 0x0A])
            let answer = try client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nThis is not a valid HTTP request.\n"))
        }
    }
}
