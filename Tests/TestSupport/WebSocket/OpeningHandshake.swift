/// The request that opens a WebSocket (RFC 6455 §4.1).
public enum OpeningHandshake {
    /// The key of RFC 6455 §1.3's example: one key for all connections needs no SHA-1.
    public static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    /// The value of `Sec-WebSocket-Accept` that belongs to the key.
    public static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    /// - Parameters:
    ///   - target: The path and the query.
    ///   - host: The value of `Host`.
    ///   - headers: More header fields, each with its line's end.
    /// - Returns: The whole request.
    public static func request(_ target: String = "/", host: String = "localhost", headers: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n"
    }
}
