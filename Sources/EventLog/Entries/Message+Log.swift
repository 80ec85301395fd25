import Messages

/// ```
/// "text":"{\"sdp\":…}"                          a text message
/// "base64":"AAEC"                               a binary message
/// "opcode":"text","base64":"/w=="               a text message that is not UTF-8
/// "fragments":[100,20]                          the frames in which it came, if it was not one
/// "packet":{"content":"event","name":"offer","namespace":"/","ack":17,"head":"42/,17","tail":",\"Aa0x-1\"]"}
/// ```
extension Message {
    func write(to writer: inout LogWriter, payloads: Bool) {
        if opcode == .text, payloads || payload.isEmpty {
            if UTF8Text.isValid(payload) {
                writer.text("text", utf8: payload)
            } else {
                writer.text("opcode", "text")
                writer.base64("base64", payload)
            }
        } else {
            if opcode == .text { writer.text("opcode", "text") }
            if payloads { writer.base64("base64", payload) }
        }
        if !fragments.isEmpty { writer.integers("fragments", fragments) }
        if payloads, let packet { writer.object("packet") { packet.write(to: &$0) } }
    }

    /// The message of a line; its payload is empty if the log has no payloads.
    init(_ reader: LogReader) {
        let isText = reader.has("text") || reader.text("opcode") == "text"
        self.init(
            isText ? .text : .binary, reader.payload("text", or: "base64") ?? [],
            fragments: reader.integers("fragments"), packet: reader.object("packet").flatMap(CarrierPacket.init))
    }
}

extension CarrierPacket {
    func write(to writer: inout LogWriter) {
        switch content {
        case .message: writer.text("content", "message")
        case .event(let name):
            writer.text("content", "event")
            writer.text("name", name)
        case .acknowledgement(let event):
            writer.text("content", "acknowledgement")
            writer.text("name", event?.name)
            if let event { writer.json("elapsed", LogTime.text(event.elapsed)) }
        case .connect: writer.text("content", "connect")
        case .connected(let id):
            writer.text("content", "connected")
            writer.text("id", id)
        case .refused(let reason):
            writer.text("content", "refused")
            writer.text("reason", reason)
        case .disconnect: writer.text("content", "disconnect")
        case .malformed(let reason):
            writer.text("content", "malformed")
            writer.text("reason", reason)
        }
        writer.text("namespace", namespace)
        writer.integer("ack", ackID)
        if !head.isEmpty { writer.payload("head", or: "head64", head) }
        if !tail.isEmpty { writer.payload("tail", or: "tail64", tail) }
        if !attachments.isEmpty { writer.objects("attachments", attachments) { $0.base64("base64", $1) } }
        guard let original else { return }
        writer.payload("originalText", or: "originalBase64", original.payload)
        writer.objects("packets", original.packets) { writer, packet in
            switch packet {
            case .text(let bytes): writer.payload("text", or: "text64", bytes)
            case .binary(let bytes): writer.base64("binary", bytes)
            case .raw(let opcode, let bytes): writer.base64(opcode == .text ? "rawText" : "rawBinary", bytes)
            }
        }
    }

    convenience init?(_ reader: LogReader) {
        let content: Content
        switch reader.text("content") {
        case "message": content = .message
        case "event": content = .event(name: reader.text("name") ?? "")
        case "acknowledgement":
            content = .acknowledgement(
                of: reader.text("name").map {
                    AcknowledgedEvent(name: $0, elapsed: reader.nanoseconds("elapsed") ?? 0)
                })
        case "connect": content = .connect
        case "connected": content = .connected(id: reader.text("id"))
        case "refused": content = .refused(reason: reader.text("reason") ?? "")
        case "disconnect": content = .disconnect
        case "malformed": content = .malformed(reason: reader.text("reason") ?? "")
        default: return nil
        }
        let attachments = reader.objects("attachments").compactMap { $0.base64("base64") }
        let tail = reader.payload("tail", or: "tail64") ?? []
        let (namespace, ackID) = (reader.text("namespace"), reader.integer("ack"))
        guard let payload = reader.payload("originalText", or: "originalBase64") else {
            self.init(
                content, namespace: namespace, ackID: ackID, head: reader.payload("head", or: "head64") ?? [],
                tail: tail, attachments: attachments)
            return
        }
        let packets = reader.objects("packets").compactMap { reader -> OutgoingPacket? in
            if let bytes = reader.payload("text", or: "text64") { return .text(bytes) }
            if let bytes = reader.base64("binary") { return .binary(bytes) }
            if let bytes = reader.base64("rawText") { return .raw(.text, bytes) }
            return reader.base64("rawBinary").map { .raw(.binary, $0) }
        }
        self.init(
            content, namespace: namespace, ackID: ackID, original: Original(packets: packets, payload: payload),
            tail: tail, attachments: attachments)
    }
}
