import Text

/// The packets in the body of a polling request or response, or in a WebSocket frame.
///
/// ```
/// 2␞42["a"]␞bAQL/                   revision 4: packets with U+001E between them
/// 1:28:42["é€"]6:b4AQL/            revision 3: the length of each packet, in UTF-16 code units
/// 00 08 ff 34 32 5b …  01 04 ff 04 01 02 ff    revision 3, binary: text or binary, length in bytes by digits, ff
/// ```
/// Sources: engine.io-parser and `parser-v3` of engine.io. A body that is compressed has to be decompressed first, and
/// the answer `ok` to a POST is no body with packets.
public enum EngineIOPayload {
    /// The number of packets of one body that are decoded.
    ///
    /// A client sends what it has collected during one request, rarely more than a hundred candidates.
    public static let packetLimit = 4096
    /// The largest number of digits of a length, which any `Int` can hold.
    static let digitLimit = 15

    /// A part of a body or frame: a packet, or bytes that are none.
    public enum Part: Hashable, Sendable {
        case packet(EngineIOPacket)
        case malformed(Range<Int>, EngineIOError)
    }

    /// Returns the packet in a WebSocket frame.
    public static func part(of frame: Message, _ version: EngineIOVersion) -> Part {
        part(frame.payload, frame.payload.indices, isBinary: frame.opcode == .binary, version)
    }

    /// Returns the parts of a body in order.
    ///
    /// After a malformed packet the next ones are decoded, if their beginning is known.
    public static func parts(of body: [UInt8], _ version: EngineIOVersion) -> [Part] {
        guard let first = body.first else { return [] }
        if body.starts(with: "___eio[".utf8) || body.starts(with: "d=".utf8) {
            return [.malformed(body.indices, .jsonp)]
        }
        guard version == .three else { return separatedParts(body) }
        if first <= 1 { return binaryParts(body) }
        // JavaScript counts UTF-16 code units; python-engineio 3 counts scalars when it reads and bytes when it writes.
        let readings = LengthUnit.allCases.lazy.map { countedParts(body, $0) }
        return readings.first { parts in
            switch parts.last {
            case .malformed(_, .length), .malformed(_, .shortPacket): false
            default: true
            }
        } ?? countedParts(body, .utf16)
    }

    // MARK: Bodies

    private static func part(
        _ body: [UInt8], _ range: Range<Int>, isBinary: Bool, _ version: EngineIOVersion
    ) -> Part {
        do {
            return .packet(
                try EngineIOPacket(body, range, isBinary: isBinary, version))
        } catch {
            return .malformed(range, error)
        }
    }

    /// Revision 4.
    private static func separatedParts(_ body: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var start = 0
        while true {
            guard parts.count < packetLimit else { return parts + [.malformed(start..<body.count, .tooManyPackets)] }
            let end = ByteScan.first(in: body.span, from: start) { ByteScan.equal($0, separator) }
            parts.append(part(body, start..<end, isBinary: false, .four))
            guard end < body.count else { return parts }
            start = end + 1
        }
    }

    /// The ASCII record separator.
    static let separator: UInt8 = 0x1E

    /// Revision 3, as text.
    private static func countedParts(_ body: [UInt8], _ unit: LengthUnit) -> [Part] {
        var parts: [Part] = []
        var start = 0
        while start < body.count {
            guard parts.count < packetLimit else { return parts + [.malformed(start..<body.count, .tooManyPackets)] }
            guard
                let length = length(in: body, from: start, zero: UInt8(ascii: "0"), end: UInt8(ascii: ":"))
            else { return parts + [malformedLength(body, start)] }
            guard let end = unit.end(of: length.value, in: body, from: length.end) else {
                return parts + [.malformed(start..<body.count, .shortPacket(length: length.value))]
            }
            // A payload without packets is `0:`.
            if end > length.end {
                parts.append(part(body, length.end..<end, isBinary: false, .three))
            }
            start = end
        }
        return parts
    }

    /// Revision 3, as bytes.
    private static func binaryParts(_ body: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var start = 0
        while start < body.count {
            guard parts.count < packetLimit else { return parts + [.malformed(start..<body.count, .tooManyPackets)] }
            guard body[start] <= 1, let length = length(in: body, from: start + 1, zero: 0, end: 0xFF) else {
                return parts + [malformedLength(body, start)]
            }
            guard let end = LengthUnit.byte.end(of: length.value, in: body, from: length.end) else {
                return parts + [.malformed(start..<body.count, .shortPacket(length: length.value))]
            }
            parts.append(part(body, length.end..<end, isBinary: body[start] == 1, .three))
            start = end
        }
        return parts
    }

    private static func malformedLength(_ body: [UInt8], _ start: Int) -> Part {
        let quote = String(decoding: body[start...].prefix(EngineIOError.quoteLimit), as: UTF8.self)
        return .malformed(start..<body.count, .length(quote))
    }

    /// Returns the number whose digits begin at `start`, and the index after the byte that ends it; `nil` if it is
    /// malformed or has more than ``digitLimit`` digits.
    private static func length(
        in body: [UInt8], from start: Int, zero: UInt8, end: UInt8
    ) -> (value: Int, end: Int)? {
        var value = 0
        for index in start..<min(body.count, start + digitLimit + 1) {
            if body[index] == end { return index > start ? (value, index + 1) : nil }
            guard (zero...zero + 9).contains(body[index]) else { return nil }
            value = value * 10 + Int(body[index] - zero)
        }
        return nil
    }
}

/// The unit in which a length before a packet counts.
enum LengthUnit: CaseIterable {
    case utf16, scalar, byte

    /// Returns the index after `length` units of the UTF-8 in `bytes` from `start`; `nil` if there are fewer.
    func end(of length: Int, in bytes: [UInt8], from start: Int) -> Int? {
        guard length <= bytes.count - start else { return nil }
        guard self != .byte else { return start + length }
        var (index, count) = (start, 0)
        while count < length {
            guard index < bytes.count else { return nil }
            count += units(bytes[index])
            index += Self.width(bytes[index])
        }
        return count == length && index <= bytes.count ? index : nil
    }

    /// Returns the number of units of the UTF-8 in `bytes`.
    func length(of bytes: [UInt8]) -> Int {
        var (index, count) = (0, 0)
        while index < bytes.count {
            count += units(bytes[index])
            index += self == .byte ? 1 : Self.width(bytes[index])
        }
        return count
    }

    /// The number of units of the scalar that begins with `byte`.
    private func units(_ byte: UInt8) -> Int { self == .utf16 && byte >= 0xF0 ? 2 : 1 }

    /// The number of bytes of the scalar that begins with `byte`; 1 for a byte that begins none.
    private static func width(_ byte: UInt8) -> Int {
        byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }
}
