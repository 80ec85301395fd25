import Events
import NIOCore
import NIOHTTP1

/// What is answered to plain HTTP: the page and its files, `/healthz`, and to anything else words that say what is here.
struct StaticRoutes {
    private let files: [WebFile]
    private let retryAfter: () -> Int?

    /// - Parameters:
    ///   - files: What is served.
    ///   - retryAfter: Seconds after which to try again; `nil` if the relay is not ending.
    init(files: [WebFile], retryAfter: @escaping () -> Int?) {
        self.files = files
        self.retryAfter = retryAfter
    }

    /// The answer to a request, or why it is refused where there is a `refusal`.
    func answer(to head: HTTPRequestHead, refusal: Refusal? = nil) -> HTTPResponse {
        let path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
        if let retryAfter = retryAfter() {
            return HTTPResponse(
                status: .serviceUnavailable,
                headers: ["Retry-After": String(retryAfter)],
                body: ByteBuffer(
                    string: path == "/healthz"
                        ? "draining\n" : "This relay is closing and lets nobody in; try again in \(retryAfter) s.\n"
                )
            )
        }
        if let refusal { return HTTPResponse(refusal) }
        guard head.method == .GET || head.method == .HEAD else {
            return HTTPResponse(
                status: .methodNotAllowed,
                headers: ["Allow": "GET, HEAD"],
                body: ByteBuffer(string: "This relay answers GET and HEAD; signaling goes over a WebSocket.\n")
            )
        }
        if UpgradeRequest.isFor(webSocket: head) {
            return HTTPResponse(
                status: .upgradeRequired,
                headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"],
                body: ByteBuffer(
                    string: """
                        No WebSocket: the handshake needs HTTP/1.1, Connection: Upgrade, one Sec-WebSocket-Key \
                        of 16 bytes in Base64, Sec-WebSocket-Version: 13 and no body.

                        """
                )
            )
        }
        if let file = files.first(where: { $0.path == path }) {
            return HTTPResponse(contentType: file.contentType, body: file.bytes)
        }
        if path == "/healthz" { return HTTPResponse(body: ByteBuffer(string: "ok\n")) }
        return HTTPResponse(
            status: .notFound,
            body: ByteBuffer(
                string: "Nothing is here. The page is at /, the state at /healthz, and a WebSocket at any path.\n"
            )
        )
    }
}
