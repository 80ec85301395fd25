import Text

/// The first thing in a text that is not JSON (RFC 8259), for an error that points at it.
///
/// It stops at what ``JSONScanner`` refuses, and at nothing else; the scanner, which is in everyone's way, only says
/// that there is something. Each byte is gone over once.
struct JSONStop: Hashable, Sendable {
    /// The byte; behind the last where the text ends too soon.
    let offset: Int
    /// What JSON has there, in words.
    let expected: String

    /// Where `bytes` stop being JSON; `nil` if they are JSON.
    init?(_ bytes: [UInt8]) {
        var reader = JSONStopReader(bytes)
        guard let expected = reader.read() else { return nil }
        offset = reader.index
        self.expected = expected
    }
}

/// Goes over a JSON text until it is none.
private struct JSONStopReader {
    private(set) var index = 0
    private let bytes: [UInt8]
    /// Which brackets are open: an object's, or an array's.
    private var isObject: [Bool] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// What is next, white space left out; nil at the end.
    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() { index = JSONScanner.skipSpace(bytes.span, from: index) }

    /// Goes past `character` if it is next.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// What JSON has where the text stops being that; `nil` if it does not.
    mutating func read() -> String? {
        skipSpace()
        while true {
            if skip("{") {
                skipSpace()
                if !skip("}") {
                    isObject.append(true)
                    if let expected = readName(orEnd: true) { return expected }
                    continue
                }
            } else if skip("[") {
                skipSpace()
                if !skip("]") {
                    isObject.append(false)
                    continue
                }
            } else if let expected = readScalar() {
                return expected
            }
            // A value has ended: close what ends with it, or go on behind a comma.
            if let expected = readEnds() { return expected }
            if isObject.isEmpty { return byte == nil ? nil : "its end" }
        }
    }

    /// Reads the ends behind a value, up to the next value or the end of all.
    private mutating func readEnds() -> String? {
        skipSpace()
        while let inObject = isObject.last {
            if skip(",") {
                skipSpace()
                return inObject ? readName(orEnd: false) : nil
            }
            guard skip(inObject ? "}" : "]") else { return inObject ? "a comma or }" : "a comma or ]" }
            isObject.removeLast()
            skipSpace()
        }
        return nil
    }

    /// Reads a member's name and its colon.
    private mutating func readName(orEnd: Bool) -> String? {
        guard byte == UInt8(ascii: "\"") else { return orEnd ? "a name in quotes or }" : "a name in quotes" }
        if let expected = readString() { return expected }
        skipSpace()
        guard skip(":") else { return "a colon" }
        skipSpace()
        return nil
    }

    private mutating func readScalar() -> String? {
        guard let byte else { return "a value" }
        return switch byte {
        case UInt8(ascii: "\""): readString()
        case UInt8(ascii: "t"): readWord("true")
        case UInt8(ascii: "f"): readWord("false")
        case UInt8(ascii: "n"): readWord("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
        default: "a value"
        }
    }

    private mutating func readWord(_ word: String) -> String? {
        for letter in word.unicodeScalars where !skip(letter) { return word }
        return nil
    }

    /// RFC 8259 §7.
    private mutating func readString() -> String? {
        index += 1
        while let next = byte {
            switch next {
            case UInt8(ascii: "\""):
                index += 1
                return nil
            case UInt8(ascii: "\\"):
                index += 1
                if let expected = readEscape() { return expected }
            case 0..<0x20: return #"a string's characters, a line end written as \n"#
            default: index += 1
            }
        }
        return "the quote that ends a string"
    }

    private mutating func readEscape() -> String? {
        guard skip("u") else {
            guard let byte, #"\"\/bfnrt"#.utf8.contains(byte) else { return #"an escape: one of " \ / b f n r t u"# }
            index += 1
            return nil
        }
        for _ in 0..<4 {
            guard let byte, isHexadecimal(byte) else { return "four hexadecimal digits" }
            index += 1
        }
        return nil
    }

    private func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// RFC 8259 §6.
    private mutating func readNumber() -> String? {
        _ = skip("-")
        if !skip("0"), !skipDigits() { return "a digit" }
        if skip("."), !skipDigits() { return "a digit" }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            if !skipDigits() { return "a digit" }
        }
        return nil
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }
}
