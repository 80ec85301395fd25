import Text

/// The packets in which messages are sent to one end of an Engine.IO session.
extension EngineIOSession {
    /// Returns the packets that carry `message`.
    ///
    /// A message without packets of its own, which the operator wrote, becomes an event if it is an array that begins
    /// with a string, and otherwise the argument of an event `message`, as `socket.send()` of Socket.IO makes it.
    public func packets(carrying message: Message) -> [OutgoingPacket] {
        guard let packet = message.packet else { return packets(composing: message) }
        if let original = packet.original {
            if original.payload == message.payload { return original.packets }
            switch packet.content {
            case .malformed: return [.raw(message.opcode, message.payload)]
            case .event, .acknowledgement:
                return [.binary(MessagePackWriter.packet(packet, data: packet.text(carrying: message.payload)))]
            case .message, .connect, .connected, .refused, .disconnect: return original.packets
            }
        }
        guard message.opcode == .text else { return [.binary(message.payload)] }
        return [.text(packet.text(carrying: message.payload))] + packet.attachments.map(OutgoingPacket.binary)
    }

    private func packets(composing message: Message) -> [OutgoingPacket] {
        guard message.opcode == .text else { return [.binary(message.payload)] }
        guard carriesSocketIO else { return [.text([CarrierPacket.messageType] + message.payload)] }
        let value = JSONValue(message.payload)
        var event = message.payload
        if value?.elements(1).first?.isString != true {
            let argument = value == nil ? Array(JSONString.encode(message.text ?? "").utf8) : message.payload
            event = Array("[\"message\",".utf8) + argument + [UInt8(ascii: "]")]
        }
        return [.text(Array("42".utf8) + event)]
    }
}

extension OutgoingPacket {
    /// Returns the WebSocket message with the packet.
    public func frame(_ version: EngineIOVersion) -> Message {
        switch self {
        case .text(let text): Message(.text, text)
        case .binary(let payload):
            Message(.binary, version == .three ? [EngineIOPacket.Kind.message.rawValue] + payload : payload)
        case .raw(let opcode, let bytes): Message(opcode, bytes)
        }
    }
}

extension EngineIOPayload {
    /// Returns the body of a polling request or response with `packets`.
    public static func body(of packets: [OutgoingPacket], _ version: EngineIOVersion) -> [UInt8] {
        let texts = packets.map { packet -> [UInt8] in
            switch packet {
            case .text(let text), .raw(_, let text): text
            case .binary(let payload):
                Array((version == .three ? "b4" : "b").utf8) + Base64.encode(payload.span)
            }
        }
        guard version == .three else { return Array(texts.joined(separator: [separator])) }
        return texts.flatMap { Array("\(LengthUnit.utf16.length(of: $0)):".utf8) + $0 }
    }
}
