@testable import Console

/// A screen as text and, below, how it looks: a letter for the role of each cell, in upper case under the cursor.
enum ScreenPicture {
    static func text(_ canvas: Canvas) -> String {
        canvas.text + "\n--- styles\n" + styles(canvas) + "\n"
    }

    private static func styles(_ canvas: Canvas) -> String {
        (0..<canvas.size.rows).map { row in
            var line = canvas.row(row).filter { $0.scalar != Cell.continuation }.map { letter($0.style) }
            while line.last == " " { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }

    private static func letter(_ style: Style) -> Character {
        let letter: Character =
            switch style.role {
            case .plain: style.isSelected ? "=" : style.isBold ? "b" : " "
            case .chrome: "."
            case .title: "t"
            case .key: "k"
            case .offer: "o"
            case .answer: "a"
            case .candidate: "c"
            case .fact: "f"
            case .operated: "p"
            case .warning: "w"
            case .error: "e"
            case .information: "i"
            case .good: "g"
            case .dimmed: "d"
            case .match: "m"
            case .valid: "v"
            case .invalid: "x"
            }
        return style.isSelected ? Character(letter.uppercased()) : letter
    }
}
