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
    /// The longest section and the longest session in bytes that are cached. Longer ones would displace many others.
    private static let longest = (text: 16_384, session: 1024)

    private final class Known: Sendable {
        let text: [UInt8]
        let session: [UInt8]
        let section: ReadSection

        init(_ text: [UInt8], _ session: [UInt8], _ section: ReadSection) {
            (self.text, self.session, self.section) = (text, session, section)
        }

        /// The estimated size in bytes. The parsed strings of a section are shorter than its text.
        var size: Int { MSectionCache.overhead + 2 * text.count + session.count }
    }

    private let limit: Int
    private var known: [UInt64: Known] = [:]
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

    /// Returns the section with the given text, which is at `index` of a description with `session`. It is parsed and
    /// cached unless it is in the cache.
    mutating func section(_ text: Span<UInt8>, at index: Int, in session: SessionTerms) -> ReadSection {
        guard limit > 0, text.count <= Self.longest.text, session.spelled.count <= Self.longest.session else {
            return ReadSection(text, in: session)
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
        let section = ReadSection(text, in: session)
        let new = Known(text.withUnsafeBufferPointer { Array($0) }, session.spelled, section)
        if bytes + new.size > limit {
            known = [:]
            bytes = 0
        }
        guard new.size <= limit else { return section }
        bytes += new.size - (known.updateValue(new, forKey: key)?.size ?? 0)
        return section
    }
}
