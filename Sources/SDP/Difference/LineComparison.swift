/// A line-by-line comparison of two descriptions or of any two texts.
public struct LineComparison: Hashable, Sendable {
    /// Lines that are compared with each other: those of the session, of a section or of a whole text.
    public struct Part: Hashable, Sendable {
        /// The section; `nil` for the lines of the session and for other texts.
        public let section: SectionDifference?
        /// The lines of both texts in pairs.
        public let pairs: [LinePair]
    }

    /// The largest number of lines of a text that are compared: thirty times those of a browser's description, and few
    /// enough to compare them again at each key.
    public static let lineLimit = 2_500

    /// The session and its sections, in the order of ``SDPDifference/sections``; a single part for other texts.
    public let parts: [Part]
    /// The differences between the sections; `nil` if the texts are not descriptions.
    public let difference: SDPDifference?
    /// The number of lines of the earlier text that are compared.
    public let beforeLines: Int
    /// The number of lines of the later text that are compared.
    public let afterLines: Int
    /// Whether a text has more lines than are compared.
    public let isCut: Bool

    /// Compares `before` with `after`.
    ///
    /// - Parameters:
    ///   - before: The earlier description.
    ///   - after: The later description.
    ///   - isSameSide: Whether both are from the same side; `nil` to infer it from the descriptions.
    ///   - ignoringIDs: Whether lines that differ only in ``VolatileFields`` are the same.
    public init(
        _ before: SessionDescription, _ after: SessionDescription, isSameSide: Bool? = nil, ignoringIDs: Bool = false
    ) {
        let (old, new) = (Self.beginning(before), Self.beginning(after))
        let limit = SessionDescription.mediaLimit
        // One section more than is compared, to detect a cut.
        let oldLevels = DescriptionLines.levels(old.text, limit: limit + 1)
        let newLevels = DescriptionLines.levels(new.text, limit: limit + 1)
        let difference = SDPDifference(old, new, isSameSide: isSameSide, hasHunks: false)
        func pairs(_ one: Int?, _ other: Int?) -> [LinePair] {
            LinePair.pairs(
                one.map { oldLevels[$0] } ?? [], other.map { newLevels[$0] } ?? [], ignoringIDs: ignoringIDs)
        }
        self.difference = difference
        parts =
            [Part(section: nil, pairs: pairs(0, 0))]
            + difference.sections.map { section in
                Part(
                    section: section,
                    pairs: pairs(section.before.map { $0.index + 1 }, section.after.map { $0.index + 1 }))
            }
        beforeLines = oldLevels.prefix(limit + 1).reduce(0) { $0 + $1.count }
        afterLines = newLevels.prefix(limit + 1).reduce(0) { $0 + $1.count }
        isCut =
            old.text.utf8.count < before.text.utf8.count || new.text.utf8.count < after.text.utf8.count
            || oldLevels.count > limit + 1 || newLevels.count > limit + 1
    }

    /// Compares the lines of two texts in order.
    public init(_ before: [String], _ after: [String]) {
        let (old, new) = (Array(before.prefix(Self.lineLimit)), Array(after.prefix(Self.lineLimit)))
        var work = LineHunk.workLimit
        parts = [Part(section: nil, pairs: LinePair.pairs(old, new, work: &work))]
        difference = nil
        (beforeLines, afterLines) = (old.count, new.count)
        isCut = old.count < before.count || new.count < after.count
    }

    /// The part of a description that is compared.
    private static func beginning(_ description: SessionDescription) -> SessionDescription {
        var (lines, bytes, last) = (0, 0, UInt8(0))
        for byte in description.text.utf8 {
            // CR LF is a single line ending.
            let isSecond = byte == UInt8(ascii: "\n") && last == UInt8(ascii: "\r")
            if lines == lineLimit, !isSecond { break }
            if !isSecond, byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { lines += 1 }
            last = byte
            bytes += 1
        }
        guard bytes < description.text.utf8.count else { return description }
        return SessionDescription(String(Substring(description.text.utf8.prefix(bytes)))) ?? description
    }
}
