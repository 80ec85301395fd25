package import NIOCore

/// A script that is injected into pages.
package struct InjectedScript {
    /// The path of the script, on the origin of the page.
    package let path: String
    /// Whether the WebSocket of the script needs the token in the URL of the page, which its own URL gets.
    package let needsToken: Bool
    /// The origin of the page for WebSockets, such as `ws://localhost:8080`; `nil` if it is unknown.
    package let socket: String?
    /// A nonce that no page has had.
    package let nonce: String

    /// Creates a script for a page.
    ///
    /// - Parameters:
    ///   - path: The path of the script.
    ///   - needsToken: Whether its WebSocket needs the token in the URL of the page.
    ///   - host: The value of the client's `Host`; `nil` if there is none.
    ///   - isTLS: Whether the client uses TLS.
    ///   - nonce: A nonce that no page has had.
    package init(path: String, needsToken: Bool = false, host: String?, isTLS: Bool, nonce: String) {
        // A source of a policy has no other characters (CSP Level 3 §2.3.1).
        let isSource = host?.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", ":": true
            default: false
            }
        }
        socket = isSource == true ? host.map { (isTLS ? "wss://" : "ws://") + $0 } : nil
        (self.path, self.needsToken, self.nonce) = (path, needsToken, nonce)
    }

    /// Returns the tag for the page that `request` asks for.
    fileprivate func tag(for request: ProxiedRequest, nonce: String?) -> String {
        let token = needsToken ? request.token.map { "?token=\($0)" } : nil
        return "<script\(nonce.map { " nonce=\"\($0)\"" } ?? "") src=\"\(path)\(token ?? "")\"></script>"
    }
}

/// The injection of a script into one response: its head, and its body as it is framed.
package struct PageInjection {
    /// The head that waits for the beginning of a counted body, on which its length depends; `nil` if it was returned.
    private var head: ProxiedResponse?
    private var injection: HTMLInjection
    /// The parser of a chunked body; `nil` if the body is framed in another way.
    private var chunks: ChunkParser?
    /// Whether the rest of the body is returned as it comes.
    private var isRaw = false
    private let tagLength: Int
    private let script: InjectedScript

    /// Creates an injection; returns `nil` if the response is no page that is displayed, or cannot be changed.
    ///
    /// - Parameters:
    ///   - response: The response as it is forwarded.
    ///   - request: The request.
    ///   - script: The script.
    package init?(_ response: ProxiedResponse, to request: ProxiedRequest, _ script: InjectedScript) {
        guard request.isNavigation, response.isChangeablePage,
            let framing = try? BodyFraming(of: response, to: request.method), framing != .none
        else { return nil }
        var head = response
        let nonce = head.fields.extendPolicies(socket: script.socket, fresh: script.nonce)
        let tag = script.tag(for: request, nonce: nonce)
        // They are those of another body (RFC 9110 §8.8.3, RFC 9530).
        for name in ["etag", "digest", "content-digest", "repr-digest", "content-md5"] { head.fields.remove(name) }
        (self.head, injection, self.script, tagLength) = (head, HTMLInjection(tag), script, tag.utf8.count)
        if framing == .chunked { chunks = ChunkParser() }
    }

    /// Whether the head was returned.
    package var hasBegun: Bool { head == nil }

    /// Whether a policy within the page keeps the script from opening its WebSocket.
    package var isBlocked: Bool {
        injection.policies.contains { !ContentSecurityPolicy($0).allowsConnections(socket: script.socket) }
    }

    /// Returns the head, unless it waits for the body.
    package mutating func begin() -> ByteBuffer {
        head?.fields.contains("content-length") == true ? ByteBuffer() : takeHead()
    }

    /// Passes a part of the body; returns the bytes that can be sent.
    package mutating func feed(_ bytes: ByteBuffer) -> ByteBuffer {
        guard !isRaw else { return bytes }
        let body = chunks == nil ? feedPlain(bytes) : feedChunks(bytes)
        guard injection.inserts != nil else { return body }
        var output = takeHead()
        output.writeImmutableBuffer(body)
        return output
    }

    /// Ends the body; returns the bytes that were held.
    package mutating func finish() -> ByteBuffer {
        let rest = isRaw ? [] : injection.finish()
        isRaw = true
        var output = takeHead()
        output.writeBytes(rest)
        return output
    }

    private mutating func takeHead() -> ByteBuffer {
        guard var head else { return ByteBuffer() }
        self.head = nil
        if injection.inserts == true, let length = head.fields.first("content-length").flatMap({ Int($0) }) {
            head.fields.replace("content-length", by: String(length + tagLength))
        }
        return head.bytes
    }

    private mutating func feedPlain(_ bytes: ByteBuffer) -> ByteBuffer {
        let output = injection.feed(Array(bytes.readableBytesView))
        isRaw = injection.isDone
        return ByteBuffer(bytes: output)
    }

    /// Passes a part of a chunked body: as one chunk, until the rest can follow as it comes.
    private mutating func feedChunks(_ bytes: ByteBuffer) -> ByteBuffer {
        guard var parser = chunks else { return bytes }
        var (input, data, end) = (bytes, [UInt8](), "")
        while !isRaw, input.readableBytes > 0 {
            if injection.isDone, parser.dataLeft > 0 || parser.isAtSize {
                // The rest of this chunk becomes one of its own.
                if parser.dataLeft > 0 { end = String(parser.dataLeft, radix: 16) + "\r\n" }
                isRaw = true
                break
            }
            let isData = parser.dataLeft > 0
            // `BodyReader` has parsed the same bytes, so that there is no fault among them.
            guard let part = input.readSlice(length: max(1, min(parser.dataLeft, input.readableBytes))),
                (try? parser.parse(part.readableBytesUInt8Span)) != nil
            else { break }
            if isData {
                data += injection.feed(Array(part.readableBytesView))
            } else if parser.isAtTrailers {
                data += injection.finish()
                end = "0\r\n"
                isRaw = true
            }
        }
        chunks = parser
        var output = ByteBuffer()
        if !data.isEmpty {
            output.writeString(String(data.count, radix: 16) + "\r\n")
            output.writeBytes(data)
            output.writeString("\r\n")
        }
        output.writeString(end)
        if isRaw { output.writeBuffer(&input) }
        return output
    }
}

extension ProxiedRequest {
    /// Whether the response is to be displayed as a page, also in a frame.
    ///
    /// Requests that a script makes are not, because it may expect a fragment of a page; but a service worker makes those of
    /// its pages. `Sec-Fetch-Dest` is absent without TLS, except for this machine.
    package var isNavigation: Bool {
        guard method == "GET", !isHandshake else { return false }
        switch fields.first("sec-fetch-dest") {
        case "document", "iframe", "frame", "object", "embed": return true
        case nil, "empty":
            return !fields.contains("x-requested-with")
                && fields.elements(of: "accept").contains { $0.prefix { $0 != ";" && $0 != " " } == "text/html" }
        default: return false
        }
    }

    /// The token in the query, as it is encoded there; `nil` if there is none.
    fileprivate var token: String? {
        let query = String(decoding: target, as: UTF8.self).split(separator: "?", maxSplits: 1).dropFirst().first
        let token = query?.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6)
        let isPlain = token?.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>`".utf8.contains($0) }
        return isPlain == true ? token.map(String.init) : nil
    }

    /// Asks for a page that can be changed: not encoded, and in full, as a stored one may lack the script.
    package mutating func askForChangeablePage() {
        fields.remove("if-none-match")
        fields.remove("if-modified-since")
        if !fields.replace("accept-encoding", by: "identity") { fields.add("Accept-Encoding", "identity") }
    }
}

extension ProxiedResponse {
    /// Whether the body is a whole HTML document in an encoding that extends ASCII; also that of an error.
    fileprivate var isChangeablePage: Bool {
        guard status != 206, !(300...399).contains(status),
            let type = fields.first("content-type")?.lowercased().filter({ !" \t\"'".contains($0) }),
            type.prefix(while: { $0 != ";" }) == "text/html", !type.contains("charset=utf-16")
        else { return false }
        // A file that is stored is not displayed (RFC 6266 §4.2).
        if fields.first("content-disposition")?.lowercased().hasPrefix("attachment") == true { return false }
        return fields.elements(of: "content-encoding").allSatisfy { $0 == "identity" }
            && fields.elements(of: "transfer-encoding").allSatisfy { $0 == "chunked" }
    }
}
