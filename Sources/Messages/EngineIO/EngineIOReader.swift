/// A reader that takes the packets of one Engine.IO session apart: into messages, which peers exchange, and packets that
/// only the session needs.
///
/// Every packet that it reads is in its output, so that a proxy which sends all of the output on changes nothing. The order
/// is kept, but an event is output with its last attachment, after packets between the two.
///
/// ```
/// 2␞421["offer",{…}]     ──►  .control(2, heartbeat)   .message(["offer",{…}], carried by 421)
/// ```
public struct EngineIOReader: Sendable {
    /// A part of a session.
    public enum Output: Hashable, Sendable {
        /// A message, with the packets that carry it.
        case message(Message)
        /// A packet of the session itself: open, close, a heartbeat or a step of an upgrade.
        case control(OutgoingPacket, EngineIOItem.Event)

        /// Returns the packets that the part consists of.
        public func packets(in session: EngineIOSession) -> [OutgoingPacket] {
            switch self {
            case .message(let message): session.packets(carrying: message)
            case .control(let packet, _): [packet]
            }
        }
    }

    public typealias Direction = EngineIOItem.Direction

    /// The decoder of the session.
    public private(set) var session: EngineIOSession
    /// The packets of each direction whose attachments have not all arrived.
    private var incomplete: [Direction: [OutgoingPacket]] = [:]

    public init(_ version: EngineIOVersion, carriesSocketIO: Bool = true) {
        session = EngineIOSession(version, carriesSocketIO: carriesSocketIO)
    }

    /// Reads the body of a POST request to the server, or of the response to a GET request to the client.
    ///
    /// The body must be complete and decompressed, and that of a successful response.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - direction: The direction.
    ///   - time: The time in nanoseconds, on any monotonic clock.
    /// - Returns: The parts of the session that are complete.
    public mutating func read(body: [UInt8], _ direction: Direction, at time: Int64) -> [Output] {
        EngineIOPayload.parts(of: body, session.version).flatMap {
            read($0, in: Message(.text, body), direction, at: time)
        }
    }

    /// Reads a WebSocket message.
    ///
    /// - Parameters:
    ///   - frame: The message.
    ///   - direction: The direction.
    ///   - time: The time in nanoseconds, on any monotonic clock.
    /// - Returns: The parts of the session that are complete.
    public mutating func read(frame: Message, _ direction: Direction, at time: Int64) -> [Output] {
        read(EngineIOPayload.part(of: frame, session.version), in: frame, direction, at: time)
    }

    private mutating func read(
        _ part: EngineIOPayload.Part, in source: Message, _ direction: Direction, at time: Int64
    ) -> [Output] {
        var before = incomplete.removeValue(forKey: direction) ?? []
        var current: [OutgoingPacket] = [OutgoingPacket(part, in: source)]
        var output: [Output] = []
        let missing = session.missingAttachments(direction)
        let items = session.receive(part, in: source.payload, direction, at: time)
        let isAbandoned = items.contains {
            if case .malformed(.missingAttachments, _) = $0.event { true } else { false }
        }
        if missing > 0, !isAbandoned, session.missingAttachments(direction) == missing {
            // A packet between an event and its attachments, such as a heartbeat.
            incomplete[direction] = before
            return items.flatMap { Self.output($0.event, current, source) }
        }
        for item in items {
            if case .malformed(.missingAttachments, _) = item.event {
                // The packets before this one are incomplete for good.
                output += Self.output(item.event, before, source)
                before = []
            } else {
                output += Self.output(item.event, before + current, source)
                (before, current) = ([], [])
            }
        }
        if !current.isEmpty { incomplete[direction] = before + current }
        return output
    }

    private static func output(
        _ event: EngineIOItem.Event, _ packets: [OutgoingPacket], _ source: Message
    ) -> [Output] {
        guard let first = packets.first else { return [] }
        switch event {
        case .open, .heartbeat, .upgrade, .close: return [.control(first, event)]
        case .message(let message):
            let packet = CarrierPacket(.message, head: message.opcode == .text ? [CarrierPacket.messageType] : [])
            return [.message(Message(message.opcode, message.payload, fragments: source.fragments, packet: packet))]
        case .event(let message):
            return [.message(carried(message, .event(name: message.name ?? ""), packets, source))]
        case .acknowledgement(let message, let event):
            return [.message(carried(message, .acknowledgement(of: event), packets, source))]
        case .connect(let namespace): return [.message(control(.connect, namespace, first))]
        case .connected(let namespace, let id): return [.message(control(.connected(id: id), namespace, first))]
        case .refused(let namespace, let reason):
            return [.message(control(.refused(reason: reason), namespace, first))]
        case .disconnect(let namespace): return [.message(control(.disconnect, namespace, first))]
        case .malformed(let error, _):
            let opcode: Message.Opcode =
                switch first {
                case .text: .text
                case .binary: .binary
                case .raw(let opcode, _): opcode
                }
            let original = CarrierPacket.Original(packets: packets, payload: first.bytes)
            return [
                .message(
                    Message(
                        opcode, first.bytes, packet: CarrierPacket(.malformed(reason: "\(error)"), original: original)))
            ]
        }
    }

    /// The message of an event or an acknowledgement.
    private static func carried(
        _ message: SocketIOMessage, _ content: CarrierPacket.Content, _ packets: [OutgoingPacket], _ source: Message
    ) -> Message {
        let packet = message.packet
        let (payload, namespace) = (message.message.payload, packet.namespace)
        // The message ends with a bracket of its own in place of the rest of the packet.
        let end = packet.dataStart + payload.count - 1
        let tail = message.recoveryOffset == nil ? [] : Array(packet.text[end...])
        guard !message.isMessagePack else {
            let original = CarrierPacket.Original(packets: packets, payload: payload)
            return Message(
                .text, payload,
                packet: CarrierPacket(
                    content, namespace: namespace, ackID: packet.ackID, original: original, tail: tail,
                    attachments: message.attachments))
        }
        return Message(
            .text, payload, fragments: source.fragments,
            packet: CarrierPacket(
                content, namespace: namespace, ackID: packet.ackID,
                head: [CarrierPacket.messageType] + packet.text[..<packet.dataStart], tail: tail,
                attachments: message.attachments))
    }

    /// The message of a packet about a namespace: its data.
    private static func control(
        _ content: CarrierPacket.Content, _ namespace: String, _ packet: OutgoingPacket
    ) -> Message {
        guard case .text(let text) = packet else {
            return Message(
                .text, [],
                packet: CarrierPacket(
                    content, namespace: namespace, original: CarrierPacket.Original(packets: [packet], payload: [])))
        }
        let start = text.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\"") } ?? text.count
        return Message(
            .text, Array(text[start...]),
            packet: CarrierPacket(content, namespace: namespace, head: Array(text[..<start])))
    }
}

extension CarrierPacket {
    /// The type of an Engine.IO message.
    static let messageType = UInt8(ascii: "4")
}

extension OutgoingPacket {
    /// The packet `part` of `source`, a body or a WebSocket message.
    init(_ part: EngineIOPayload.Part, in source: Message) {
        switch part {
        case .malformed(let range, _):
            self = .raw(source.opcode, Array(source.payload[range]))
        case .packet(let packet):
            switch packet.encoding {
            case .text: self = .text(Array(source.payload[packet.range]))
            case .binary where packet.kind != .message:
                self = .raw(.binary, Array(source.payload[packet.range]))
            case .binary: self = .binary(Array(source.payload[packet.data]))
            case .base64:
                // Base64 that is malformed stays as it is.
                if packet.kind == .message, let payload = try? packet.payload(in: source.payload) {
                    self = .binary(payload)
                } else {
                    self = .raw(source.opcode, Array(source.payload[packet.range]))
                }
            }
        }
    }
}
