import Text

/// The sections of descriptions that were read of late, found by their text.
///
/// Who negotiates anew says most sections as before: a conference of a hundred says ninety-nine again when somebody
/// joins, and only the session's version grows where a sender is swapped. To find a section costs a third of reading it.
public struct MSectionCache: Sendable {
    /// How much is kept at the most, in bytes: the sections of some hundred peers.
    static let limit = 4 * 1024 * 1024
    /// What a section takes beside its text, what it says and its session, in bytes: its place in the dictionary, which
    /// is up to twice as large as what is in it, and the heads of its arrays, by their layout.
    private static let overhead = 512
    /// The longest text that is kept, and the longest session: what is longer would take the place of many.
    private static let longest = (text: 16_384, session: 1024)

    private final class Known: Sendable {
        let text: [UInt8]
        let session: [UInt8]
        let section: ReadSection

        init(_ text: [UInt8], _ session: [UInt8], _ section: ReadSection) {
            (self.text, self.session, self.section) = (text, session, section)
        }

        /// What a section says is less than its text.
        var size: Int { MSectionCache.overhead + 2 * text.count + session.count }
    }

    private let limit: Int
    private var known: [UInt64: Known] = [:]
    /// How much is kept, in bytes.
    private(set) var bytes = 0
    /// How many sections are kept.
    var count: Int { known.count }

    /// None are known yet.
    public init() {
        self.init(limit: Self.limit)
    }

    /// Keeps so many bytes; with 0 it keeps nothing, for a description that is read by itself.
    public init(limit: Int) {
        self.limit = limit
    }

    /// What the section in `text` says that belongs to `session`, the one at `index` of its description: found, or read
    /// and kept.
    mutating func section(_ text: Span<UInt8>, at index: Int, in session: SessionTerms) -> ReadSection {
        guard limit > 0, text.count <= Self.longest.text, session.spelled.count <= Self.longest.session else {
            return ReadSection(text, in: session)
        }
        var digest = Digest()
        // What is found is compared as a whole.
        digest.addSample(text)
        // Those of one bundle may differ in their mid alone, which the sample may miss.
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
