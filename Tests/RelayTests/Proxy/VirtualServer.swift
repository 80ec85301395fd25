import NIOCore
import NIOEmbedded
import NIOHTTP1
import TestSupport

/// A server at the other side of a ``VirtualSocket``, which answers the requests that NIO's parser finds.
///
/// The parser is not that of the proxy: if they disagree on the boundaries of requests, the numbers of requests differ. Each
/// response has marks such as `{a1b2c3d4-0:0}`, with the tag in the request's target and the ordinal of the request on this
/// connection.
final class VirtualServer {
    /// The way in which the server deviates from answering each request.
    enum Fault: CaseIterable {
        /// It cuts a response off.
        case truncation
        /// It sends a mutated response.
        case mutation
        /// It closes the connection without a response.
        case silence
        /// It sends bytes after the response.
        case excess
        /// It answers before the end of the request.
        case earliness
    }

    let socket: VirtualSocket
    /// Whether it makes faults.
    private let isFaulty: Bool
    private var generator: SeededGenerator
    private var decoder = VirtualServer.makeDecoder()
    private var outbox: [ArraySlice<UInt8>] = []
    /// The request whose end was not received.
    private(set) var current: HTTPRequestHead?
    private var isAnswered = false
    /// The number of requests whose heads were received.
    private(set) var requests = 0
    /// Whether the connection is a WebSocket.
    private(set) var isSwitched = false
    /// Whether the parser has found an invalid request.
    private(set) var isBroken = false
    /// Whether it closes the connection after what it has sent.
    private(set) var hasClosed = false
    /// Whether it has sent a mutated response.
    private(set) var hasMutated = false
    /// All bytes that were received.
    private(set) var received: [UInt8] = []
    /// All bytes of responses, in the order of requests.
    private(set) var sent: [UInt8] = []

    init(_ socket: VirtualSocket, isFaulty: Bool, _ generator: SeededGenerator) {
        (self.socket, self.isFaulty, self.generator) = (socket, isFaulty, generator)
    }

    deinit { close(decoder) }

    private static func makeDecoder() -> EmbeddedChannel {
        EmbeddedChannel(handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
    }

    /// Closes a decoder, which throws an error if it is within a request.
    private func close(_ decoder: EmbeddedChannel) { _ = try? decoder.finish(acceptAlreadyClosed: true) }

    /// Receives what the proxy has sent, and answers complete requests; returns whether there was anything.
    func receive() -> Bool {
        let bytes = socket.take()
        guard !bytes.isEmpty else { return false }
        received += bytes
        guard !isSwitched, !isBroken, !hasClosed else { return true }
        // The parser's error comes after the parts before it.
        let isValid = (try? decoder.writeInbound(ByteBuffer(bytes: bytes))) != nil
        while let part = try? decoder.readInbound(as: HTTPServerRequestPart.self), !isSwitched {
            switch part {
            case .head(let head):
                (current, isAnswered) = (head, false)
                requests += 1
                if isFaulty, Int.random(in: 0..<12, using: &generator) == 0 { respond(to: head, .earliness) }
            case .body: break
            case .end:
                guard let head = current else { break }
                current = nil
                if !isAnswered { respond(to: head, nextFault()) }
            }
        }
        if !isValid {
            isBroken = true
            send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8), closes: true)
        }
        return true
    }

    /// Sends the next part of a response, or the end of the connection; returns whether there was one.
    func deliver() -> Bool {
        if let chunk = outbox.first {
            guard socket.deliver(chunk) else { return false }
            outbox.removeFirst()
            return true
        }
        guard hasClosed, socket.isOpen else { return false }
        socket.end()
        return true
    }

    private func nextFault() -> Fault? {
        guard isFaulty, Bool.random(using: &generator) else { return nil }
        return Fault.allCases.randomElement(using: &generator)
    }

    private func send(_ bytes: [UInt8], closes: Bool) {
        guard !hasClosed else { return }
        sent += bytes
        outbox += generator.chunks(of: bytes)
        hasClosed = closes
    }

    private func respond(to head: HTTPRequestHead, _ fault: Fault?) {
        isAnswered = true
        let isHandshake = head.headers["upgrade"].contains("websocket")
        // The parser stops after a request to upgrade.
        if isHandshake {
            close(decoder)
            decoder = Self.makeDecoder()
        }
        if isHandshake, fault == nil, Bool.random(using: &generator) { return switchProtocols(mark(of: head)) }
        var (bytes, closes) = response(to: head, mark: mark(of: head))
        switch fault {
        case .truncation:
            (bytes, closes) = (Array(bytes.prefix(Int.random(in: bytes.indices, using: &generator))), true)
        case .mutation: (bytes, hasMutated) = (generator.mutated(bytes), true)
        case .silence: (bytes, closes) = ([], true)
        case .excess: bytes += bytes
        case .earliness, nil: break
        }
        send(bytes, closes: closes)
    }

    private func mark(of head: HTTPRequestHead) -> String {
        let tag = head.uri.firstMatch(of: /[0-9a-f]{8}-[0-9]+/).map { String($0.output) } ?? "none"
        return "{\(tag):\(requests - 1)}"
    }

    private func switchProtocols(_ mark: String) {
        isSwitched = true
        let frame = [0x81, UInt8(mark.utf8.count)] + Array(mark.utf8)
        let head =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(OpeningHandshake.accept)\r\n\r\n"
        send(Array(head.utf8) + frame, closes: false)
    }

    /// Returns a valid response, and whether the connection ends after it.
    private func response(to head: HTTPRequestHead, mark: String) -> ([UInt8], closes: Bool) {
        let body = String(repeating: mark, count: Int.random(in: 1...60, using: &generator))
        let field = "X-Mark: \(mark)\r\nContent-Type: text/html\r\n"
        let counted = "Content-Length: \(body.utf8.count)\r\n\r\n"
        let isHead = head.method == .HEAD
        var text: String
        var closes = false
        // HTTP/1.0 knows neither chunks nor interim responses.
        switch Int.random(in: (head.version == .http1_0 ? 3 : 0)..<7, using: &generator) {
        case 0: text = "HTTP/1.1 204 No Content\r\n\(field)\r\n"
        case 1:
            text = "HTTP/1.1 200 OK\r\n\(field)Transfer-Encoding: chunked\r\n\r\n"
            if !isHead {
                text += "\(String(body.utf8.count, radix: 16));x=y\r\n\(body)\r\n0\r\nX-Trailer: \(mark)\r\n\r\n"
            }
        case 2:
            text =
                "HTTP/1.1 103 Early Hints\r\n\(field)\r\nHTTP/1.1 200 OK\r\n\(field)\(counted)" + (isHead ? "" : body)
        case 3:
            closes = true
            text = "HTTP/1.0 200 OK\r\n\(field)\r\n" + (isHead ? "" : body)
        case 4:
            closes = true
            text = "HTTP/1.1 200 OK\r\n\(field)Connection: close\r\n\(counted)" + (isHead ? "" : body)
        default: text = "HTTP/1.1 404 Not Found\r\n\(field)\(counted)" + (isHead ? "" : body)
        }
        return (Array(text.utf8), closes)
    }
}
