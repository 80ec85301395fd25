import Text

/// Formats text and numbers for SVG.
enum Markup {
    /// Returns `text` made printable, truncated to `limit` scalars, with markup characters escaped (XML 1.0 §2.4).
    static func escaped(_ text: String, limit: Int = .max) -> String {
        let printable = Printable.line(text).unicodeScalars
        var escaped = ""
        for scalar in printable.prefix(limit) { escaped += entity(scalar) ?? String(scalar) }
        return escaped + (printable.count > limit ? "…" : "")
    }

    private static func entity(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        default: nil
        }
    }

    /// Returns a length rounded to two decimals: `8.4`, `12`.
    static func length(_ length: Double) -> String {
        let hundredths = Int((length * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
