/// Finds the word that a misspelled word was probably meant to be.
public enum Nearest {
    /// The largest number of differing letters.
    private static let limit = 2
    /// The number of scalars of a word that are compared.
    private static let lengthLimit = 64

    /// Returns the word of `words` that is closest to `text`: one that begins with it, or else the one with the fewest
    /// letters changed; `nil` if none is close.
    public static func closestMatch(_ text: String, in words: [String]) -> String? {
        let text = Array(text.lowercased().unicodeScalars.prefix(lengthLimit))
        if text.count > 1, let longer = words.first(where: { $0.lowercased().unicodeScalars.starts(with: text) }) {
            return longer
        }
        var nearest: (word: String, distance: Int)?
        for word in words {
            let distance = distance(text, Array(word.lowercased().unicodeScalars.prefix(lengthLimit)))
            // In a short word every letter could be replaced.
            guard distance <= min(limit, text.count / 2), distance < nearest?.distance ?? .max else { continue }
            nearest = (word, distance)
        }
        return nearest?.word
    }

    /// Returns the Levenshtein distance in scalars.
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
