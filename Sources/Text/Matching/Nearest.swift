/// Which of the words that there are somebody may have meant.
public enum Nearest {
    /// How many letters may be wrong.
    private static let limit = 2
    /// As long as a word may be to be compared, in scalars.
    private static let lengthLimit = 64

    /// The word of `words` nearest to `text`: one that begins with it, else one with few letters changed; `nil` if
    /// nothing is near.
    public static func of(_ text: String, in words: [String]) -> String? {
        let text = Array(text.lowercased().unicodeScalars.prefix(lengthLimit))
        if text.count > 1, let longer = words.first(where: { $0.lowercased().unicodeScalars.starts(with: text) }) {
            return longer
        }
        var nearest: (word: String, distance: Int)?
        for word in words {
            let distance = distance(text, Array(word.lowercased().unicodeScalars.prefix(lengthLimit)))
            // Of a short word nothing would be left that tells it from others.
            guard distance <= min(limit, text.count / 2), distance < nearest?.distance ?? .max else { continue }
            nearest = (word, distance)
        }
        return nearest?.word
    }

    /// How many scalars must be put in, left out or changed to make one the other (Levenshtein).
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var row = Array(0...other.count)
        for (index, scalar) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, candidate) in other.enumerated() {
                let changed = diagonal + (scalar == candidate ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
