import Console
import Drawing

/// What a terminal sends, in whatever pieces it comes, as keys, pastes and what the mouse did.
///
/// ncurses reads keys too, but takes a sequence that it does not know for the keys that spell it (a shifted arrow would
/// be `esc [ 1 ; 2 A`, of which each does something), knows no paste, and swallows what follows a byte that is no
/// UTF-8. Here what means nothing is passed over whole.
///
/// ```
/// ESC [ parameters final     a key, the mouse, or the begin of a paste (ECMA-48, 5.4)
/// ESC O final                a key
/// ESC [ M button x y         the mouse on a terminal without SGR reports
/// ESC                        the key, once nothing has followed for a moment
/// ```
struct Input {
    /// The most bytes of a sequence that mean anything.
    private static let sequenceLimit = 32

    private enum State: Equatable {
        case ground
        /// After ESC: the key of that name, or the begin of a sequence.
        case escape
        /// After ESC O.
        case single
        /// After ESC [, with what came since.
        case control([UInt8])
        /// After ESC [ M, with what came since.
        case report([UInt8])
        /// Within a scalar of so many bytes of UTF-8, with those that came.
        case scalar([UInt8], length: Int)
    }

    /// A paste of which nothing has come for so many seconds will never end: without this no key would count again.
    private static let pastePatience = 10

    private var state = State.ground
    /// What is being pasted.
    private var paste: PastedText?
    /// The seconds since anything came.
    private var silence = 0

    /// Whether only time can tell what came last: the key Escape, or the begin of a sequence.
    var isUndecided: Bool { state == .escape }

    /// What these bytes, after those before them, mean.
    mutating func events(in bytes: [UInt8]) -> [Event] {
        if !bytes.isEmpty { silence = 0 }
        return bytes.flatMap { take($0) }
    }

    /// Another second has gone by.
    mutating func passSecond() {
        silence += 1
        if silence >= Self.pastePatience { paste = nil }
    }

    /// What came last, now that nothing has followed it for a moment.
    mutating func settle() -> [Event] {
        guard isUndecided else { return [] }
        state = .ground
        return [.key(.escape)]
    }

    private mutating func take(_ byte: UInt8) -> [Event] {
        if paste != nil {
            guard let text = paste?.take(byte) else { return [] }
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
            // Of one that is too long only the end is looked for.
            if bytes.count < Self.sequenceLimit { state = .control(bytes + [byte]) }
            return []
        // Linux' own F1 to F5.
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

    /// The key of a sequence that ends with `byte`, or, if nothing can end so, what begins there.
    private mutating func end(sequence: String, _ byte: UInt8) -> [Event] {
        guard (0x20...0x7E).contains(byte) else { return begin(byte) }
        state = .ground
        let key = KeyCodes.key(sequence: sequence + String(Unicode.Scalar(byte)))
        return key.map { [.key($0)] } ?? []
    }

    private mutating func report(_ bytes: [UInt8]) -> [Event] {
        state = bytes.count < 3 ? .report(bytes) : .ground
        guard state == .ground else { return [] }
        return MouseReport.mouse(old: bytes).map { [.mouse($0)] } ?? []
    }

    private mutating func scalar(_ bytes: [UInt8], _ byte: UInt8, length: Int) -> [Event] {
        guard (0x80...0xBF).contains(byte) else { return begin(byte) }
        let bytes = bytes + [byte]
        state = bytes.count < length ? .scalar(bytes, length: length) : .ground
        guard state == .ground, let text = String(validating: bytes, as: UTF8.self) else { return [] }
        return text.unicodeScalars.compactMap(KeyCodes.key).map(Event.key)
    }
}
