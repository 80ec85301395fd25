import Signaling

/// A line of text in a pane, and how it looks.
struct TextLine: Hashable {
    let text: String
    var style = Style.plain

    /// `lines` in words, in pieces that fit the width.
    static func folded(_ lines: [TextLine], width: Int) -> [TextLine] {
        lines.flatMap { line in
            fold(line.text[...], width: width, atSpaces: true).map { TextLine(text: $0, style: line.style) }
        }
    }

    /// `text` in pieces that fit the width, the first behind `sign` and the others as far in.
    static func hanging(_ sign: String, _ text: String, _ style: Style, width: Int) -> [TextLine] {
        let indent = Measure.width(sign) + 1
        return fold(text[...], width: max(1, width - indent), atSpaces: true).enumerated().map { index, piece in
            let start = index == 0 ? sign + " " : String(repeating: " ", count: indent)
            return TextLine(text: start + piece, style: style)
        }
    }

    /// `line` in pieces that fit the width, cut behind the last space where that is wanted and there is one.
    static func fold(_ line: Substring, width: Int, atSpaces: Bool = false) -> [String] {
        var pieces: [String] = []
        var piece: [Unicode.Scalar] = []
        var used = 0
        for scalar in line.unicodeScalars {
            let columns = Printable.glyph(scalar)?.width ?? 0
            if used + columns > width {
                let space = atSpaces ? piece.lastIndex(of: " ") : nil
                let end = space.map { $0 + 1 } ?? piece.count
                pieces.append(String(String.UnicodeScalarView(piece[..<end])))
                piece.removeFirst(end)
                used = piece.reduce(0) { $0 + (Printable.glyph($1)?.width ?? 0) }
            }
            piece.append(scalar)
            used += columns
        }
        return pieces + [String(String.UnicodeScalarView(piece))]
    }
}
