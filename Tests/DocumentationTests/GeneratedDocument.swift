import Foundation
import Testing

/// A document that is generated from tables of the program.
///
/// With `RECORD_DOCS=1`, as set by `make docs`, it is written; otherwise the file must have the generated text.
struct GeneratedDocument {
    /// The path from the package's folder.
    let path: String
    /// The generated text.
    let text: String

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func check() throws {
        let file = Self.root.appendingPathComponent(path)
        if ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let found = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard found != text else { return }
        let (old, new) = (found.components(separatedBy: "\n"), text.components(separatedBy: "\n"))
        let line = zip(old, new).prefix { $0 == $1 }.count
        Issue.record(
            """
            \(path) differs from the program in line \(line + 1); make docs writes it anew
            file:    \(line < old.count ? old[line] : "(ends)")
            program: \(line < new.count ? new[line] : "(ends)")
            """)
    }
}

/// The notation of Markdown that generated documents use.
enum MarkdownText {
    /// Returns code that can stand in a table, in which a bar is no border.
    static func code(_ text: String) -> String {
        let inner = text.replacingOccurrences(of: "|", with: "\\|")
        return text.contains("`") ? "`` \(inner) ``" : "`\(inner)`"
    }

    static func table(_ heads: [String], _ rows: [[String]]) -> String {
        ([heads, heads.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// Returns `text` in lines of at most 100 columns.
    static func folded(_ text: String, width: Int = 100) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = String(word)
            } else if lines[lines.count - 1].count + word.count + 1 <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
