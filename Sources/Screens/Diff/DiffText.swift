import Drawing
import SDP
import Sessions

/// Styles the lines of a comparison: random values are dimmed, and differences are emphasized.
enum DiffText {
    /// The maximum length of a line in bytes, and so the limit of horizontal scrolling.
    static let shownBytes = 4096

    /// Styles a line that differs from its counterpart.
    ///
    /// - Parameters:
    ///   - text: The line.
    ///   - other: Its counterpart in the other text; `nil` if there is none.
    ///   - role: The role of the part that differs.
    ///   - isDescription: Whether the line is part of a session description, whose random values are dimmed.
    ///   - showsSecrets: Whether secrets are shown.
    /// - Returns: The styled line.
    static func line(
        _ text: String, beside other: String?, _ role: Role, isDescription: Bool, showsSecrets: Bool
    ) -> TextLine {
        let own = shown(text, showsSecrets)
        let counterpart = other.map { shown($0, showsSecrets) }
        let random = isDescription ? VolatileFields.ranges(in: own[...]) : []
        let changed = counterpart.map { Self.changed(own, $0) } ?? own.startIndex..<own.endIndex
        var spans: [TextLine.Span] = []
        let edges = (random + [changed]).flatMap { [$0.lowerBound, $0.upperBound] } + [own.startIndex, own.endIndex]
        let boundaries = Set(edges).sorted()
        for (start, end) in zip(boundaries, boundaries.dropFirst()) {
            let isRandom = random.contains { $0.contains(start) }
            let style: Style =
                isRandom ? .chrome : changed.contains(start) ? Style(role, bold: counterpart != nil) : .plain
            spans.append(TextLine.Span(String(own[start..<end]), style))
        }
        return TextLine(spans.isEmpty ? [TextLine.Span("")] : spans)
    }

    /// Styles a line that both texts have.
    static func same(_ text: String, showsSecrets: Bool) -> TextLine {
        TextLine(text: shown(text, showsSecrets), style: .chrome)
    }

    private static func shown(_ text: String, _ showsSecrets: Bool) -> String {
        let isLong = text.utf8.count > shownBytes
        let beginning = isLong ? String(decoding: text.utf8.prefix(shownBytes), as: UTF8.self) + "…" : text
        return showsSecrets ? beginning : Secrets.masked(beginning)
    }

    /// Returns the range of `text` between the common prefix and the common suffix with `other`, extended to whole words.
    private static func changed(_ text: String, _ other: String) -> Range<String.Index> {
        var (start, end) = (text.startIndex, text.endIndex)
        var (head, tail) = (other.startIndex, other.endIndex)
        let (scalars, others) = (text.unicodeScalars, other.unicodeScalars)
        while start < end, head < tail, scalars[start] == others[head] {
            start = scalars.index(after: start)
            head = others.index(after: head)
        }
        while start < end, head < tail {
            let (last, match) = (scalars.index(before: end), others.index(before: tail))
            guard scalars[last] == others[match] else { break }
            (end, tail) = (last, match)
        }
        return extendedToWords(start..<end, in: text)
    }

    /// Extends `range` to whole words at both ends, as parts of words are hard to read.
    private static func extendedToWords(_ range: Range<String.Index>, in text: String) -> Range<String.Index> {
        guard !range.isEmpty else { return range }
        let utf8 = text.utf8
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > utf8.startIndex, isAlphanumeric(utf8[start]), isAlphanumeric(utf8[utf8.index(before: start)]) {
            start = utf8.index(before: start)
        }
        while end < utf8.endIndex, isAlphanumeric(utf8[end]), isAlphanumeric(utf8[utf8.index(before: end)]) {
            end = utf8.index(after: end)
        }
        return start..<end
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
