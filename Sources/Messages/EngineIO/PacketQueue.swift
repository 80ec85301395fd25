/// The packets that wait for the next polling request or response, which carries several at once.
public struct PacketQueue: Sendable {
    /// The memory of a packet beside its bytes, in bytes, so that many small ones count.
    static let overhead = 64
    /// The most bytes that a packet takes in a body beside its own: its length, or a separator and the sign of base64.
    private static let framing = 16

    /// The packets, in order.
    public private(set) var packets: [OutgoingPacket] = []
    /// The memory of the packets, in bytes.
    public private(set) var size = 0

    /// Creates an empty queue.
    public init() {}

    /// Whether no packet waits.
    public var isEmpty: Bool { packets.isEmpty }

    /// Appends `packet`.
    public mutating func append(_ packet: OutgoingPacket) {
        packets.append(packet)
        size += packet.size + Self.overhead
    }

    /// Removes and returns all packets.
    public mutating func takeAll() -> [OutgoingPacket] {
        defer { self = PacketQueue() }
        return packets
    }

    /// Removes and returns the first packets that fit into a body of `limit` bytes, at least one; `nil` is no limit.
    public mutating func take(fitting limit: Int?) -> [OutgoingPacket] {
        guard let limit else { return takeAll() }
        var (count, bytes) = (0, 0)
        for packet in packets {
            bytes += Self.bodyBytes(of: packet)
            guard count == 0 || bytes <= limit else { break }
            count += 1
        }
        let taken = Array(packets[..<count])
        packets.removeFirst(count)
        size -= taken.reduce(0) { $0 + $1.size + Self.overhead }
        return taken
    }

    /// The most bytes that `packet` takes in a body.
    private static func bodyBytes(of packet: OutgoingPacket) -> Int {
        let isBinary = if case .binary = packet { true } else { false }
        return (isBinary ? (packet.size + 2) / 3 * 4 : packet.size) + framing
    }
}
