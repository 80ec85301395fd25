/// The sections of descriptions that were read of late, found by their text.
///
/// Who negotiates anew says most sections as before: a conference of a hundred says ninety-nine again when somebody
/// joins, and only the session's version grows where a sender is swapped. To find a section costs a tenth of reading it.
public struct KnownSections: Sendable {
    /// How much text is kept at the most, in bytes.
    ///
    /// The sections of some hundred peers; what they say takes as much again.
    static let textLimit = 2 * 1024 * 1024

    private struct Known {
        let text: [UInt8]
        let session: SessionTerms
        let section: ReadSection
    }

    private let limit: Int
    private var known: [UInt64: Known] = [:]
    /// How much text is kept, in bytes.
    private(set) var bytes = 0

    /// None are known yet.
    public init() {
        self.init(limit: Self.textLimit)
    }

    /// Keeps so many bytes of text; with 0 it keeps nothing, for a description that is read by itself.
    init(limit: Int) {
        self.limit = limit
    }

    /// What the section in `text` says that belongs to `session`: found, or read and kept.
    mutating func section(_ text: Span<UInt8>, in session: SessionTerms) -> ReadSection {
        // A section is a few kilobytes: what is much longer would take the place of many.
        guard text.count <= limit / 64 else { return ReadSection(text, in: session) }
        var digest = Digest()
        digest.add(text, 0, text.count)
        let key = digest.value
        if let found = known[key], found.session == session, ByteScan.areEqual(found.text.span, text) {
            return found.section
        }
        let section = ReadSection(text, in: session)
        if bytes + text.count > limit {
            known.removeAll(keepingCapacity: true)
            bytes = 0
        }
        let copy = text.withUnsafeBufferPointer { Array($0) }
        let old = known.updateValue(Known(text: copy, session: session, section: section), forKey: key)
        bytes += text.count - (old?.text.count ?? 0)
        return section
    }
}
