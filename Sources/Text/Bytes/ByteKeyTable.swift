/// A hash table from spellings to meanings that is searched by bytes, without making a string of them.
public struct ByteKeyTable<Meaning: Sendable>: Sendable {
    /// A spelling with its meaning.
    public struct Entry: Sendable {
        public let meaning: Meaning
        /// The index of the spelling among those of its meaning.
        public let rank: UInt8
        /// The offset of the spelling in ``ByteKeyTable/text``.
        @usableFromInline let start: Int
        @usableFromInline let count: Int
    }

    /// All spellings, concatenated.
    @usableFromInline var text: [UInt8] = []
    /// The entries by hash, with linear probing.
    ///
    /// The number of slots is a power of two; at most a quarter of them is taken.
    @usableFromInline var slots: [Entry?]
    @usableFromInline var longest = 0

    /// Makes a table of `spellings`.
    ///
    /// An empty spelling takes up a rank and is not found.
    public init(_ spellings: [(Meaning, [String])]) {
        var size = 4
        while size < 4 * spellings.reduce(0, { $0 + $1.1.count }) { size *= 2 }
        slots = Array(repeating: nil, count: size)
        for (meaning, names) in spellings {
            for (rank, name) in names.enumerated() where !name.isEmpty {
                let bytes = Array(name.utf8)
                var slot = Self.hash(bytes.span) & (size - 1)
                while slots[slot] != nil { slot = (slot + 1) & (size - 1) }
                slots[slot] = Entry(meaning: meaning, rank: UInt8(rank), start: text.count, count: bytes.count)
                text += bytes
                longest = max(longest, bytes.count)
            }
        }
    }

    @inlinable
    public subscript(bytes: Span<UInt8>) -> Entry? {
        guard bytes.count <= longest else { return nil }
        var slot = Self.hash(bytes) & (slots.count - 1)
        while let entry = slots[slot] {
            if entry.count == bytes.count, isSpelled(entry, bytes) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    @inlinable
    func isSpelled(_ entry: Entry, _ bytes: Span<UInt8>) -> Bool {
        for index in 0..<entry.count where text[entry.start + index] != bytes[index] { return false }
        return true
    }

    /// FNV-1a in 32 bits, so that it is the same on all platforms.
    ///
    /// It needs no seed: peers do not choose the spellings.
    @inlinable
    static func hash(_ bytes: Span<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for index in 0..<bytes.count { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}
