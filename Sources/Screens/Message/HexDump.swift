import Drawing
import Text

/// A hex dump: offsets, bytes and printable characters.
///
/// ```
/// 0000  7b 22 73 64 70 22 3a 22  76 3d 30 5c 72 5c 6e 6f  {"sdp":"v=0\r\no
/// ```
/// Each byte of a secret is shown as `··`.
public enum HexDump {
    /// The maximum number of bytes shown.
    public static let limit = 4096

    public static func lines(_ shown: ShownBytes, width: Int) -> [Paragraph] {
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
