import Text

/// A decoder of MessagePack, which some applications use in place of the text of Socket.IO packets.
///
/// ```
/// 83 a4 type 02  a4 data 92 a5 offer 81 …  a3 nsp a1 /     2["offer",{…}]
/// ```
/// Binary values and extensions become attachments, with the placeholders that Socket.IO has for them. Sources: the
/// MessagePack specification; socket.io-msgpack-parser with notepack.io; python-socketio `msgpack_packet.py`.
struct MessagePack {
    /// The largest depth of arrays and maps; descriptions and candidates are at a depth of five.
    static let depthLimit = 32
    /// The largest message, and the largest text that is made of it, in bytes: the default of Socket.IO's servers
    /// (`maxHttpBufferSize`), rounded up.
    static let textLimit = 1024 * 1024

    private let bytes: [UInt8]
    private var index = 0
    private var json: [UInt8] = []
    private var attachments: [[UInt8]] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether `bytes` begin as a packet does: a map with a few members.
    static func isPacket(_ bytes: [UInt8]) -> Bool {
        // Encoders write the length of the map in as few bytes as possible; a packet has at most five members.
        bytes.count > 1 && (0x82...0x85).contains(bytes[0]) && (0xA1...0xBF).contains(bytes[1])
    }

    /// Decodes a packet; returns it as text, and its attachments.
    static func packet(_ bytes: [UInt8]) throws(EngineIOError) -> (packet: SocketIOPacket, attachments: [[UInt8]]) {
        let (json, attachments) = try json(bytes)
        guard let value = JSONValue(json), let type = value["type"]?.integer, (0...4).contains(type) else {
            throw .messagePack(offset: 0, expected: "a map with a type from 0 to 4")
        }
        var kind = UInt8(type)
        if !attachments.isEmpty {
            // The types of packets with attachments are 5 and 6.
            guard kind == SocketIOPacket.Kind.event.rawValue || kind == SocketIOPacket.Kind.acknowledgement.rawValue
            else { throw .messagePack(offset: 0, expected: "binary values only in events") }
            kind += 3
        }
        var text = Array("\(kind)".utf8)
        if !attachments.isEmpty { text += "\(attachments.count)-".utf8 }
        if let namespace = value["nsp"]?.string, namespace != "/" { text += "\(namespace),".utf8 }
        if let id = value["id"], !id.isNull { text += id.bytes[id.range] }
        if let data = value["data"], !data.isNull { text += data.bytes[data.range] }
        return (try SocketIOPacket(text), attachments)
    }

    /// Decodes one value to JSON; returns it, and its binary values.
    static func json(_ bytes: [UInt8]) throws(EngineIOError) -> (json: [UInt8], attachments: [[UInt8]]) {
        var decoder = MessagePack(bytes)
        guard bytes.count <= textLimit else { throw decoder.error("at most \(textLimit) bytes") }
        try decoder.value(depth: 0)
        guard decoder.index == bytes.count else { throw decoder.error("the end of the message") }
        return (decoder.json, decoder.attachments)
    }

    private func error(_ expected: String) -> EngineIOError { .messagePack(offset: index, expected: expected) }

    // MARK: Values

    private mutating func value(depth: Int) throws(EngineIOError) {
        guard json.count < Self.textLimit else { throw error("at most \(Self.textLimit) bytes of text") }
        let first = try UInt8(unsigned(1))
        switch first {
        case 0x00...0x7F: json += "\(first)".utf8
        case 0x80...0x8F: try map(Int(first & 0x0F), depth)
        case 0x90...0x9F: try array(Int(first & 0x0F), depth)
        case 0xA0...0xBF: try string(Int(first & 0x1F))
        case 0xC0: json += "null".utf8
        case 0xC2: json += "false".utf8
        case 0xC3: json += "true".utf8
        case 0xC4...0xC6: try attach(length(first - 0xC4))
        case 0xC7...0xC9: try extend(length(first - 0xC7))
        case 0xCA: number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try unsigned(4)))))
        case 0xCB: number(Double(bitPattern: try unsigned(8)))
        case 0xCC...0xCF: json += "\(try unsigned(1 << Int(first - 0xCC)))".utf8
        case 0xD0: json += "\(Int8(truncatingIfNeeded: try unsigned(1)))".utf8
        case 0xD1: json += "\(Int16(truncatingIfNeeded: try unsigned(2)))".utf8
        case 0xD2: json += "\(Int32(truncatingIfNeeded: try unsigned(4)))".utf8
        case 0xD3: json += "\(Int64(truncatingIfNeeded: try unsigned(8)))".utf8
        case 0xD4...0xD8: try extend(1 << Int(first - 0xD4))
        case 0xD9...0xDB: try string(length(first - 0xD9))
        case 0xDC, 0xDD: try array(length(first - 0xDC + 1), depth)
        case 0xDE, 0xDF: try map(length(first - 0xDE + 1), depth)
        case 0xE0...0xFF: json += "\(Int8(bitPattern: first))".utf8
        default:
            index -= 1
            throw error("a value")
        }
    }

    private mutating func array(_ count: Int, _ depth: Int) throws(EngineIOError) {
        try values(count, depth, "[", "]") { (decoder: inout MessagePack) throws(EngineIOError) in
            try decoder.value(depth: depth + 1)
        }
    }

    private mutating func map(_ count: Int, _ depth: Int) throws(EngineIOError) {
        try values(count, depth, "{", "}") { (decoder: inout MessagePack) throws(EngineIOError) in
            let start = decoder.json.count
            guard decoder.index < decoder.bytes.count, Self.isName(decoder.bytes[decoder.index]) else {
                throw decoder.error("a string or an integer as name")
            }
            try decoder.value(depth: depth + 1)
            // JavaScript makes a string of an integer, too.
            if decoder.json[start] != UInt8(ascii: "\"") {
                decoder.json.insert(UInt8(ascii: "\""), at: start)
                decoder.json.append(UInt8(ascii: "\""))
            }
            decoder.json.append(UInt8(ascii: ":"))
            try decoder.value(depth: depth + 1)
        }
    }

    /// Whether a string or an integer begins with `byte`.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x7F, 0xA0...0xBF, 0xCC...0xD3, 0xD9...0xDB, 0xE0...0xFF: true
        default: false
        }
    }

    private mutating func values(
        _ count: Int, _ depth: Int, _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ element: (inout MessagePack) throws(EngineIOError) -> Void
    ) throws(EngineIOError) {
        guard depth < Self.depthLimit else { throw error("at most \(Self.depthLimit) levels") }
        json.append(UInt8(ascii: open))
        for number in 0..<count {
            if number > 0 { json.append(UInt8(ascii: ",")) }
            try element(&self)
        }
        json.append(UInt8(ascii: close))
    }

    private mutating func string(_ count: Int) throws(EngineIOError) {
        json += JSONString.encode(String(decoding: try take(count), as: UTF8.self)).utf8
    }

    private mutating func number(_ value: Double) {
        json += value.isFinite ? "\(value)".utf8 : "null".utf8
    }

    private mutating func extend(_ count: Int) throws(EngineIOError) {
        // notepack.io writes undefined as an extension of type 0 with one byte.
        guard try unsigned(1) != 0 || count != 1 else {
            _ = try take(count)
            json += "null".utf8
            return
        }
        try attach(count)
    }

    private mutating func attach(_ count: Int) throws(EngineIOError) {
        guard attachments.count < SocketIOPacket.attachmentLimit else {
            throw error("at most \(SocketIOPacket.attachmentLimit) binary values")
        }
        json += "{\"_placeholder\":true,\"num\":\(attachments.count)}".utf8
        attachments.append(Array(try take(count)))
    }

    // MARK: Bytes

    /// Reads a length of 1, 2 or 4 bytes, the powers of two with the `exponent` 0, 1 or 2.
    private mutating func length(_ exponent: UInt8) throws(EngineIOError) -> Int {
        Int(truncatingIfNeeded: try unsigned(1 << Int(exponent)))
    }

    /// Reads a number of up to eight bytes, the highest first.
    private mutating func unsigned(_ count: Int) throws(EngineIOError) -> UInt64 {
        var value: UInt64 = 0
        for byte in try take(count) { value = value << 8 | UInt64(byte) }
        return value
    }

    private mutating func take(_ count: Int) throws(EngineIOError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - index else {
            index = bytes.count
            throw error("\(count) bytes")
        }
        defer { index += count }
        return bytes[index..<index + count]
    }
}
