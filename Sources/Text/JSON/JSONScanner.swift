/// A strict scanner that finds the end of a JSON value (RFC 8259) without building anything.
///
/// It accepts exactly what `JSON.parse` accepts, at any depth and without recursion. If it were stricter, a peer could
/// hide from the relay what a browser still reads.
///
/// This is the only strict reader of JSON; ``JSONTokens`` is the tolerant one.
public enum JSONScanner {
    /// Returns the index of the first byte from `start` on that is not white space (RFC 8259 §2).
    @inlinable
    public static func skipSpace(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 1
            default: return index
            }
        }
        return index
    }

    /// Returns the index after the value that begins at `start`, where no white space is; `nil` if there is none.
    public static func endOfValue(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var state = State()
        return endOfValue(bytes, from: start, &state)
    }

    /// Returns the index after the value that begins at `start`, with the `state` of an earlier scan of the same text.
    static func endOfValue(_ bytes: Span<UInt8>, from start: Int, _ state: inout State) -> Int? {
        var nesting = Nesting()
        var index = start
        while true {
            guard index < bytes.count else { return state.fail(at: index, .value) }
            if bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
                let isObject = bytes[index] == UInt8(ascii: "{")
                index = skipSpace(bytes, from: index + 1)
                guard index < bytes.count else { return state.fail(at: index, isObject ? .nameOrBrace : .value) }
                guard bytes[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    nesting.open(isObject)
                    guard !isObject || skipKey(bytes, &index, orElse: .nameOrBrace, &state) != nil else { return nil }
                    continue
                }
                index += 1
            } else {
                guard let end = endOfScalar(bytes, from: index, &state) else { return state.fail(at: index, .scalar) }
                index = end
            }
            // After a value: close the containers that end with it, or continue after a comma.
            while let isObject = nesting.innermost {
                index = skipSpace(bytes, from: index)
                guard index < bytes.count else {
                    return state.fail(at: index, isObject ? .commaOrBrace : .commaOrBracket)
                }
                if bytes[index] == UInt8(ascii: ",") {
                    index = skipSpace(bytes, from: index + 1)
                    guard !isObject || skipKey(bytes, &index, orElse: .name, &state) != nil else { return nil }
                    break
                }
                guard bytes[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    return state.fail(at: index, isObject ? .commaOrBrace : .commaOrBracket)
                }
                index += 1
                nesting.close()
            }
            if nesting.innermost == nil { return index }
        }
    }

    /// Returns the index after the object that begins at `start`, where no white space is; `nil` if there is none.
    ///
    /// Calls `body` for each member, in order, with the range of its name between the quotes and the range of its value.
    /// The members before an error are passed to `body`, too.
    @inline(__always)
    public static func endOfObject(
        _ bytes: Span<UInt8>, from start: Int, _ state: inout State,
        _ body: (_ name: Range<Int>, _ value: Range<Int>) -> Void
    ) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
        var index = skipSpace(bytes, from: start + 1)
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return index + 1 }
        while true {
            let key = index
            guard let nameEnd = skipKey(bytes, &index, orElse: .name, &state), index < bytes.count,
                let end = endOfValue(bytes, from: index, &state)
            else { return nil }
            body(key + 1..<nameEnd, index..<end)
            index = skipSpace(bytes, from: end)
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "}") { return index + 1 }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index = skipSpace(bytes, from: index + 1)
        }
    }

    /// Moves `index` from a member's name to its value and returns the index of the name's closing quote; `nil` if
    /// there is no name, which fails as `expected`, or no colon.
    private static func skipKey(
        _ bytes: Span<UInt8>, _ index: inout Int, orElse expected: State.Expected, _ state: inout State
    ) -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return state.fail(at: index, expected) }
        guard let end = endOfString(bytes, from: index) else { return state.fail(at: index, .scalar) }
        index = skipSpace(bytes, from: end)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return state.fail(at: index, .colon) }
        index = skipSpace(bytes, from: index + 1)
        return end - 1
    }

    private static func endOfScalar(_ bytes: Span<UInt8>, from start: Int, _ state: inout State) -> Int? {
        switch bytes[start] {
        case UInt8(ascii: "\""): state.endOfString(bytes, from: start)
        case UInt8(ascii: "t"): endOfWord("true", bytes, from: start)
        case UInt8(ascii: "f"): endOfWord("false", bytes, from: start)
        case UInt8(ascii: "n"): endOfWord("null", bytes, from: start)
        default: endOfNumber(bytes, from: start)
        }
    }

    private static func endOfWord(_ word: StaticString, _ bytes: Span<UInt8>, from start: Int) -> Int? {
        let end = start + word.utf8CodeUnitCount
        guard end <= bytes.count else { return nil }
        for offset in 0..<word.utf8CodeUnitCount where bytes[start + offset] != word.utf8Start[offset] { return nil }
        return end
    }

    /// Returns the index after the string whose opening quote is at `start` (RFC 8259 §7); `nil` if there is none.
    public static func endOfString(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start + 1
        while true {
            index = ByteScan.first(in: bytes, from: index, ByteScan.endsPlainString)
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
            guard bytes[index] == UInt8(ascii: "\\") else { return nil }
            repeat {
                if ByteScan.isLineEnd(bytes, at: index) {
                    index += 4
                    continue
                }
                guard index + 1 < bytes.count else { return nil }
                switch bytes[index + 1] {
                case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"),
                    UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "t"):
                    index += 2
                case UInt8(ascii: "u"):
                    guard JSONString.hexadecimal(bytes, from: index + 2) != nil else { return nil }
                    index += 6
                default: return nil
                }
            } while index < bytes.count && bytes[index] == UInt8(ascii: "\\")
        }
    }

    /// Returns the index after the number at `start` (RFC 8259 §6); `nil` if there is none.
    ///
    /// A zero is a number of its own: a digit after a leading zero is an error of the text around it.
    private static func endOfNumber(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
            index += 1
        } else {
            guard skipDigits(bytes, &index) else { return nil }
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard skipDigits(bytes, &index) else { return nil }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard skipDigits(bytes, &index) else { return nil }
        }
        return index
    }

    /// Moves `index` after decimal digits; false if there are none.
    static func skipDigits(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index > start
    }
}

extension JSONScanner {
    /// The state that scans of one text share.
    ///
    /// The longest string, which in signaling is a description, is not scanned again in each object around it.
    public struct State {
        /// The token that JSON requires at the place where a scan failed.
        enum Expected {
            case value, name, nameOrBrace, colon, commaOrBrace, commaOrBracket
            /// The string, number or literal that begins there, whose error is inside of it.
            case scalar
        }

        private var longest = 0..<0
        /// The place of the last failure.
        private(set) var failure = (offset: 0, expected: Expected.value)

        public init() {}

        /// Returns the index after the string whose opening quote is at `start` of the text; `nil` if there is none.
        mutating func endOfString(_ bytes: Span<UInt8>, from start: Int) -> Int? {
            if start == longest.lowerBound, !longest.isEmpty { return longest.upperBound }
            guard let end = JSONScanner.endOfString(bytes, from: start) else { return nil }
            if end - start > longest.count { longest = start..<end }
            return end
        }

        @inline(never)
        mutating func fail(at offset: Int, _ expected: Expected) -> Int? {
            failure = (offset, expected)
            return nil
        }
    }
}

/// The open brackets as a stack of bits: 1 for an object, 0 for an array.
private struct Nesting {
    private var bits: UInt64 = 0
    private var depth = 0
    /// The bits of the outer levels, 64 to a word, if there are more than 64 levels.
    private var outer: [UInt64] = []

    var innermost: Bool? { depth == 0 ? nil : bits & 1 == 1 }

    mutating func open(_ isObject: Bool) {
        if depth > 0, depth % 64 == 0 { outer.append(bits) }
        bits = bits << 1 | (isObject ? 1 : 0)
        depth += 1
    }

    mutating func close() {
        depth -= 1
        bits = depth > 0 && depth % 64 == 0 ? outer.removeLast() : bits >> 1
    }
}
