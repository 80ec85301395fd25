import Text

/// A cache of parsed sections by their text.
///
/// A renegotiation repeats most sections: in a conference of a hundred, ninety-nine are the same when a peer joins. A
/// lookup takes a third of the time that parsing takes.
struct MSectionCache: Sendable {
    /// The default capacity in bytes, enough for the sections of some hundred peers.
    static let limit = 4 * 1024 * 1024
    /// The longest section and the longest session in bytes that are cached.
    ///
    /// Longer ones would displace many others.
    private static let longest = (text: 16_384, session: 1024)

    private var cache: TextCache<ParsedSection>
    /// The estimated size of all cached sections in bytes.
    var bytes: Int { cache.bytes }
    /// The number of cached sections.
    var count: Int { cache.count }

    /// Makes an empty cache with a capacity of `limit` bytes; 0 for no caching.
    init(limit: Int = limit) {
        cache = TextCache(limit: limit)
    }

    /// Returns the section with the given text, in a description with `session`.
    ///
    /// It is parsed and cached unless it is in the cache.
    mutating func section(_ text: Span<UInt8>, in session: SessionAttributes) -> ParsedSection {
        guard !cache.isDisabled, text.count <= Self.longest.text, session.spelled.count <= Self.longest.session else {
            return ParsedSection(text, in: session)
        }
        let key = TextCache<ParsedSection>.key(text)
        if let known = cache.value(key, text, in: session.spelled) { return known }
        let section = ParsedSection(text, in: session)
        // The parsed strings are shorter than the text.
        cache.add(section, size: text.count, key, text, in: session.spelled)
        return section
    }
}

/// A fast hash of lines.
///
/// It does not resist attacks: a peer that constructs a collision only harms itself.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        let raw = bytes.bytes
        var index = start
        while index + 8 <= end {
            add(UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest: UInt64 = 0
        if index < end, end - start >= 8 {
            // The rest is hashed together with the bytes before it.
            rest = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: end - 8, as: UInt64.self))
            index = end
        }
        while index < end {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        add(rest)
        add(UInt64(end - start))
    }

    /// Adds all of a long `text`, four words at a time: the products of one word do not wait for those of another.
    mutating func addAll(_ text: borrowing Span<UInt8>) {
        let raw = text.bytes
        var (one, two, three, four) = (value, value &+ 1, value &+ 2, value &+ 3)
        var index = 0
        func mixed(_ lane: UInt64, _ offset: Int) -> UInt64 {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let product = (lane ^ word) &* Self.factor
            return product ^ product >> 32
        }
        while index + 32 <= text.count {
            (one, two) = (mixed(one, index), mixed(two, index + 8))
            (three, four) = (mixed(three, index + 16), mixed(four, index + 24))
            index += 32
        }
        add(one)
        add(two)
        add(three)
        add(four)
        add(text, index, text.count)
        add(UInt64(text.count))
    }

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* Self.factor
        value ^= value >> 32
    }
}
