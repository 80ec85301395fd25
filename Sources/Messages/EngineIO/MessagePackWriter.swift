import Text

/// An encoder of Socket.IO packets as MessagePack, for messages that were changed; the inverse of ``MessagePack``.
struct MessagePackWriter {
    private var bytes: [UInt8] = []
    private let attachments: [[UInt8]]

    /// Encodes the packet of an event or an acknowledgement with the array `data`, a placeholder of which stands for one
    /// of the attachments.
    static func packet(_ packet: CarrierPacket, data: [UInt8]) -> [UInt8] {
        var writer = MessagePackWriter(attachments: packet.attachments)
        let isEvent = if case .event = packet.content { true } else { false }
        let kind: SocketIOPacket.Kind = isEvent ? .event : .acknowledgement
        writer.bytes.append(0x80 | (packet.ackID == nil ? 3 : 4))
        writer.string("type")
        writer.bytes.append(kind.rawValue)
        writer.string("data")
        if let value = JSONValue(data) { writer.value(value, depth: 0) } else { writer.bytes.append(0xC0) }
        writer.string("nsp")
        writer.string(packet.namespace ?? "/")
        if let id = packet.ackID {
            writer.string("id")
            writer.integer(id)
        }
        return writer.bytes
    }

    private init(attachments: [[UInt8]]) { self.attachments = attachments }

    private mutating func value(_ value: JSONValue, depth: Int) {
        guard depth < MessagePack.depthLimit else { return bytes.append(0xC0) }
        if let attachment = attachment(for: value) {
            header(attachment.count, 0xC4, 0xC5, 0xC6)
            bytes += attachment
        } else if value.isObject {
            var members: [(name: JSONValue, value: JSONValue)] = []
            value.forEachMember { name, place in
                let quoted = name.lowerBound - 1..<name.upperBound + 1
                members.append((JSONValue(value.bytes, at: quoted), JSONValue(value.bytes, at: place)))
            }
            header(members.count, short: 0x80, nil, 0xDE, 0xDF)
            for member in members {
                string(member.name.string ?? "")
                self.value(member.value, depth: depth + 1)
            }
        } else if value.isArray {
            let elements = value.elements(.max)
            header(elements.count, short: 0x90, nil, 0xDC, 0xDD)
            for element in elements { self.value(element, depth: depth + 1) }
        } else if value.isString {
            string(value.string ?? "")
        } else {
            scalar(String(decoding: value.bytes[value.range], as: UTF8.self))
        }
    }

    /// The attachment whose placeholder `value` is.
    private func attachment(for value: JSONValue) -> [UInt8]? {
        guard value.isObject, value["_placeholder"]?.isTrue == true, let number = value["num"]?.integer,
            attachments.indices.contains(number)
        else { return nil }
        return attachments[number]
    }

    private mutating func scalar(_ text: String) {
        switch text {
        case "true": bytes.append(0xC3)
        case "false": bytes.append(0xC2)
        case "null": bytes.append(0xC0)
        default:
            if let number = Int(text) { return integer(number) }
            bytes.append(0xCB)
            append((Double(text) ?? 0).bitPattern, 8)
        }
    }

    private mutating func integer(_ number: Int) {
        if (0...0x7F).contains(number) { return bytes.append(UInt8(number)) }
        bytes.append(0xD3)
        append(UInt64(bitPattern: Int64(number)), 8)
    }

    private mutating func string(_ text: String) {
        header(text.utf8.count, short: text.utf8.count < 32 ? 0xA0 : nil, 0xD9, 0xDA, 0xDB)
        bytes += text.utf8
    }

    /// Appends a format and a length in as few bytes as possible: in the format byte itself, or in 1, 2 or 4 bytes.
    private mutating func header(_ count: Int, short: UInt8? = nil, _ one: UInt8?, _ two: UInt8, _ four: UInt8) {
        if let short, count < (short == 0xA0 ? 32 : 16) {
            bytes.append(short | UInt8(count))
        } else if let one, count <= 0xFF {
            bytes += [one, UInt8(count)]
        } else if count <= 0xFFFF {
            bytes.append(two)
            append(UInt64(count), 2)
        } else {
            bytes.append(four)
            append(UInt64(count), 4)
        }
    }

    /// Appends the lowest `count` bytes of `value`, the highest first.
    private mutating func append(_ value: UInt64, _ count: Int) {
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
    }
}
