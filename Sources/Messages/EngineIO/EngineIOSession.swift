import Text

/// The decoder of one Engine.IO session and of the Socket.IO packets in it.
///
/// ``EngineIOReader`` feeds it with the parts of polling bodies and of WebSocket frames, in order, from both sides,
/// and returns what they mean. It never changes them. Its memory is bounded by the limits here.
///
/// ```
/// GET  toClient  0{"sid":"lv_V",…}                       open
/// POST toServer  40                                      connect
/// GET  toClient  40{"sid":"wZX3"}                        connected
/// POST toServer  421["offer",{…}]                        event
/// GET  toClient  2␞431["ok"]                             heartbeat, acknowledgement of "offer"
/// ```
public struct EngineIOSession: Sendable {
    public typealias Direction = EngineIOItem.Direction

    /// The largest sum of the attachments of one packet in bytes: the largest message that a proxy decodes.
    public static let attachmentByteLimit = 16 * 1024 * 1024
    /// The number of namespaces whose connection state recovery is known.
    static let namespaceLimit = 64
    /// The longest reason of a refusal in bytes; a longer one is cut.
    static let reasonLimit = 256

    /// A packet whose attachments have not all arrived.
    private struct Incomplete: Hashable {
        let packet: SocketIOPacket
        var attachments: [[UInt8]] = []
        var byteCount = 0
    }

    /// The state of one direction.
    private struct Half: Hashable {
        var incomplete: Incomplete?
        /// The events of this direction that wait for an acknowledgement.
        var pending = PendingAcknowledgements()
    }

    /// The revision that the requests of the session name.
    public let version: EngineIOVersion
    /// Whether messages are Socket.IO packets, as they are below the path `/socket.io/`.
    public let carriesSocketIO: Bool
    /// The values with which the server opened the session; `nil` before that.
    public private(set) var handshake: EngineIOHandshake?

    private var toServer = Half()
    private var toClient = Half()
    /// The namespaces in which the server announced connection state recovery.
    private var recoverable: Set<String> = []

    public init(_ version: EngineIOVersion, carriesSocketIO: Bool = true) {
        self.version = version
        self.carriesSocketIO = carriesSocketIO
    }

    /// The number of attachments that have to follow in this direction before the next packet is complete.
    public func missingAttachments(_ direction: Direction) -> Int {
        let incomplete = direction == .toServer ? toServer.incomplete : toClient.incomplete
        return incomplete.map { $0.packet.attachmentCount - $0.attachments.count } ?? 0
    }

    // MARK: Input

    /// Decodes `part` of `bytes`, a body or the payload of a WebSocket message, at a time in nanoseconds on any monotonic
    /// clock.
    mutating func receive(
        _ part: EngineIOPayload.Part, in bytes: [UInt8], _ direction: Direction, at time: Int64
    ) -> [EngineIOItem] {
        switch part {
        case .malformed(let range, let error):
            return [EngineIOItem(direction: direction, event: .malformed(error, Array(bytes[range])))]
        case .packet(let packet):
            do {
                return try events(packet, bytes, direction, at: time).map { event in
                    EngineIOItem(direction: direction, event: event)
                }
            } catch {
                let event = EngineIOItem.Event.malformed(error, Array(bytes[packet.range]))
                return [EngineIOItem(direction: direction, event: event)]
            }
        }
    }

    private mutating func events(
        _ packet: EngineIOPacket, _ bytes: [UInt8], _ direction: Direction, at time: Int64
    ) throws(EngineIOError) -> [EngineIOItem.Event] {
        switch packet.kind {
        case .open:
            guard direction == .toClient else { throw .openByClient }
            let opened = try EngineIOHandshake(packet.payload(in: bytes))
            handshake = opened
            return [.open(opened)]
        case .close: return [.close]
        case .ping: return [packet.hasText("probe", in: bytes) ? .upgrade(.probe) : .heartbeat(.ping)]
        case .pong: return [packet.hasText("probe", in: bytes) ? .upgrade(.probeAnswer) : .heartbeat(.pong)]
        case .noop: return [.heartbeat(.noop)]
        case .upgrade: return [.upgrade(.upgrade)]
        case .message:
            let payload = try packet.payload(in: bytes)
            guard carriesSocketIO else {
                return [.message(Message(packet.encoding == .text ? .text : .binary, payload))]
            }
            if packet.encoding != .text { return try attach(payload, direction, at: time) }
            let abandoned = abandonIncomplete(direction)
            do {
                return abandoned + (try receive(SocketIOPacket(payload), direction, at: time))
            } catch {
                return abandoned + [.malformed(error, Array(bytes[packet.range]))]
            }
        }
    }

    // MARK: Socket.IO

    /// Removes the packet whose attachments have not arrived before another packet, and returns it as malformed.
    private mutating func abandonIncomplete(_ direction: Direction) -> [EngineIOItem.Event] {
        guard let incomplete = withHalf(direction, { half in half.incomplete.take() }) else { return [] }
        let error = EngineIOError.missingAttachments(
            incomplete.attachments.count, of: incomplete.packet.attachmentCount)
        return [.malformed(error, incomplete.packet.text)]
    }

    private mutating func attach(
        _ payload: [UInt8], _ direction: Direction, at time: Int64
    ) throws(EngineIOError) -> [EngineIOItem.Event] {
        guard var incomplete = withHalf(direction, { half in half.incomplete.take() }) else {
            guard MessagePack.isPacket(payload) else { throw .unexpectedBinary(payload.count) }
            let (packet, attachments) = try MessagePack.packet(payload)
            return [try event(packet, attachments, isMessagePack: true, direction, at: time)]
        }
        incomplete.attachments.append(payload)
        incomplete.byteCount += payload.count
        guard incomplete.byteCount <= Self.attachmentByteLimit else {
            return [.malformed(.largeAttachments(incomplete.byteCount), incomplete.packet.text)]
        }
        guard incomplete.attachments.count == incomplete.packet.attachmentCount else {
            withHalf(direction) { $0.incomplete = incomplete }
            return []
        }
        return [try event(incomplete.packet, incomplete.attachments, isMessagePack: false, direction, at: time)]
    }

    private mutating func receive(
        _ packet: SocketIOPacket, _ direction: Direction, at time: Int64
    ) throws(EngineIOError) -> [EngineIOItem.Event] {
        guard packet.attachmentCount == 0 else {
            withHalf(direction) { $0.incomplete = Incomplete(packet: packet) }
            return []
        }
        return [try event(packet, [], isMessagePack: false, direction, at: time)]
    }

    private mutating func event(
        _ packet: SocketIOPacket, _ attachments: [[UInt8]], isMessagePack: Bool, _ direction: Direction, at time: Int64
    ) throws(EngineIOError) -> EngineIOItem.Event {
        let namespace = packet.namespace
        switch packet.kind {
        case .connect:
            guard direction == .toClient else { return .connect(namespace: namespace) }
            return connected(packet)
        case .connectError: return .refused(namespace: namespace, reason: Self.reason(packet.data))
        case .disconnect:
            recoverable.remove(namespace)
            return .disconnect(namespace: namespace)
        case .event, .binaryEvent, .acknowledgement, .binaryAcknowledgement: break
        }
        let placeholders = packet.placeholders
        guard !placeholders.contains(-1) else {
            throw .placeholders(placeholders.sorted(), attachments: attachments.count)
        }
        let mayHaveOffset = direction == .toClient && recoverable.contains(namespace)
        let message = SocketIOMessage(
            packet, attachments, isMessagePack: isMessagePack, mayHaveOffset: mayHaveOffset)
        guard let name = message.name else {
            let other: Direction = direction == .toServer ? .toClient : .toServer
            return .acknowledgement(message, of: withHalf(other) { $0.pending.remove(message, at: time) })
        }
        guard !Self.reservedNames.contains(name) else { throw .reservedName(name) }
        withHalf(direction) { $0.pending.add(message, at: time) }
        return .event(message)
    }

    /// Names that a client or server does not accept from the other side (socket.io-parser).
    private static let reservedNames: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    private mutating func connected(_ packet: SocketIOPacket) -> EngineIOItem.Event {
        let namespace = packet.namespace
        recoverable.remove(namespace)
        if packet.data?["pid"]?.isString == true, recoverable.count < Self.namespaceLimit {
            recoverable.insert(namespace)
        }
        var id = packet.data?["sid"].flatMap(Route.id)
        if id == nil, version == .three, let session = handshake?.sessionID {
            // Socket.IO 2 makes the id of that of the session (`lib/socket.js`).
            id = namespace == "/" ? session : namespace + "#" + session
        }
        return .connected(namespace: namespace, id: id)
    }

    /// The message in the data of a refusal: an object with a message since protocol 5, before that any text.
    private static func reason(_ data: JSONValue?) -> String {
        guard let data else { return "" }
        let text = data.string ?? data["message"]?.string ?? data.text(reasonLimit)
        return String(decoding: Array(text.utf8.prefix(reasonLimit)), as: UTF8.self)
    }

    @discardableResult
    private mutating func withHalf<Result>(_ direction: Direction, _ body: (inout Half) -> Result) -> Result {
        direction == .toServer ? body(&toServer) : body(&toClient)
    }
}
