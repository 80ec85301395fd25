/// A search for a text in bytes.
///
/// It scans for the rarest byte of the text, eight bytes at a time, and compares the others only at its occurrences.
public struct TextSearch: Hashable, Sendable {
    /// The bytes that are frequent in signaling, in descending order.
    private static let frequent = Array(" 0a1e:trc2d=ni3\\o/54p9um6s8f7-\",.+lg".utf8)

    private let bytes: [UInt8]
    /// The bits that are set in a byte before it is compared: 0x20 for a letter whose case is ignored, otherwise 0.
    private let folds: [UInt8]
    /// The index of the rarest byte of the text.
    private let anchor: Int

    /// Makes a search for `text`, `ignoringCase` of ASCII letters.
    public init(_ text: String, ignoringCase: Bool) {
        let utf8 = Array(text.utf8)
        folds = utf8.map { byte in
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            return ignoringCase && isLetter ? 0x20 : 0
        }
        bytes = zip(utf8, folds).map { $0 | $1 }
        let ranks = bytes.map { Self.frequent.firstIndex(of: $0 | 0x20) ?? Self.frequent.count }
        anchor = ranks.indices.max { ranks[$0] < ranks[$1] } ?? 0
    }

    /// The length of the text in bytes.
    public var count: Int { bytes.count }

    /// Whether the text occurs in `text`.
    public func isFound(in text: String) -> Bool { first(in: text.utf8.span) != nil }

    /// Whether the text occurs in `bytes`.
    public func isFound(in bytes: [UInt8]) -> Bool { first(in: bytes.span) != nil }

    /// Returns the index of the first occurrence in `text` from `start` on; `nil` if there is none.
    public func first(in text: Span<UInt8>, from start: Int = 0) -> Int? {
        guard !bytes.isEmpty else { return start }
        let byte = bytes[anchor]
        let fold = UInt64(folds[anchor]) &* 0x0101_0101_0101_0101
        var index = start + anchor
        let end = text.count - (bytes.count - 1 - anchor)
        while index < end {
            index = ByteScan.first(in: text, from: index) { ByteScan.equal($0 | fold, byte) }
            guard index < end else { return nil }
            if stands(in: text, at: index - anchor) { return index - anchor }
            index += 1
        }
        return nil
    }

    private func stands(in text: Span<UInt8>, at start: Int) -> Bool {
        for offset in bytes.indices where text[start + offset] | folds[offset] != bytes[offset] { return false }
        return true
    }
}

/// A name in a filter, compared without regard to case, in which `*` stands for any number of characters.
public struct NamePattern: Hashable, Sendable {
    /// The text before the first `*`; the whole pattern if there is none.
    private let beginning: [UInt8]
    private let middle: [TextSearch]
    /// The text after the last `*`; `nil` if there is none.
    private let ending: [UInt8]?

    /// Makes a pattern of `text`, in which `*` is an ordinary character unless it `hasWildcards`.
    public init(_ text: String, hasWildcards: Bool) {
        let parts = hasWildcards ? text.lowercased().split(separator: "*", omittingEmptySubsequences: false) : []
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            (beginning, middle, ending) = (Array(text.lowercased().utf8), [], nil)
            return
        }
        beginning = Array(first.utf8)
        middle = parts.dropFirst().dropLast().filter { !$0.isEmpty }.map {
            TextSearch(String($0), ignoringCase: false)
        }
        ending = Array(last.utf8)
    }

    /// Whether `name` matches the pattern.
    public func matches(_ name: String) -> Bool {
        let name = name.lowercased()
        let bytes = name.utf8.span
        guard let ending else { return bytes.count == beginning.count && stands(beginning, in: bytes, at: 0) }
        let end = bytes.count - ending.count
        guard end >= beginning.count, stands(beginning, in: bytes, at: 0), stands(ending, in: bytes, at: end) else {
            return false
        }
        var index = beginning.count
        for part in middle {
            guard let place = part.first(in: bytes.extracting(..<end), from: index) else { return false }
            index = place + part.count
        }
        return true
    }

    private func stands(_ text: [UInt8], in bytes: Span<UInt8>, at index: Int) -> Bool {
        ByteScan.stands(text.span, bytes, at: index..<index + text.count)
    }
}
