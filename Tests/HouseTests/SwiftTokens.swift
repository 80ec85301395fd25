/// The tokens of Swift code without comments and without the text of string literals.
///
/// Interpolations in string literals count as code.
struct SwiftTokens {
    /// The tokens in order: identifiers and numbers whole, every other character by itself.
    private(set) var all: [String] = []

    private let bytes: [UInt8]
    private var index = 0

    /// The tokens of `text`.
    init(_ text: String) {
        bytes = Array(text.utf8)
        readCode(to: nil)
    }

    /// Reads code to the end, or behind the parenthesis that closes an interpolation.
    private mutating func readCode(to closing: UInt8?) {
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "/"), starts("//") {
                skipLine()
            } else if byte == UInt8(ascii: "/"), starts("/*") {
                skipComment()
            } else if let pounds = poundsOfString() {
                readString(pounds)
            } else if Self.isWord(byte) {
                readWord()
            } else {
                index += 1
                if let closing, byte == closing, depth == 0 { return }
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if byte > UInt8(ascii: " ") { all.append(String(UnicodeScalar(byte))) }
            }
        }
    }

    private mutating func readWord() {
        let start = index
        while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
        all.append(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func skipLine() {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                index += 2
            } else if starts("*/") {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0 && index < bytes.count
    }

    /// The number of `#` before the quotation mark, if a string literal begins here.
    private func poundsOfString() -> Int? {
        guard bytes[index] == UInt8(ascii: "#") || bytes[index] == UInt8(ascii: "\"") else { return nil }
        var next = index
        while next < bytes.count, bytes[next] == UInt8(ascii: "#") { next += 1 }
        return next < bytes.count && bytes[next] == UInt8(ascii: "\"") ? next - index : nil
    }

    private mutating func readString(_ pounds: Int) {
        index += pounds
        let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
        index += quotes.utf8.count
        let hashes = String(repeating: "#", count: pounds)
        let (end, escape) = (quotes + hashes, "\\" + hashes)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\""), starts(end) {
                index += end.utf8.count
                return
            }
            guard byte == UInt8(ascii: "\\"), starts(escape) else {
                index += 1
                continue
            }
            index += escape.utf8.count
            let isInterpolation = index < bytes.count && bytes[index] == UInt8(ascii: "(")
            index += 1
            if isInterpolation { readCode(to: UInt8(ascii: ")")) }
        }
    }

    private func starts(_ text: String) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
