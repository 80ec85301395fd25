/// A connection as bytes: a TCP socket, or TLS over one.
public protocol ByteStream: Sendable {
    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws

    /// Returns the bytes that come next; `nil` if the connection has ended. Throws if none come within `limit`.
    func read(within limit: Duration) throws -> [UInt8]?

    /// Ends the connection at once.
    func cut()
}
