import NIOHTTP1
import TestSupport
import Testing

@testable import Relay

/// Requests from `Corpus` (of browsers, libraries and proxies, and tricky ones) and mutations of them are answered once
/// or closed, and leave nothing behind.
@Suite struct RequestFuzzTests {
    private let corpus: [(name: String, bytes: [UInt8])]

    init() throws {
        corpus = try Corpus().files
        #expect(corpus.count >= 40)
    }

    private func request(_ generator: inout SeededGenerator) -> [UInt8] {
        guard let valid = corpus.randomElement(using: &generator)?.bytes else { return [] }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return valid
        case 1: return generator.spliced(valid, with: corpus.randomElement(using: &generator)?.bytes ?? [])
        case 2: return valid + (corpus.randomElement(using: &generator)?.bytes ?? [])
        default: return generator.mutated(valid)
        }
    }

    @Test func aRequestIsAnsweredOnceOrClosedAndLeavesNothingBehind() throws {
        try Seeds.forEach(0..<150) { generator in
            var bytes = request(&generator)
            if Int.random(in: 0..<50, using: &generator) == 0 { bytes = generator.expanded(bytes, to: 100_000) }
            let isDraining = Int.random(in: 0..<8, using: &generator) == 0
            let connection = try VirtualConnection(generator.chunks(of: bytes), isDraining: isDraining)
            #expect(connection.remaining == [0, 0], "\(bytes)")
            #expect(!connection.isLeaked, "\(bytes)")
            #expect(connection.response.count <= 2048 + 2 * bytes.count, "\(bytes)")
            switch connection.status {
            case 101: #expect(!isDraining, "\(bytes)")
            case 200, 400, 403, 404, 405, 408, 426, 431, 503:
                #expect(connection.responseCount == 1, "\(bytes)")
                #expect(!connection.isOpen, "\(bytes)")
            case nil
            where connection.response.isEmpty || connection.response == DetectedProtocol.unexpectedMessageAlert:
                #expect(!connection.isOpen, "\(bytes)")
            default: Issue.record("\(connection.status ?? 0): \(bytes)")
            }
        }
    }

    @Test func aRequestIsAnsweredAlikeInAnyChunks() throws {
        try Seeds.forEach(1000..<1100) { generator in
            let bytes = request(&generator)
            let whole = try VirtualConnection([bytes[...]])
            let inChunks = try VirtualConnection(generator.chunks(of: bytes))
            #expect(inChunks == whole, "\(bytes)")
        }
    }

    @Test func aClientThatDisconnectsDuringTheHandshakeLeavesNothingBehind() throws {
        let bytes = try #require(corpus.first { $0.name == "tricky-no-connection.http" }?.bytes)
        for offset in bytes.indices {
            #expect(
                try VirtualConnection([bytes[..<offset], bytes[offset...]]).remaining == [0, 0], "split at \(offset)")
        }
    }

    @Test func aHandshakeWithABodyIsInvalidAndTimesOut() throws {
        let valid = String(decoding: try #require(corpus.first { $0.name == "node-ws.http" }?.bytes), as: UTF8.self)
        for header in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
            let changed = valid.replacing("Host:", with: "\(header)\r\nHost:")
            let connection = try VirtualConnection([Array(changed.utf8)[...]])
            #expect(connection.status == 408 && !connection.isOpen && !connection.isLeaked, "\(header)")
        }
        let empty = valid.replacing("Host:", with: "Content-Length: 0\r\nHost:")
        #expect(try VirtualConnection([Array(empty.utf8)[...]]).status == 101)
    }

    @Test func anyQueryAndAnySubprotocolAreParsed() throws {
        let parts = [
            "room", "name", "token", "=", "&", "?", "#", "%", "%4", "%e4%bd%9c", "%ff", "%00", "%+1", "+", "é", "/",
            ",",
            " ", "\"", "signal-console.v1", "json", "\t", ";", "\u{0}", "\r\n",
        ]
        Seeds.forEach(2000..<3000) { generator in
            func text() -> String {
                (0..<Int.random(in: 0...20, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? ""
                }
                .joined()
            }
            let (uri, offered, name) = ("/" + text(), text(), text())
            let head = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: uri, headers: ["Sec-WebSocket-Protocol": offered])
            let request = UpgradeRequest(head)
            // An invalid byte becomes U+FFFD, which has three bytes.
            for text in [request.room, request.name].compactMap(\.self) {
                #expect(text.utf8.count <= 3 * uri.utf8.count, "\(uri)")
            }
            if let subprotocol = request.subprotocol {
                #expect(offered.contains(subprotocol) && !subprotocol.isEmpty, "\(offered)")
                #expect(subprotocol.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }, "\(offered)")
            }
            // Percent-encoding is reversed.
            let encoded = name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let named = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/?name=\(encoded)&\(uri)")
            #expect(UpgradeRequest(named).name == name)
        }
    }
}
