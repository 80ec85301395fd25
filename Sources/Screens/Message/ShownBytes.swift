import Drawing
import Redaction
import Sessions
import Text

/// A payload, or a text in it, prepared for display: truncated, and with its secrets masked.
struct ShownBytes {
    /// The maximum number of bytes shown; more cannot be laid out within a frame.
    static let limit = 32 * 1024

    /// The maximum number of lines shown; a payload of nothing but line breaks would have one for each byte.
    static let lineLimit = 2048

    let bytes: [UInt8]
    /// The ranges of ``bytes`` that are masked, in order.
    let hidden: [Range<Int>]
    /// The number of bytes before truncation.
    private let count: Int

    /// Prepares the first `limit` of `bytes`.
    init(_ bytes: some Collection<UInt8>, limit: Int = limit, showsSecrets: Bool) {
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
    func lines(numbered: Bool) -> [Paragraph] {
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

/// A JSON text with one line for each value, which keeps the order of members and the spelling of values.
enum PrettyJSON {
    /// The maximum number of levels of indentation; deeper levels are not indented further.
    static let indentLimit = 16

    static func lines(_ shown: ShownBytes) -> [Paragraph] {
        let tokens = Array(JSONTokens(shown.bytes))
        var paragraphs: [Paragraph] = []
        var spans: [TextLine.Span] = []
        var depth = 0
        // The end of a secret that spans several tokens.
        var hiddenEnd = 0
        func endLine() {
            let lead = TextLine(text: String(repeating: "  ", count: min(max(0, depth), indentLimit)))
            if !spans.isEmpty { paragraphs.append(Paragraph(TextLine(spans), behind: lead, atSpaces: false)) }
            spans = []
        }
        for (index, token) in tokens.enumerated() {
            guard paragraphs.count <= ShownBytes.lineLimit else { break }
            guard token.range.lowerBound >= hiddenEnd else { continue }
            if let secret = shown.hidden(from: token.range.lowerBound), secret.lowerBound == token.range.lowerBound {
                spans.append(TextLine.Span(Secrets.mask, .chrome))
                hiddenEnd = secret.upperBound
                continue
            }
            let next = index + 1 < tokens.count ? tokens[index + 1].kind : nil
            switch token.kind {
            case .open:
                spans += shown.spans(token.range, .chrome)
                guard next != .close else { continue }
                endLine()
                depth += 1
            case .close:
                if index == 0 || tokens[index - 1].kind != .open {
                    endLine()
                    depth -= 1
                }
                spans += shown.spans(token.range, .chrome)
            case .comma:
                spans += shown.spans(token.range, .chrome)
                endLine()
            case .colon: spans.append(TextLine.Span(": ", .chrome))
            case .string: spans += shown.spans(token.range, next == .colon ? .key : .plain)
            case .word: spans += shown.spans(token.range, Style(.information))
            }
        }
        endLine()
        return shown.bounded(paragraphs)
    }
}

/// A hex dump: offsets, bytes and printable characters.
///
/// ```
/// 0000  7b 22 73 64 70 22 3a 22  76 3d 30 5c 72 5c 6e 6f  {"sdp":"v=0\r\no
/// ```
/// Each byte of a secret is shown as `··`.
enum HexDump {
    /// The maximum number of bytes shown.
    static let limit = 4096

    static func lines(_ shown: ShownBytes, width: Int) -> [Paragraph] {
        let offsetDigits = max(4, String(max(0, shown.bytes.count - 1), radix: 16).count)
        let perLine = bytesPerLine(width - offsetDigits)
        return stride(from: 0, to: shown.bytes.count, by: perLine).map { start in
            let range = start..<min(shown.bytes.count, start + perLine)
            let offset = Printable.padded(String(start, radix: 16), offsetDigits, .right, with: "0")
            return line(shown, range: range, offset: offset, perLine: perLine)
        } + shown.truncationNote
    }

    /// Returns 16, or a smaller multiple of 4 that fits: a byte takes three columns of digits and one character.
    private static func bytesPerLine(_ width: Int) -> Int {
        let fitting = (width - 4) / 4
        return fitting >= 16 ? 16 : fitting >= 4 ? fitting / 4 * 4 : max(1, fitting)
    }

    private static func line(_ shown: ShownBytes, range: Range<Int>, offset: String, perLine: Int) -> Paragraph {
        var digits = ""
        var characters = ""
        for index in range {
            let isHidden = shown.hidden(from: index)?.contains(index) == true
            let byte = shown.bytes[index]
            // The gap after 8 bytes is wider.
            digits += index == range.lowerBound ? "" : index - range.lowerBound == 8 ? "  " : " "
            digits += isHidden ? "··" : Printable.padded(String(byte, radix: 16), 2, .right, with: "0")
            let isPrintable = (0x20..<0x7F).contains(byte) && !isHidden
            characters.unicodeScalars.append(isPrintable ? Unicode.Scalar(byte) : "·")
        }
        let columns = perLine * 3 - 1 + (perLine > 8 ? 1 : 0)
        let body = TextLine([
            TextLine.Span(Printable.padded(digits, columns) + "  "), TextLine.Span(characters, Style(.information)),
        ])
        return Paragraph(body, behind: TextLine(text: offset + "  ", style: .chrome), atSpaces: false)
    }
}
