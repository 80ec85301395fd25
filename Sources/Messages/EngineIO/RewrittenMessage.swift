/// Messages whose bytes are all rewritten, with the packets that carry them.
extension Message {
    /// Returns the message with its payload rewritten, and all else that its packets carry.
    ///
    /// - Parameter rewrite: Returns the bytes in place of others of that opcode; JSON has to stay JSON. It is called for each
    ///   part: the payload, texts of the packets around it, and attachments.
    /// - Returns: The message, in as many fragments.
    public func rewritten(_ rewrite: (Opcode, [UInt8]) -> [UInt8]) -> Message {
        let payload = rewrite(opcode, self.payload)
        var lengths: [Int] = []
        var rest = payload.count
        for fragment in fragments.dropLast() {
            lengths.append(min(max(0, fragment), rest))
            rest -= min(max(0, fragment), rest)
        }
        if !fragments.isEmpty { lengths.append(rest) }
        return Message(opcode, payload, fragments: lengths, packet: packet?.rewritten(carrying: payload, rewrite))
    }
}

extension CarrierPacket {
    /// Returns the packets with all their bytes rewritten, and with a rewritten `payload` of their message.
    ///
    /// Those that contain the message as MessagePack are encoded anew.
    func rewritten(
        carrying payload: [UInt8], _ rewrite: (Message.Opcode, [UInt8]) -> [UInt8]
    ) -> CarrierPacket {
        func text(_ text: String) -> String { String(decoding: rewrite(.text, Array(text.utf8)), as: UTF8.self) }
        let attachments = attachments.map { rewrite(.binary, $0) }
        let content: Content =
            switch content {
            case .event(let name): .event(name: text(name))
            case .acknowledgement(let event):
                .acknowledgement(of: event.map { AcknowledgedEvent(name: text($0.name), elapsed: $0.elapsed) })
            case .refused(let reason): .refused(reason: text(reason))
            case .malformed(let reason): .malformed(reason: text(reason))
            case .connected(let id): .connected(id: id.map(text))
            case .message, .connect, .disconnect: content
            }
        let (namespace, tail) = (namespace.map(text), rewrite(.text, tail))
        guard let original else {
            return CarrierPacket(
                content, namespace: namespace, ackID: ackID, head: rewrite(.text, head), tail: tail,
                attachments: attachments)
        }
        func packet(_ packets: [OutgoingPacket]) -> CarrierPacket {
            CarrierPacket(
                content, namespace: namespace, ackID: ackID, original: Original(packets: packets, payload: payload),
                tail: tail, attachments: attachments)
        }
        switch content {
        case .event, .acknowledgement:
            let bare = packet([])
            return packet([.binary(MessagePackWriter.packet(bare, data: bare.text(carrying: payload)))])
        case .message, .connect, .connected, .refused, .disconnect, .malformed:
            return packet(
                original.packets.map { packet in
                    switch packet {
                    case .text(let bytes): .text(rewrite(.text, bytes))
                    case .binary(let bytes): .binary(rewrite(.binary, bytes))
                    case .raw(let opcode, let bytes): .raw(opcode, rewrite(opcode, bytes))
                    }
                })
        }
    }
}
