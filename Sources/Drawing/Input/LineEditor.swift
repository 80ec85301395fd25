/// A line of input that is being edited.
public struct LineEditor: Hashable, Sendable {
    /// The maximum length in scalars; longer than any legible filter.
    public static let limit = 1000

    public private(set) var scalars: [Unicode.Scalar] = []
    /// The index of the scalar after the cursor; the number of scalars if the cursor is at the end.
    public private(set) var cursor = 0

    public init(_ text: String = "") {
        insert(text)
    }

    public var text: String { String(String.UnicodeScalarView(scalars)) }
    public var isEmpty: Bool { scalars.isEmpty }

    /// Inserts `text` at the cursor and moves the cursor behind it; text beyond ``limit`` is discarded.
    public mutating func insert(_ text: String) {
        let added = text.unicodeScalars.prefix(max(0, Self.limit - scalars.count))
        scalars.insert(contentsOf: added, at: cursor)
        cursor += added.count
    }

    /// Replaces `range`, in scalars, with `text` and moves the cursor behind it.
    public mutating func replace(_ range: Range<Int>, with text: String) {
        let range = range.clamped(to: 0..<scalars.count)
        scalars.removeSubrange(range)
        cursor = range.lowerBound
        insert(text)
    }

    /// Performs the editing function of `key`.
    ///
    /// - Returns: Whether the key has one.
    public mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): insert(String(scalar))
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(scalars.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .backspace: replace(cursor - 1..<cursor, with: "")
        case .delete, .control("d"): replace(cursor..<cursor + 1, with: "")
        case .control("u"): replace(0..<cursor, with: "")
        case .control("k"): replace(cursor..<scalars.count, with: "")
        case .control("w"): replace(wordStart..<cursor, with: "")
        default: return false
        }
        return true
    }

    /// The index at which the word before the cursor begins.
    private var wordStart: Int {
        let end = scalars[..<cursor].lastIndex { $0 != " " } ?? 0
        return scalars[..<end].lastIndex(of: " ").map { $0 + 1 } ?? 0
    }
}
