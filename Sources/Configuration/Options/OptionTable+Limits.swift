/// What a connection may take: each of them is off at 0.
extension OptionTable {
    /// Bytes of a message; default 256 KiB, as descriptions of large conferences pass 64.
    public static let maxMessageSize = size(
        "max-message-size", \.limits.messageSize, "Bytes of a message; a longer one closes its sender with 1009.")
    /// Bytes that wait to be read by one peer; default 1 MiB, several descriptions from each of its room.
    public static let maxQueueSize = size(
        "max-queue-size", \.limits.queueSize, "Bytes that may wait to be read by a peer, which is closed with 4008.")
    /// Bytes of a request; default 64 KiB, more than browsers send with all their cookies.
    public static let maxRequestSize = size(
        "max-request-size", \.limits.requestSize, "Bytes of a connection before it is a WebSocket.")
    /// Peers in all; default 10,000.
    public static let maxPeers = count("max-peers", \.limits.peers, "Peers in all; one more is closed with 4504.")
    /// Peers in one room; default 100, as each of them hears every other.
    public static let roomLimit = count(
        "room-limit", \.limits.roomPeers, "Peers in one room; one more is closed with 4504.")
    /// Messages a second; default 200, where a call has some fifty in its first.
    public static let maxMessageRate = count(
        "max-message-rate", \.limits.messageRate,
        "Messages of a peer in a second, or five times that at once; over it, it is closed with 4013.")
    /// Bytes a second; default 4 MiB.
    public static let maxByteRate = size(
        "max-byte-rate", \.limits.byteRate,
        "Bytes of a peer in a second, or five times that at once; over it, it is closed with 4013.")
    /// Connections of one address; default 256, an office behind one address.
    public static let maxAddressConnections = count(
        "max-address-connections", \.limits.addressConnections,
        "Connections of one address (IPv6: /64) but this machine's; one more is answered with 429.")
    /// Connections that one address begins in a second; default 50.
    public static let maxAddressRate = count(
        "max-address-rate", \.limits.addressRate,
        "Connections that one such address begins in a second, or five times that at once.")
    /// Seconds until there is a WebSocket; default 10.
    public static let requestTime = seconds(
        "request-time", \.limits.requestTime, "Seconds a connection has to become a WebSocket, or to fetch its file.")
    /// Seconds of silence until a ping; default 20, below what proxies cut at.
    public static let pingTime = seconds(
        "ping-time", \.limits.pingTime, "Seconds of silence after which a peer is sent a ping.")
    /// Seconds of silence until a peer is gone; default 60, in which three pings were sent.
    public static let silenceTime = seconds(
        "silence-time", \.limits.silenceTime, "Seconds of silence after which a peer is closed with 1001.")

    /// All limits.
    public static let limits = [
        maxMessageSize, maxQueueSize, maxRequestSize, maxPeers, roomLimit, maxMessageRate, maxByteRate,
        maxAddressConnections, maxAddressRate, requestTime, pingTime, silenceTime,
    ]
}
