import Text

/// A cache of parse results by the text that was parsed, within a limit of memory.
struct TextCache<Value: Sendable>: Sendable {
    /// The estimated size in bytes of an entry besides its text and its value: its slot in a dictionary at half load, and the
    /// headers of its arrays.
    private var overhead: Int { 512 }

    private final class Entry: Sendable {
        let text: [UInt8]
        let context: [UInt8]
        let value: Value
        /// The estimated size in bytes.
        let size: Int

        init(_ text: [UInt8], _ context: [UInt8], _ value: Value, size: Int) {
            (self.text, self.context, self.value, self.size) = (text, context, value, size)
        }
    }

    private let limit: Int
    private var known: [UInt64: Entry] = [:]
    /// The estimated size of all cached values in bytes.
    private(set) var bytes = 0
    /// The number of cached values.
    var count: Int { known.count }

    /// Makes an empty cache with a capacity of `limit` bytes; 0 for no caching.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether nothing is ever cached.
    var isDisabled: Bool { limit == 0 }

    /// The key under which the value of `text` is cached.
    static func key(_ text: Span<UInt8>) -> UInt64 {
        var digest = Digest()
        digest.addAll(text)
        return digest.value
    }

    /// Returns the value of `text` in `context`, which were added with `key`; `nil` if there is none.
    func value(_ key: UInt64, _ text: Span<UInt8>, in context: [UInt8] = []) -> Value? {
        guard let found = known[key] else { return nil }
        let known = found.text
        return ByteScan.areEqual(known.span, text) && found.context == context ? found.value : nil
    }

    /// Adds the value of `text` in `context`, which takes `size` bytes; the cache is emptied first if it would exceed its limit.
    mutating func add(_ value: Value, size: Int, _ key: UInt64, _ text: Span<UInt8>, in context: [UInt8] = []) {
        let size = overhead + text.count + context.count + size
        if bytes + size > limit {
            known = [:]
            bytes = 0
        }
        guard size <= limit else { return }
        let entry = Entry(text.withUnsafeBufferPointer { Array($0) }, context, value, size: size)
        bytes += size - (known.updateValue(entry, forKey: key)?.size ?? 0)
    }
}
