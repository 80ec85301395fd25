/// Finds where a JSON value ends, and whether it is one at all (RFC 8259), without building anything.
///
/// It accepts what `JSON.parse` accepts, neither more nor less, at any depth and without recursion: what a peer hides
/// from the relay here, a browser would still read.
public enum JSONScanner {
    /// The index after white space from `start` on (RFC 8259 §2).
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

    /// The index after the value that begins at `start` (no white space before it); `nil` if there is none.
    static func endOfValue(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var longest = LongestString()
        return endOfValue(bytes, from: start, &longest)
    }

    /// The same, where the `longest` string of the text may have been found already.
    static func endOfValue(_ bytes: Span<UInt8>, from start: Int, _ longest: inout LongestString) -> Int? {
        var nesting = Nesting()
        var index = start
        while true {
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
                let isObject = bytes[index] == UInt8(ascii: "{")
                index = skipSpace(bytes, from: index + 1)
                guard index < bytes.count else { return nil }
                guard bytes[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    nesting.open(isObject)
                    guard !isObject || skipKey(bytes, &index) != nil else { return nil }
                    continue
                }
                index += 1
            } else {
                guard let end = endOfScalar(bytes, from: index, &longest) else { return nil }
                index = end
            }
            // A value has ended: close what ends with it, or go on behind a comma.
            while let isObject = nesting.innermost {
                index = skipSpace(bytes, from: index)
                guard index < bytes.count else { return nil }
                if bytes[index] == UInt8(ascii: ",") {
                    index = skipSpace(bytes, from: index + 1)
                    guard !isObject || skipKey(bytes, &index) != nil else { return nil }
                    break
                }
                guard bytes[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return nil }
                index += 1
                nesting.close()
            }
            if nesting.innermost == nil { return index }
        }
    }

    /// The index after the object that begins at `start` (no white space before it); `nil` if there is none.
    ///
    /// Calls `body` for each of its members, in order, with where its name stands between its quotes and where its
    /// value does: also for those in front of what makes it none. The `longest` string may have been found already.
    @inline(__always)
    public static func endOfObject(
        _ bytes: Span<UInt8>, from start: Int, _ longest: inout LongestString,
        _ body: (_ name: Range<Int>, _ place: Range<Int>) -> Void
    ) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
        var index = skipSpace(bytes, from: start + 1)
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return index + 1 }
        while true {
            let key = index
            guard let nameEnd = skipKey(bytes, &index), index < bytes.count,
                let end = endOfValue(bytes, from: index, &longest)
            else { return nil }
            body(key + 1..<nameEnd, index..<end)
            index = skipSpace(bytes, from: end)
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "}") { return index + 1 }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index = skipSpace(bytes, from: index + 1)
        }
    }

    /// Moves `index` from a member's name to its value, and returns where the name ends, at its closing quote; `nil` if
    /// there is no name or no colon.
    private static func skipKey(_ bytes: Span<UInt8>, _ index: inout Int) -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let end = endOfString(bytes, from: index) else {
            return nil
        }
        index = skipSpace(bytes, from: end)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
        index = skipSpace(bytes, from: index + 1)
        return end - 1
    }

    private static func endOfScalar(_ bytes: Span<UInt8>, from start: Int, _ longest: inout LongestString) -> Int? {
        switch bytes[start] {
        case UInt8(ascii: "\""): longest.end(bytes, from: start)
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

    /// The index after the string whose opening quote is at `start` (RFC 8259 §7).
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
                    guard hexadecimal(bytes, from: index + 2) != nil else { return nil }
                    index += 6
                default: return nil
                }
            } while index < bytes.count && bytes[index] == UInt8(ascii: "\\")
        }
    }

    /// The value of four hexadecimal digits; `nil` if they are not.
    static func hexadecimal(_ bytes: Span<UInt8>, from start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for index in start..<start + 4 {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    /// The index after the number at `start` (RFC 8259 §6): no leading zeros, no bare point, no plus.
    private static func endOfNumber(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leading = index
        guard skipDigits(bytes, &index) else { return nil }
        guard bytes[leading] != UInt8(ascii: "0") || index == leading + 1 else { return nil }
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

    private static func skipDigits(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index > start
    }
}

/// The longest string of a text, so far: a description's, which is not gone over again in each object around it.
public struct LongestString {
    private var range = 0..<0

    public init() {}

    /// The index after the string whose opening quote is at `start` of the text; `nil` if there is none.
    mutating func end(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        if start == range.lowerBound, !range.isEmpty { return range.upperBound }
        guard let end = JSONScanner.endOfString(bytes, from: start) else { return nil }
        if end - start > range.count { range = start..<end }
        return end
    }
}

/// Which brackets are open, a bit each: an object is 1, an array is 0.
private struct Nesting {
    private var bits: UInt64 = 0
    private var depth = 0
    /// The bits of the outer levels, 64 a word, once there are more than 64.
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
