import Foundation
import TestSupport
import Testing

@testable import Events
@testable import Relay

/// Several clients of a proxy at once, whose requests and responses are forwarded in a random order and in random parts.
///
/// Each client has its name in all that it sends, and the server answers with it, so that a byte at the wrong place is found.
@Suite struct ProxyFuzzTests {
    private static let handshake =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: \(OpeningHandshake.key)\r\n"
        + "Sec-WebSocket-Version: 13\r\n"

    private static func name(_ generator: inout SeededGenerator) -> String {
        let digits = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Returns a request; only the last one of a connection may be one that ends it.
    private static func request(
        _ number: Int, of name: String, isLast: Bool, _ generator: inout SeededGenerator
    ) -> String {
        let target = "/\(name)-\(number)"
        let body = String(repeating: "<\(name)-\(number)>", count: Int.random(in: 1...60, using: &generator))
        let host = "Host: \(name).example\r\nAccept: text/html\r\n"
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            return "POST \(target) HTTP/1.1\r\n\(host)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        case 1:
            let size = String(body.utf8.count, radix: 16)
            return "PUT \(target) HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"
                + "\(size)\r\n\(body)\r\n3;a\r\nabc\r\n0\r\nX: \(name)\r\n\r\n"
        case 2: return "HEAD \(target) HTTP/1.1\r\n\(host)\r\n"
        case 3 where isLast: return "GET \(target) HTTP/1.1\r\n\(host)\(handshake)\r\n"
        case 4 where isLast: return "GET \(target) HTTP/1.0\r\nCookie: \(name)\r\n\r\n"
        case 5 where isLast: return "GET \(target) HTTP/1.1\r\n\(host)Connection: close\r\n\r\n"
        default: return "GET \(target)?a=\(name) HTTP/1.1\r\n\(host)Cookie: \(name)\r\n\r\n"
        }
    }

    private static func requests(_ count: Int, of name: String, _ generator: inout SeededGenerator) -> [UInt8] {
        let texts = (0..<count).map { request($0, of: name, isLast: $0 == count - 1, &generator) }
        return Array(texts.joined().utf8)
    }

    /// Returns the marks in `bytes` that are enclosed in `first` and `last`, in order.
    ///
    /// Within a page, the proxy may begin another chunk in the middle of a mark: its size is no part of the mark.
    private static func marks(_ bytes: [UInt8], _ first: Unicode.Scalar = "{", _ last: Unicode.Scalar = "}") -> [String]
    {
        let (first, last) = (UInt8(ascii: first), UInt8(ascii: last))
        var marks: [String] = []
        var (mark, isSize) = ([UInt8](), false)
        for byte in bytes {
            if byte == first {
                (mark, isSize) = ([byte], false)
            } else if mark.isEmpty || byte == UInt8(ascii: "\r") {
                continue
            } else if byte == UInt8(ascii: "\n") {
                isSize.toggle()
            } else if !isSize {
                mark.append(byte)
                guard byte == last else { continue }
                marks.append(String(decoding: mark, as: UTF8.self))
                mark = []
            }
        }
        return marks
    }

    /// Returns the ordinals in the marks of responses.
    private static func ordinals(_ bytes: [UInt8]) -> [Int] {
        marks(bytes).compactMap { Int($0.dropLast().split(separator: ":").last ?? "") }
    }

    private static func contains(_ bytes: [UInt8], _ name: String) -> Bool {
        Data(bytes).range(of: Data(name.utf8)) != nil
    }

    /// Checks what holds whatever clients and servers send, and ends the proxy.
    private func expectSeparation(_ proxy: VirtualProxy) throws {
        try proxy.passTimeouts()
        for client in proxy.clients {
            #expect(client.connections <= 1)
            let server = client.server
            if server?.hasMutated != true {
                let ordinals = Self.ordinals(client.received)
                #expect(ordinals == ordinals.sorted(), "\(ordinals)")
                #expect((ordinals.max() ?? -1) < server?.requests ?? 0, "\(ordinals)")
            }
            // A request or a response that is not complete may take any time, as a WebSocket may.
            let isWaiting = server.map { $0.current != nil || $0.isSwitched || $0.hasMutated && !$0.hasClosed }
            #expect(isWaiting == true || !client.socket.isOpen, "a request is not answered")
            for other in proxy.clients where other !== client {
                #expect(!Self.contains(client.received, other.name))
                #expect(!Self.contains(client.server?.received ?? [], other.name))
            }
        }
        let found = proxy.clients.reduce(0) { $0 + ($1.server?.requests ?? 0) }
        let (open, requests) = proxy.end()
        #expect(open == 0)
        #expect(found <= requests, "the server has found more requests than the proxy")
    }

    /// Valid requests and responses arrive whole and in order, at their own connections.
    @Test func eachResponseReachesTheClientOfItsRequest() throws {
        try Seeds.forEach(0..<50) { generator in
            let proxy = try VirtualProxy(isFaulty: false, &generator)
            var counts: [String: Int] = [:]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let (name, count) = (Self.name(&generator), Int.random(in: 1...5, using: &generator))
                counts[name] = count
                try proxy.connect(.init(name: name, bytes: Self.requests(count, of: name, &generator)))
            }
            try proxy.run()
            for client in proxy.clients {
                let server = try #require(client.server)
                #expect(!server.isBroken && server.current == nil)
                // Nothing is lost, repeated or changed, and each response is that to the request of the same number.
                let marks = Self.marks(client.received)
                #expect(marks == Self.marks(server.sent))
                for number in 0..<server.requests { #expect(marks.contains("{\(client.name)-\(number):\(number)}")) }
                let (bodies, sent) = (Self.marks(server.received, "<", ">"), Self.marks(client.sent, "<", ">"))
                #expect(sent.starts(with: bodies))
                if server.requests == counts[client.name] {
                    #expect(bodies == sent)
                } else {
                    #expect(server.hasClosed)
                }
            }
            try expectSeparation(proxy)
        }
    }

    /// Mutated requests and faults of the server never leave a request open, nor reach another connection.
    @Test func mutatedRequestsAndResponsesReachNobodyElse() throws {
        try Seeds.forEach(10_000..<10_150) { generator in
            let proxy = try VirtualProxy(isFaulty: Bool.random(using: &generator), &generator)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let name = Self.name(&generator)
                var bytes = Self.requests(Int.random(in: 1...4, using: &generator), of: name, &generator)
                for _ in 0..<Int.random(in: 0...2, using: &generator) { bytes = generator.mutated(bytes) }
                try proxy.connect(
                    .init(name: name, bytes: bytes, endsEarly: Int.random(in: 0..<8, using: &generator) == 0))
            }
            try proxy.run()
            try expectSeparation(proxy)
        }
    }
}
