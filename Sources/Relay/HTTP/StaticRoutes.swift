import Events
import NIOCore
import NIOHTTP1

/// The paths at which a relay or a proxy has endpoints of its own.
enum OwnPaths {
    /// The path below which a proxy answers itself.
    static let proxy = "/.signal-console/"
    /// The endpoint of probes: that of a relay, and that of a proxy.
    static let probes = ["/probe", proxy + "probe"]
}

/// The responses to plain HTTP requests: the page and its files, `/healthz`, and errors that name these.
struct StaticRoutes {
    private let files: [WebFile]
    private let retryAfter: () -> Int?

    /// - Parameters:
    ///   - files: The files to serve.
    ///   - retryAfter: Returns the seconds after which to try again; `nil` if the relay is not draining.
    init(files: [WebFile], retryAfter: @escaping () -> Int?) {
        self.files = files
        self.retryAfter = retryAfter
    }

    /// Returns the response to a request that opens no WebSocket, or that of `refusal` if it is refused.
    func response(to head: HTTPRequestHead, refusal: Refusal? = nil) -> HTTPResponse {
        let path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
        if let retryAfter = retryAfter() {
            return HTTPResponse(
                status: .serviceUnavailable,
                headers: ["Retry-After": String(retryAfter)],
                body: ByteBuffer(
                    string: path == "/healthz"
                        ? "draining\n" : "This relay is shutting down; try again in \(retryAfter) s.\n"
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
        if UpgradeRequest.isForWebSocket(head) {
            return HTTPResponse(
                status: .upgradeRequired,
                headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"],
                body: ByteBuffer(
                    string: """
                        Invalid WebSocket handshake: it needs HTTP/1.1, Connection: Upgrade, one Sec-WebSocket-Key \
                        of 16 bytes in Base64, Sec-WebSocket-Version: 13 and no body.

                        """
                )
            )
        }
        if let file = files.first(where: { $0.path == path }) {
            return HTTPResponse(file)
        }
        if path == "/healthz" { return HTTPResponse(body: ByteBuffer(string: "ok\n")) }
        return HTTPResponse(
            status: .notFound,
            body: ByteBuffer(
                string: "Not found. The page is at /, the health check at /healthz, and a WebSocket at any path.\n"
            )
        )
    }
}

/// A file that the relay serves.
public struct WebFile: Sendable {
    /// The path of its URL; `/` for the page.
    public let path: String
    /// The media type, such as `text/html; charset=utf-8`.
    public let contentType: String
    /// Whether pages of other origins may use the file (Fetch §3.2.5).
    let isShared: Bool
    let bytes: ByteBuffer

    public init(path: String, contentType: String, bytes: [UInt8], isShared: Bool = false) {
        self.path = path
        self.contentType = contentType
        self.isShared = isShared
        self.bytes = ByteBuffer(bytes: bytes)
    }
}
