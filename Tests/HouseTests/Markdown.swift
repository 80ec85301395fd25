/// The parts of a Markdown document that tests check.
struct Markdown {
    /// The lines outside of fenced blocks.
    private(set) var prose: [Substring] = []
    /// The lines of fenced blocks by the word after the fence, which may be empty.
    private(set) var blocks: [String: [[Substring]]] = [:]

    /// Reads `text`.
    init(_ text: String) {
        var block: (word: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let (word, lines) = block {
                    blocks[word, default: []].append(lines)
                    block = nil
                } else {
                    block = (String(line.dropFirst(3)), [])
                }
            } else if block != nil {
                block?.lines.append(line)
            } else {
                prose.append(line)
            }
        }
    }

    /// The cells of each row of a table, without the head and the line below it.
    var rows: [[String]] {
        let lines = prose.filter { $0.hasPrefix("|") }
        let marks = lines.indices.filter { lines[$0].hasPrefix("|--") }
        let heads = Set(marks + marks.map { $0 - 1 })
        return lines.indices.filter { !heads.contains($0) }.map { index in
            lines[index].split(separator: "|").map { $0.trimmed }
        }
    }

    /// The targets of the links.
    var links: [String] {
        prose.flatMap { line in
            line.ranges(of: "](").compactMap { range in
                let rest = line[range.upperBound...]
                return rest.firstIndex(of: ")").map { String(rest[..<$0]) }
            }
        }
    }

    /// The texts in back quotes in `text`.
    static func codes(in text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
            String($0.element)
        }
    }
}

extension Substring {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
