/// Two texts line by line, each line with its like in the other: two descriptions, or any two.
public struct LineComparison: Hashable, Sendable {
    /// Lines that belong together: those of the session, of a section, or of a whole text.
    public struct Part: Hashable, Sendable {
        /// The section; nil for the lines of the session, and for those of texts that are no descriptions.
        public let section: SectionDifference?
        /// The lines, each with its like.
        public let pairs: [LinePair]
    }

    /// How many lines of a text are compared: those of a browser's description thirty times over, and few enough that
    /// a key that compares anew is not felt.
    public static let lineLimit = 2_500

    /// The session and its sections, in the order of ``SDPDifference/sections``; else one part.
    public let parts: [Part]
    /// How the sections differ; `nil` if the texts are no descriptions.
    public let difference: SDPDifference?
    /// How many lines of the one text are compared.
    public let beforeLines: Int
    /// How many lines of the other.
    public let afterLines: Int
    /// Whether a text goes on behind what is compared.
    public let isCut: Bool

    /// Compares `before` with `after`.
    ///
    /// - Parameters:
    ///   - before: The one.
    ///   - after: The other.
    ///   - isSameSide: Whether one side made both; `nil` if the texts have to tell.
    ///   - ignoringIDs: Whether lines are the same that differ in ``VolatileFields`` alone.
    public init(
        _ before: SessionDescription, _ after: SessionDescription, isSameSide: Bool? = nil, ignoringIDs: Bool = false
    ) {
        let (old, new) = (Self.beginning(before), Self.beginning(after))
        let limit = SessionDescription.mediaLimit
        // One more than is compared, so that a cut is seen.
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

    /// Compares lines with lines, in their order.
    public init(_ before: [String], _ after: [String]) {
        let (old, new) = (Array(before.prefix(Self.lineLimit)), Array(after.prefix(Self.lineLimit)))
        var work = LineHunk.workLimit
        parts = [Part(section: nil, pairs: LinePair.pairs(old, new, work: &work))]
        difference = nil
        (beforeLines, afterLines) = (old.count, new.count)
        isCut = old.count < before.count || new.count < after.count
    }

    /// As much of a description as is compared.
    private static func beginning(_ description: SessionDescription) -> SessionDescription {
        var (lines, bytes, last) = (0, 0, UInt8(0))
        for byte in description.text.utf8 {
            // CR LF ends one line.
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
