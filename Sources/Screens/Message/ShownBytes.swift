import Drawing
import Sessions
import Text

/// The beginning of a payload, or of a text in it, as it may be shown: cut where it is too long, and without secrets.
public struct ShownBytes {
    /// How much of a payload is shown, in bytes: as much as one reads by eye, and a frame draws in time.
    public static let limit = 32 * 1024

    /// How many lines: those of a text of ordinary lines, and none is cheap.
    static let lineLimit = 2048

    let bytes: [UInt8]
    /// Where in ``bytes`` something is not shown, in order.
    let hidden: [Range<Int>]
    /// How many bytes there are in all.
    private let count: Int

    /// What is shown of `bytes`, `limit` of them at most.
    public init(_ bytes: some Collection<UInt8>, limit: Int = limit, showsSecrets: Bool) {
        self.bytes = Array(bytes.prefix(limit))
        count = bytes.count
        hidden = showsSecrets ? [] : Secrets.ranges(in: self.bytes)
    }

    /// The one of ``hidden`` that `index` is in, or the next behind it; `nil` if there is none.
    func hidden(from index: Int) -> Range<Int>? {
        let place = firstHidden(from: index)
        return place < hidden.count ? hidden[place] : nil
    }

    private func firstHidden(from index: Int) -> Int {
        var (low, high) = (0, hidden.count)
        while low < high {
            let middle = (low + high) / 2
            if hidden[middle].upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The text at `range`, a mask for each secret in it.
    func spans(_ range: Range<Int>, _ style: Style = .plain) -> [TextLine.Span] {
        var spans: [TextLine.Span] = []
        var start = range.lowerBound
        for secret in hidden[firstHidden(from: start)...] {
            guard secret.lowerBound < range.upperBound else { break }
            if start < secret.lowerBound { spans.append(span(start..<secret.lowerBound, style)) }
            spans.append(TextLine.Span(Secrets.mask, .chrome))
            start = min(secret.upperBound, range.upperBound)
        }
        return start < range.upperBound || spans.isEmpty ? spans + [span(start..<range.upperBound, style)] : spans
    }

    private func span(_ range: Range<Int>, _ style: Style) -> TextLine.Span {
        TextLine.Span(String(decoding: bytes[range], as: UTF8.self), style)
    }

    /// Says that not all of it is shown, if that is so.
    var cut: [Paragraph] {
        guard bytes.count < count else { return [] }
        let words = "… \(Format.grouped(bytes.count)) of \(Format.grouped(count)) bytes shown"
        return [Paragraph(TextLine(text: words, style: .chrome))]
    }

    /// The first ``lineLimit`` of `lines`, and that there are more, if that is so.
    func bounded(_ lines: [Paragraph]) -> [Paragraph] {
        guard lines.count > Self.lineLimit else { return lines + cut }
        let words = "… \(Format.grouped(Self.lineLimit)) lines of \(Format.grouped(count)) bytes shown"
        return lines.prefix(Self.lineLimit) + [Paragraph(words, .chrome)]
    }

    // MARK: As a text

    /// Its lines, numbered or not.
    public func lines(numbered: Bool) -> [Paragraph] {
        var ranges: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < bytes.count, ranges.count <= Self.lineLimit {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
            ranges.append(start..<index - 1)
            if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            start = index
        }
        if start < bytes.count && ranges.count <= Self.lineLimit || ranges.isEmpty {
            ranges.append(start..<bytes.count)
        }
        let digits = String(ranges.count).count
        let lines = ranges.enumerated().map { number, range in
            let label = Printable.padded(String(number + 1), digits, .right) + " "
            let lead = numbered ? TextLine(text: label, style: .chrome) : .blank
            return Paragraph(TextLine(spans(range)), behind: lead, atSpaces: false)
        }
        return bounded(lines)
    }
}
