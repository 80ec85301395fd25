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
