/// What a connection may take; 0 is no limit.
public struct Limits: Hashable, Sendable {
    /// Bytes of a message.
    public var messageSize = 256 * 1024
    /// Bytes that may wait to be read by one peer.
    public var queueSize = 1024 * 1024
    /// Bytes of a request before there is a WebSocket.
    public var requestSize = 64 * 1024
    /// Peers in all.
    public var peers = 10_000
    /// Peers in one room.
    public var roomPeers = 100
    /// Messages of a peer in a second.
    public var messageRate = 200
    /// Bytes of a peer in a second.
    public var byteRate = 4 * 1024 * 1024
    /// Connections of one address, or IPv6 network of 64 bits.
    public var addressConnections = 256
    /// Connections that one begins in a second.
    public var addressRate = 50
    /// Seconds in which a connection becomes a WebSocket, or has its file.
    public var requestTime = 10
    /// Seconds of silence after which a peer is sent a ping.
    public var pingTime = 20
    /// Seconds of silence after which a peer is taken for gone.
    public var silenceTime = 60

    /// The defaults.
    public init() {}
}
