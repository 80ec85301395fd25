import Foundation
import HTTPMessages
import NIOCore
import TestSupport
import Testing

/// The parser of the proxy with mutated requests and responses.
@Suite struct HTTPFuzzTests {
    /// The result of parsing a stream of messages.
    private struct ParsedStream {
        var requests: [ProxiedRequest] = []
        var responses: [ProxiedResponse] = []
        /// The bodies as they are framed, one after the other.
        var bodies: [UInt8] = []
        var fault: HTTPFault?

        init(_ chunks: [ArraySlice<UInt8>], areRequests: Bool) {
            var (input, parser) = (ByteBuffer(), HeadParser(limit: 2000))
            var body = BodyReader(.none)
            do throws(HTTPFault) {
                for chunk in chunks {
                    input.writeBytes(chunk)
                    while true {
                        if let part = try body.take(from: &input) {
                            bodies += part.readableBytesView
                        } else if body.isComplete, let lines = try parser.lines(from: &input) {
                            body = BodyReader(try framing(of: lines, isRequest: areRequests))
                        } else {
                            break
                        }
                    }
                }
            } catch {
                fault = error
            }
        }

        private mutating func framing(of lines: [[UInt8]], isRequest: Bool) throws(HTTPFault) -> BodyFraming {
            if isRequest {
                let request = try ProxiedRequest(lines)
                requests.append(request)
                return try BodyFraming(of: request)
            }
            let response = try ProxiedResponse(lines)
            responses.append(response)
            return try BodyFraming(of: response, to: "GET")
        }
    }

    private static let responses = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 304 \r\n\r\nHTTP/1.0 200 OK\r\n\r\nrest",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ].map { Array($0.utf8) }

    private static let requests = [
        "POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;b\r\n0123456789\r\n0\r\n\r\nGET",
    ].map { Array($0.utf8) }

    /// The boundaries of messages depend on their bytes only, not on the packets that they arrive in.
    @Test func theChunksInWhichBytesArriveDoNotMatter() throws {
        let corpus = try Corpus(beside: URL(filePath: #filePath).deletingLastPathComponent().path).files.map(\.bytes)
        let samples = [(Self.requests + corpus, true), (Self.responses, false)]
        Seeds.forEach(0..<300) { generator in
            let (messages, areRequests) = samples[Int.random(in: 0...1, using: &generator)]
            let message = messages.randomElement(using: &generator) ?? []
            let bytes = generator.mutated(message) + message
            let whole = ParsedStream([bytes[...]], areRequests: areRequests)
            let chunked = ParsedStream(generator.chunks(of: bytes), areRequests: areRequests)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(whole.requests == chunked.requests && whole.responses == chunked.responses, "\(text)")
            #expect(whole.fault == chunked.fault, "\(text)")
            // Of a packet with a fault nothing is forwarded.
            #expect(
                whole.fault == nil ? whole.bodies == chunked.bodies : chunked.bodies.starts(with: whole.bodies),
                "\(text)")
        }
    }

    /// The output of the proxy is parsed to the same messages as its input, so that the server finds the same boundaries.
    @Test func whatIsForwardedIsParsedToTheSame() {
        Seeds.forEach(0..<300) { generator in
            let message = Self.requests.randomElement(using: &generator) ?? []
            let parsed = ParsedStream([generator.mutated(message)[...]], areRequests: true)
            for request in parsed.requests {
                let again = ParsedStream([Array(buffer: request.bytes)[...]], areRequests: true)
                #expect(again.requests == [request])
            }
        }
    }
}
