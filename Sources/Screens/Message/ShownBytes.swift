import Drawing
import Sessions
import Text

/// A payload, or a text in it, prepared for display: truncated, and with its secrets masked.
public struct ShownBytes {
    /// The maximum number of bytes shown; more cannot be laid out within a frame.
    public static let limit = 32 * 1024

    /// The maximum number of lines shown; a payload of nothing but line breaks would have one for each byte.
    static let lineLimit = 2048

    let bytes: [UInt8]
    /// The ranges of ``bytes`` that are masked, in order.
    let hidden: [Range<Int>]
    /// The number of bytes before truncation.
    private let count: Int

    /// Prepares the first `limit` of `bytes`.
    public init(_ bytes: some Collection<UInt8>, limit: Int = limit, showsSecrets: Bool) {
        self.bytes = Array(bytes.prefix(limit))
        count = bytes.count
        hidden = showsSecrets ? [] : Secrets.ranges(in: self.bytes)
    }

    /// Returns the first range of ``hidden`` that ends after `index`; `nil` if there is none.
    func hidden(from index: Int) -> Range<Int>? {
        let position = firstHidden(from: index)
        return position < hidden.count ? hidden[position] : nil
    }

    private func firstHidden(from index: Int) -> Int { hidden.partitioningIndex { $0.upperBound > index } }

    /// Returns the text at `range`, with a mask in place of each secret.
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

    /// A note that the payload is truncated; empty if it is not.
    var truncationNote: [Paragraph] {
        guard bytes.count < count else { return [] }
        return [
            Paragraph("… \(Format.grouped(bytes.count)) of \(Format.grouped(count)) bytes shown", .chrome)
        ]
    }

    /// Truncates `lines` to ``lineLimit`` and appends a note if not everything is shown.
    func bounded(_ lines: [Paragraph]) -> [Paragraph] {
        guard lines.count > Self.lineLimit else { return lines + truncationNote }
        let note = "… \(Format.grouped(Self.lineLimit)) lines of \(Format.grouped(count)) bytes shown"
        return lines.prefix(Self.lineLimit) + [Paragraph(note, .chrome)]
    }

    // MARK: Text

    /// Returns the lines of the text, with line numbers if `numbered`.
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
