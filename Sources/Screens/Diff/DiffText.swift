import Drawing
import SDP
import Sessions

/// A line of a comparison in its looks: what was drawn by lot is dim, and what differs from its like stands out.
enum DiffText {
    /// How much of a line is looked at, in bytes: as far as one scrolls to the side.
    static let shownBytes = 4096

    /// `text` beside `other`, its like in the other text.
    ///
    /// - Parameters:
    ///   - text: The line.
    ///   - other: The line it is compared with; `nil` if there is none.
    ///   - role: How looks what the other line does not have.
    ///   - isDescription: Whether the line is one of a description.
    ///   - showsSecrets: Whether secrets are shown.
    /// - Returns: The line in pieces.
    static func line(
        _ text: String, beside other: String?, _ role: Role, isDescription: Bool, showsSecrets: Bool
    ) -> TextLine {
        let own = shown(text, showsSecrets)
        let like = other.map { shown($0, showsSecrets) }
        let random = isDescription ? VolatileFields.ranges(in: own[...]) : []
        let changed = like.map { Self.changed(own, $0) } ?? own.startIndex..<own.endIndex
        var spans: [TextLine.Span] = []
        let edges = (random + [changed]).flatMap { [$0.lowerBound, $0.upperBound] } + [own.startIndex, own.endIndex]
        let places = Set(edges).sorted()
        for (start, end) in zip(places, places.dropFirst()) {
            let isRandom = random.contains { $0.contains(start) }
            let style: Style = isRandom ? .chrome : changed.contains(start) ? Style(role, bold: like != nil) : .plain
            spans.append(TextLine.Span(String(own[start..<end]), style))
        }
        return TextLine(spans.isEmpty ? [TextLine.Span("")] : spans)
    }

    /// A line that is the same in both.
    static func same(_ text: String, showsSecrets: Bool) -> TextLine {
        TextLine(text: shown(text, showsSecrets), style: .chrome)
    }

    private static func shown(_ text: String, _ showsSecrets: Bool) -> String {
        let isLong = text.utf8.count > shownBytes
        let beginning = isLong ? String(decoding: text.utf8.prefix(shownBytes), as: UTF8.self) + "…" : text
        return showsSecrets ? beginning : Secrets.masked(beginning)
    }

    /// What `text` does not have in common with `other` at its beginning and its end.
    private static func changed(_ text: String, _ other: String) -> Range<String.Index> {
        var (start, end) = (text.startIndex, text.endIndex)
        var (head, tail) = (other.startIndex, other.endIndex)
        let (own, like) = (text.unicodeScalars, other.unicodeScalars)
        while start < end, head < tail, own[start] == like[head] {
            start = own.index(after: start)
            head = like.index(after: head)
        }
        while start < end, head < tail {
            let (last, match) = (own.index(before: end), like.index(before: tail))
            guard own[last] == like[match] else { break }
            (end, tail) = (last, match)
        }
        return words(start..<end, in: text)
    }

    /// `range` with the rest of the words at its ends: half of a word says less than all of it.
    private static func words(_ range: Range<String.Index>, in text: String) -> Range<String.Index> {
        guard !range.isEmpty else { return range }
        let utf8 = text.utf8
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > utf8.startIndex, isLetter(utf8[start]), isLetter(utf8[utf8.index(before: start)]) {
            start = utf8.index(before: start)
        }
        while end < utf8.endIndex, isLetter(utf8[end]), isLetter(utf8[utf8.index(before: end)]) {
            end = utf8.index(after: end)
        }
        return start..<end
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
