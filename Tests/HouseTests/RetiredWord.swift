import Testing

/// A word, or a phrase, that code and documents no longer use.
struct RetiredWord: CustomTestStringConvertible {
    /// The word as it was spelled.
    let word: String
    /// The word to use instead.
    let replacement: String
    /// The files that may use the word.
    let exceptions: Set<String>

    /// Whether the word is retired only in documents and comments, but not in code.
    let isProse: Bool

    init(
        _ word: String, use replacement: String, exceptIn exceptions: Set<String> = [],
        onlyInProse isProse: Bool = false
    ) {
        (self.word, self.replacement, self.exceptions) = (word, replacement, exceptions)
        self.isProse = isProse
    }

    var testDescription: String { word }

    /// Returns the numbers of the lines of `file` that use the word, counted from 1; none if the file may use it.
    ///
    /// Only whole words count: no letter, digit, underscore or hyphen may be next to the word.
    func lines(of file: SourceFile) -> [Int] {
        guard !exceptions.contains(file.path), file.text.contains(word) else { return [] }
        let isCode = isProse && file.name.hasSuffix(".swift")
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            isUsed(in: isCode ? Self.comment(in: line) : line) ? index + 1 : nil
        }
    }

    /// The comment at the end of a line of code; empty if there is none.
    private static func comment(in line: Substring) -> Substring {
        guard let slashes = line.firstRange(of: "//") else { return "" }
        return line[slashes.upperBound...]
    }

    private func isUsed(in line: Substring) -> Bool {
        line.ranges(of: word).contains { range in
            let neighbors = [line[..<range.lowerBound].last, line[range.upperBound...].first]
            return !neighbors.compactMap(\.self).contains(where: Self.isPart)
        }
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-"
    }
}
