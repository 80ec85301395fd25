@testable import Relay

/// A frame as a client writes it: masked (RFC 6455 §5.3), and with what is forbidden where that is wanted.
struct ClientFrame {
    var opcode: UInt8
    var payload: [UInt8]
    var isFinal = true
    var mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]

    init(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) {
        self.opcode = opcode
        self.payload = payload
        self.isFinal = isFinal
    }

    init(_ opcode: UInt8, _ text: String, isFinal: Bool = true) {
        self.init(opcode, Array(text.utf8), isFinal: isFinal)
    }

    var bytes: [UInt8] {
        let length = payload.count
        var bytes = [(isFinal ? 0x80 : 0) | opcode]
        switch length {
        case ..<126: bytes.append(0x80 | UInt8(length))
        case ..<65_536: bytes += [0x80 | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * (7 - $0))) }
        }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

/// What a parser makes of bytes that come in pieces.
struct Reading: Equatable {
    var steps: [FrameParser.Step] = []
    var violation: Violation?
    /// How many pieces were read before the parser ended, or the bytes.
    var pieces = 0

    init(_ pieces: [ArraySlice<UInt8>], messageBytes: Int = 1000, fragments: Int = 10) {
        var parser = FrameParser(maxMessageSize: messageBytes, maxFragments: fragments)
        for piece in pieces {
            self.pieces += 1
            let bytes = Array(piece)
            var index = 0
            do throws(Violation) {
                while let step = try parser.next(bytes.span, at: &index) { steps.append(step) }
            } catch {
                violation = error
                return
            }
        }
    }

    init(_ bytes: [UInt8], messageBytes: Int = 1000, fragments: Int = 10) {
        self.init([bytes[...]], messageBytes: messageBytes, fragments: fragments)
    }

    init(byteByByte bytes: [UInt8], messageBytes: Int = 1000, fragments: Int = 10) {
        self.init(bytes.indices.map { bytes[$0...$0] }, messageBytes: messageBytes, fragments: fragments)
    }

    init(_ bytes: [UInt8], splitAt place: Int, messageBytes: Int = 1000, fragments: Int = 10) {
        self.init([bytes[..<place], bytes[place...]], messageBytes: messageBytes, fragments: fragments)
    }

    /// Whether the same was heard, in however many pieces.
    func isLike(_ other: Reading) -> Bool { steps == other.steps && violation == other.violation }
}
