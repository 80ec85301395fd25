import Text

/// A cache of parsed sections by their text.
///
/// A renegotiation repeats most sections: in a conference of a hundred, ninety-nine are the same when a peer joins, and
/// replacing a sender changes only the session's version. A lookup takes a third of the time that parsing takes.
public struct MSectionCache: Sendable {
    /// The default capacity in bytes, enough for the sections of some hundred peers.
    static let limit = 4 * 1024 * 1024
    /// The estimated size in bytes of a cached section besides its text: its slot in a dictionary at half load, and the
    /// headers of its arrays.
    private static let overhead = 512
    /// The longest section and the longest session in bytes that are cached.
    ///
    /// Longer ones would displace many others.
    private static let longest = (text: 16_384, session: 1024)

    private final class Entry: Sendable {
        let text: [UInt8]
        let session: [UInt8]
        let section: ParsedSection

        init(_ text: [UInt8], _ session: [UInt8], _ section: ParsedSection) {
            (self.text, self.session, self.section) = (text, session, section)
        }

        /// The estimated size in bytes.
        ///
        /// The parsed strings of a section are shorter than its text.
        var size: Int { MSectionCache.overhead + 2 * text.count + session.count }
    }

    private let limit: Int
    private var known: [UInt64: Entry] = [:]
    /// The estimated size of all cached sections in bytes.
    private(set) var bytes = 0
    /// The number of cached sections.
    var count: Int { known.count }

    /// Makes an empty cache with the default capacity.
    public init() {
        self.init(limit: Self.limit)
    }

    /// Makes an empty cache with a capacity of `limit` bytes; 0 for no caching.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Returns the section with the given text, which is at `index` of a description with `session`.
    ///
    /// It is parsed and cached unless it is in the cache.
    mutating func section(_ text: Span<UInt8>, at index: Int, in session: SessionAttributes) -> ParsedSection {
        guard limit > 0, text.count <= Self.longest.text, session.spelled.count <= Self.longest.session else {
            return ParsedSection(text, in: session)
        }
        var digest = Digest()
        // A sample is enough, as the whole text is compared with the one that is found.
        digest.addSample(text)
        // The sections of a bundle may differ only in their mid, which the sample may miss.
        digest.add(UInt64(index))
        let key = digest.value
        if let found = known[key] {
            let known = found.text
            if ByteScan.areEqual(known.span, text), found.session == session.spelled { return found.section }
        }
        let section = ParsedSection(text, in: session)
        let new = Entry(text.withUnsafeBufferPointer { Array($0) }, session.spelled, section)
        if bytes + new.size > limit {
            known = [:]
            bytes = 0
        }
        guard new.size <= limit else { return section }
        bytes += new.size - (known.updateValue(new, forKey: key)?.size ?? 0)
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

    /// Adds a sample of `text`: both ends and every fourth word, so that texts which differ in a line rarely collide.
    mutating func addSample(_ text: borrowing Span<UInt8>) {
        let raw = text.bytes
        add(text, 0, min(32, text.count))
        var index = 56
        while index + 8 <= text.count {
            add(UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 32
        }
        add(text, max(0, text.count - 32), text.count)
        add(UInt64(text.count))
    }

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
    }
}
