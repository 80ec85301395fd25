import Console
import Drawing

/// An incremental parser of terminal input: keys, pastes and mouse reports.
///
/// The input functions of ncurses are not used: they return the characters of an unknown sequence as keys (a shifted
/// arrow would be `esc [ 1 ; 2 A`), do not know bracketed paste, and lose the bytes after invalid UTF-8. This parser
/// skips unknown sequences as a whole.
///
/// ```
/// ESC [ parameters final     a key, a mouse report, or the start of a paste (ECMA-48, 5.4)
/// ESC O final                a key
/// ESC [ M button x y         a mouse report of a terminal without SGR reports
/// ESC                        the key, if nothing follows for a moment
/// ```
struct InputParser {
    /// The maximum number of parameter bytes of a sequence that is interpreted; 32.
    private static let sequenceLimit = 32

    private enum State: Equatable {
        case ground
        /// After ESC, which is the key or the start of a sequence.
        case escape
        /// After ESC O.
        case single
        /// After ESC [, with the bytes since.
        case control([UInt8])
        /// After ESC [ M, with the bytes since.
        case report([UInt8])
        /// Within a scalar of `length` bytes in UTF-8, with the bytes so far.
        case scalar([UInt8], length: Int)
    }

    /// The seconds without input after which an unfinished paste is discarded; 10.
    ///
    /// Without a limit, a paste that is never finished would take all later keys.
    private static let pasteTimeout = 10

    private var state = State.ground
    /// The paste that has begun; `nil` outside of one.
    private var paste: PastedText?
    /// The seconds since the last input.
    private var silence = 0

    /// Whether the input ends with ESC, which is the key unless more of a sequence follows soon.
    var isEscapePending: Bool { state == .escape }

    /// Parses further bytes.
    mutating func events(in bytes: [UInt8]) -> [Event] {
        if !bytes.isEmpty { silence = 0 }
        return bytes.flatMap { parse($0) }
    }

    /// Records that a second has passed.
    mutating func secondPassed() {
        silence += 1
        if silence >= Self.pasteTimeout { paste = nil }
    }

    /// Returns the key of a pending ESC, because nothing has followed it for a moment.
    mutating func resolveEscape() -> [Event] {
        guard isEscapePending else { return [] }
        state = .ground
        return [.key(.escape)]
    }

    private mutating func parse(_ byte: UInt8) -> [Event] {
        if paste != nil {
            guard let text = paste?.append(byte) else { return [] }
            paste = nil
            return text.isEmpty ? [] : [.paste(text)]
        }
        switch state {
        case .ground: return begin(byte)
        case .escape: return afterEscape(byte)
        case .single: return end(sequence: "O", byte)
        case .control(let bytes): return control(bytes, byte)
        case .report(let bytes): return report(bytes + [byte])
        case .scalar(let bytes, let length): return scalar(bytes, byte, length: length)
        }
    }

    private mutating func begin(_ byte: UInt8) -> [Event] {
        state = .ground
        switch byte {
        case 0x1B: state = .escape
        case 0xC2...0xDF: state = .scalar([byte], length: 2)
        case 0xE0...0xEF: state = .scalar([byte], length: 3)
        case 0xF0...0xF4: state = .scalar([byte], length: 4)
        case 0x80...: break
        default: return KeyCodes.key(Unicode.Scalar(byte)).map { [.key($0)] } ?? []
        }
        return []
    }

    private mutating func afterEscape(_ byte: UInt8) -> [Event] {
        switch byte {
        case UInt8(ascii: "["): state = .control([])
        case UInt8(ascii: "O"): state = .single
        default: return [.key(.escape)] + begin(byte)
        }
        return []
    }

    private mutating func control(_ bytes: [UInt8], _ byte: UInt8) -> [Event] {
        switch byte {
        case 0x20...0x3F:
            // A sequence that is too long is skipped to its end.
            if bytes.count < Self.sequenceLimit { state = .control(bytes + [byte]) }
            return []
        // F1 to F5 on the Linux console.
        case UInt8(ascii: "[") where bytes.isEmpty:
            state = .control([byte])
            return []
        case UInt8(ascii: "M") where bytes.isEmpty:
            state = .report([])
            return []
        case 0x40...0x7E where bytes.count == Self.sequenceLimit:
            state = .ground
            return []
        case UInt8(ascii: "M") where bytes.first == UInt8(ascii: "<"),
            UInt8(ascii: "m") where bytes.first == UInt8(ascii: "<"):
            state = .ground
            return MouseReport.mouse(bytes.dropFirst(), isRelease: byte == UInt8(ascii: "m")).map { [.mouse($0)] } ?? []
        case UInt8(ascii: "~") where bytes == Array("200".utf8):
            state = .ground
            paste = PastedText()
            return []
        default:
            return end(sequence: "[" + String(decoding: bytes, as: UTF8.self), byte)
        }
    }

    /// Returns the key of the sequence that ends with `byte`; if `byte` cannot end a sequence, it begins the next
    /// input.
    private mutating func end(sequence: String, _ byte: UInt8) -> [Event] {
        guard (0x20...0x7E).contains(byte) else { return begin(byte) }
        state = .ground
        let key = KeyCodes.key(sequence: sequence + String(Unicode.Scalar(byte)))
        return key.map { [.key($0)] } ?? []
    }

    private mutating func report(_ bytes: [UInt8]) -> [Event] {
        state = bytes.count < 3 ? .report(bytes) : .ground
        guard state == .ground else { return [] }
        return MouseReport.mouse(x10: bytes).map { [.mouse($0)] } ?? []
    }

    private mutating func scalar(_ bytes: [UInt8], _ byte: UInt8, length: Int) -> [Event] {
        guard (0x80...0xBF).contains(byte) else { return begin(byte) }
        let bytes = bytes + [byte]
        state = bytes.count < length ? .scalar(bytes, length: length) : .ground
        guard state == .ground, let text = String(validating: bytes, as: UTF8.self) else { return [] }
        return text.unicodeScalars.compactMap(KeyCodes.key).map(Event.key)
    }
}
