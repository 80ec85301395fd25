import NIOHTTP1
import TestSupport
import Testing

@testable import Relay

/// Whatever comes before there is a WebSocket is answered once, or ended, and nothing of it stays.
///
/// It begins with the requests of browsers, libraries and proxies, and with tricky ones: the files of `Corpus`.
@Suite struct RequestFuzzTests {
    private let corpus: [(name: String, bytes: [UInt8])]

    init() throws {
        corpus = try Corpus().files
        #expect(corpus.count >= 40)
    }

    private func request(_ generator: inout SeededGenerator) -> [UInt8] {
        guard let sound = corpus.randomElement(using: &generator)?.bytes else { return [] }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return sound
        case 1: return generator.spliced(sound, with: corpus.randomElement(using: &generator)?.bytes ?? [])
        case 2: return sound + (corpus.randomElement(using: &generator)?.bytes ?? [])
        default: return generator.mutated(sound)
        }
    }

    @Test func aRequestIsAnsweredOnceOrEndedAndNothingOfItStays() throws {
        try Seeds.forEach(0..<150) { generator in
            var bytes = request(&generator)
            if Int.random(in: 0..<50, using: &generator) == 0 { bytes = generator.expanded(bytes, to: 100_000) }
            let isDraining = Int.random(in: 0..<8, using: &generator) == 0
            let visit = try Visit(generator.chunks(of: bytes), isDraining: isDraining)
            #expect(visit.remains == [0, 0], "\(bytes)")
            #expect(!visit.isKept, "\(bytes)")
            #expect(visit.answer.count <= 2048 + 2 * bytes.count, "\(bytes)")
            switch visit.status {
            case 101: #expect(!isDraining, "\(bytes)")
            case 200, 400, 403, 404, 405, 408, 426, 431, 503:
                #expect(visit.answers == 1, "\(bytes)")
                #expect(!visit.isOpen, "\(bytes)")
            case nil where visit.answer.isEmpty || visit.answer == FirstBytes.alert: #expect(!visit.isOpen, "\(bytes)")
            default: Issue.record("\(visit.status ?? 0): \(bytes)")
            }
        }
    }

    @Test func aRequestIsAnsweredAlikeInWhateverPiecesItComes() throws {
        try Seeds.forEach(1000..<1100) { generator in
            let bytes = request(&generator)
            let whole = try Visit([bytes[...]])
            let inPieces = try Visit(generator.chunks(of: bytes))
            #expect(inPieces == whole, "\(bytes)")
        }
    }

    @Test func whoIsGoneBeforeItsWebSocketOpensIsNobody() throws {
        let bytes = try #require(corpus.first { $0.name == "tricky-no-connection.http" }?.bytes)
        for place in bytes.indices {
            #expect(try Visit([bytes[..<place], bytes[place...]]).remains == [0, 0], "split at \(place)")
        }
    }

    @Test func aHandshakeWithABodyIsNoneAndTakesNoMemoryWhereItDoesNotCome() throws {
        let sound = String(decoding: try #require(corpus.first { $0.name == "node-ws.http" }?.bytes), as: UTF8.self)
        for header in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
            let changed = sound.replacing("Host:", with: "\(header)\r\nHost:")
            let visit = try Visit([Array(changed.utf8)[...]])
            #expect(visit.status == 408 && !visit.isOpen && !visit.isKept, "\(header)")
        }
        let empty = sound.replacing("Host:", with: "Content-Length: 0\r\nHost:")
        #expect(try Visit([Array(empty.utf8)[...]]).status == 101)
    }

    @Test func aQueryAndASubprotocolAreReadWhateverTheySay() throws {
        let bits = [
            "room", "name", "token", "=", "&", "?", "#", "%", "%4", "%e4%bd%9c", "%ff", "%00", "%+1", "+", "é", "/",
            ",",
            " ", "\"", "signal-console.v1", "json", "\t", ";", "\u{0}", "\r\n",
        ]
        Seeds.forEach(2000..<3000) { generator in
            func words() -> String {
                (0..<Int.random(in: 0...20, using: &generator)).map { _ in bits.randomElement(using: &generator) ?? "" }
                    .joined()
            }
            let (uri, offered, name) = ("/" + words(), words(), words())
            let head = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: uri, headers: ["Sec-WebSocket-Protocol": offered])
            let request = UpgradeRequest(head)
            // A byte that is no UTF-8 becomes U+FFFD, which is three.
            for text in [request.room, request.name].compactMap(\.self) {
                #expect(text.utf8.count <= 3 * uri.utf8.count, "\(uri)")
            }
            if let subprotocol = request.subprotocol {
                #expect(offered.contains(subprotocol) && !subprotocol.isEmpty, "\(offered)")
                #expect(subprotocol.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }, "\(offered)")
            }
            // What a browser encodes is what is read.
            let encoded = name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let named = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/?name=\(encoded)&\(uri)")
            #expect(UpgradeRequest(named).name == name)
        }
    }
}
