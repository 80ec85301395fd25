/// The first byte at which a text stops being JSON (RFC 8259).
public struct JSONError: Error, Hashable, Sendable {
    /// The offset of the byte; the number of bytes if the text ends too early.
    public let offset: Int
    /// A phrase for what JSON allows there, such as `a comma or }`.
    public let expected: String
}

extension JSONScanner {
    /// Returns the first error in the whole text `bytes`; `nil` if the text is JSON.
    ///
    /// The scan itself only records roughly where it failed, which costs nothing as long as it does not. The exact byte
    /// inside of a string, number or literal is found here.
    public static func error(in bytes: [UInt8]) -> JSONError? {
        let span = bytes.span
        var state = State()
        guard let end = endOfValue(span, from: skipSpace(span, from: 0), &state) else {
            let offset = state.failure.offset
            switch state.failure.expected {
            case .value: return JSONError(offset: offset, expected: "a value")
            case .name: return JSONError(offset: offset, expected: "a name in quotes")
            case .nameOrBrace: return JSONError(offset: offset, expected: "a name in quotes or }")
            case .colon: return JSONError(offset: offset, expected: "a colon")
            case .commaOrBrace: return JSONError(offset: offset, expected: "a comma or }")
            case .commaOrBracket: return JSONError(offset: offset, expected: "a comma or ]")
            case .scalar: return scalarError(span, from: offset)
            }
        }
        let next = skipSpace(span, from: end)
        return next == bytes.count ? nil : JSONError(offset: next, expected: "the end of the text")
    }

    /// The error in the malformed string, number or literal that begins at `start`.
    private static func scalarError(_ bytes: Span<UInt8>, from start: Int) -> JSONError {
        switch bytes[start] {
        case UInt8(ascii: "\""): stringError(bytes, from: start)
        case UInt8(ascii: "t"): literalError("true", bytes, from: start)
        case UInt8(ascii: "f"): literalError("false", bytes, from: start)
        case UInt8(ascii: "n"): literalError("null", bytes, from: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): numberError(bytes, from: start)
        default: JSONError(offset: start, expected: "a value")
        }
    }

    private static func literalError(_ literal: String, _ bytes: Span<UInt8>, from start: Int) -> JSONError {
        var offset = start
        for letter in literal.utf8 where offset < bytes.count && bytes[offset] == letter { offset += 1 }
        return JSONError(offset: offset, expected: literal)
    }

    /// RFC 8259 §7.
    private static func stringError(_ bytes: Span<UInt8>, from start: Int) -> JSONError {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] < 0x20 {
                return JSONError(offset: index, expected: #"a string's characters, a line end written as \n"#)
            }
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            index += 1
            guard index < bytes.count, #""\/bfnrtu"#.utf8.contains(bytes[index]) else {
                return JSONError(offset: index, expected: #"an escape: one of " \ / b f n r t u"#)
            }
            index += 1
            guard bytes[index - 1] == UInt8(ascii: "u") else { continue }
            let digits = index
            while index < min(digits + 4, bytes.count), Character(Unicode.Scalar(bytes[index])).isHexDigit {
                index += 1
            }
            guard index == digits + 4 else { return JSONError(offset: index, expected: "four hexadecimal digits") }
        }
        return JSONError(offset: bytes.count, expected: "the quote that ends a string")
    }

    /// RFC 8259 §6: the parts of a number that need a digit end where it is missing.
    private static func numberError(_ bytes: Span<UInt8>, from start: Int) -> JSONError {
        var index = start
        _ = skip("-", bytes, &index)
        if skip("0", bytes, &index) || skipDigits(bytes, &index),
            !skip(".", bytes, &index) || skipDigits(bytes, &index), skip("eE", bytes, &index)
        {
            _ = skip("+-", bytes, &index)
        }
        return JSONError(offset: index, expected: "a digit")
    }

    private static func skip(_ allowed: String, _ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < bytes.count, allowed.utf8.contains(bytes[index]) else { return false }
        index += 1
        return true
    }
}
