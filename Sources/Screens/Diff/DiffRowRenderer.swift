import Drawing
import Redaction
import SDP
import Sessions

/// Draws the rows of a comparison, side by side or unified.
struct DiffRowRenderer {
    let isSideBySide: Bool
    let isDescription: Bool
    let showsSecrets: Bool
    /// The number of columns scrolled out of view on the left.
    let scrolledColumns: Int

    /// Draws a row of the comparison.
    ///
    /// - Parameters:
    ///   - row: The row to draw.
    ///   - marked: Whether it is the first row of the current hunk.
    ///   - line: The row of the canvas.
    ///   - columns: The width of the screen.
    ///   - canvas: The canvas to draw on.
    func draw(_ row: DiffRow, marked: Bool, line: Int, columns: Int, on canvas: inout Canvas) {
        let divider = Self.divider(columns)
        if isSideBySide { canvas.put("│", row: line, column: divider, .chrome) }
        let halves =
            [(0, isSideBySide ? divider : columns)] + (isSideBySide ? [(divider + 1, columns - divider - 1)] : [])
        for (index, (column, width)) in halves.enumerated() {
            draw(row, isLeft: index == 0, row: line, column: column, width: width, on: &canvas)
        }
        if marked { canvas.put("▸", row: line, column: 0, .key) }
    }

    /// Returns the column of the divider between the two sides.
    static func divider(_ columns: Int) -> Int { columns / 2 - 1 }

    private func draw(
        _ row: DiffRow, isLeft: Bool, row line: Int, column: Int, width: Int, on canvas: inout Canvas
    ) {
        let text: TextLine
        switch row {
        case .head(let before, let after):
            let name = isSideBySide ? (isLeft ? before : after) : Self.joined(before, after)
            canvas.put(
                name ?? "(none)", row: line, column: column + 1, width: width - 1, name == nil ? .chrome : .title)
            return
        case .hidden(let count):
            let note = "┄ \(Format.count(count, "identical line")) ┄"
            canvas.put(note, row: line, column: column + 3, width: width - 3, .chrome)
            return
        case .note(let note):
            if isLeft { canvas.put(note, row: line, column: column + 3, width: width - 3) }
            return
        case .line(let pair, let sides, _):
            guard let (sign, content) = content(pair, sides, isLeft: isLeft) else { return }
            canvas.put(sign, row: line, column: column + 1, Style(Self.role(sign)))
            text = content
        }
        // Truncated text on the left must not touch the divider.
        let textWidth = isSideBySide && isLeft ? width - 4 : width - 3
        canvas.put(text.dropping(scrolledColumns), row: line, column: column + 3, width: textWidth)
    }

    private static func role(_ sign: String) -> Role {
        switch sign {
        case "-": .error
        case "+": .good
        case "~": .warning
        default: .plain
        }
    }

    /// Returns the sign and the text of a line; `nil` if this side has no such line.
    private func content(_ pair: LinePair, _ sides: DiffRow.Sides, isLeft: Bool) -> (String, TextLine)? {
        let showsAfter = isSideBySide ? !isLeft : sides == .after
        if pair.isSame {
            let text = String((isSideBySide && isLeft ? pair.before : pair.after) ?? "")
            return (" ", DiffText.same(text, showsSecrets: showsSecrets))
        }
        guard let text = showsAfter ? pair.after : pair.before else { return nil }
        let other = showsAfter ? pair.before : pair.after
        let isChange = isSideBySide && other != nil
        let line = DiffText.line(
            String(text), beside: other.map(String.init), showsAfter ? .good : .error, isDescription: isDescription,
            showsSecrets: showsSecrets)
        return (isChange ? "~" : showsAfter ? "+" : "-", line)
    }

    /// Joins the heads of both sides: `m0 audio  mid 0`, `m2 video · new`.
    static func joined(_ before: String?, _ after: String?) -> String {
        switch (before, after) {
        case (let before?, let after?): before == after ? before : "\(before) → \(after)"
        case (let before?, nil): before + " · gone"
        case (nil, let after): (after ?? "") + " · new"
        }
    }
}

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
