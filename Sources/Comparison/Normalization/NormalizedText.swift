import Redaction
import Sessions

/// Messages of applications without their random values.
///
/// Two runs of an application send the same messages with other ids, rooms and times. Random words are named
/// in the order in which they appear in the message, so that a message which repeats an id differs from one with two ids:
///
/// ```
/// {"type":"hi","id":"3f9c-77ab12","re":"3f9c-77ab12","to":"p2","time":1718000000.123}
/// {"type":"hi","id":"‹id 1›","re":"‹id 1›","to":"‹peer 2›","time":‹number›}
/// ```
/// The numbering begins anew in each message: one additional message must not rename what follows it.
enum NormalizedText {
    /// The number of bytes of a message that are read; default 2 KiB, more than messages other than descriptions have.
    static let byteLimit = 2048
    /// The number of scalars of a normalized text; default 200, as later differences are seldom seen.
    static let scalarLimit = 200
    /// The length in bytes from which a word with digits and letters is an id; shorter ones are names such as `h264`.
    private static let idLength = 8
    /// The length in bytes from which a number is a time, a random number or an address, and not a count.
    private static let numberLength = 5
    /// The length in bytes from which letters in mixed case can be an id, such as a base64 text without digits.
    private static let lettersLength = 16
    /// The number of changes from lower to upper case from which letters are an id; few names in camel case have so many.
    private static let caseChanges = 5

    /// Returns `text` without random values and secrets; words in `names` are replaced by their values, such as ids of peers
    /// by roles.
    static func text(_ text: String, names: [String: String]) -> String {
        let bytes = Array(text.utf8.prefix(byteLimit))
        var reader = Reader(names: names)
        var start = 0
        for secret in Secrets.ranges(in: bytes) {
            reader.read(bytes[start..<secret.lowerBound])
            reader.normalized += "‹secret›"
            start = secret.upperBound
        }
        reader.read(bytes[start...])
        return String(String.UnicodeScalarView(reader.normalized.unicodeScalars.prefix(scalarLimit)))
    }

    /// Replaces the words of a message.
    private struct Reader {
        let names: [String: String]
        var normalized = ""
        private var word = ""
        private var ids: [String: Int] = [:]

        init(names: [String: String]) { self.names = names }

        mutating func read(_ bytes: ArraySlice<UInt8>) {
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                if scalar.isASCII, isPartOfWord(UInt8(truncatingIfNeeded: scalar.value)) {
                    word.unicodeScalars.append(scalar)
                } else {
                    flush()
                    normalized.unicodeScalars.append(scalar)
                }
            }
            flush()
        }

        private mutating func flush() {
            guard !word.isEmpty else { return }
            defer { word = "" }
            if let name = names[word] {
                normalized += "‹\(name)›"
            } else if isNumber(word.utf8) {
                normalized += "‹number›"
            } else if isID(word.utf8) {
                let id = ids[word] ?? ids.count + 1
                ids[word] = id
                normalized += "‹id \(id)›"
            } else {
                normalized += word
            }
        }
    }

    /// Whether `byte` is a letter, a digit or a sign that ids consist of: those of base64, UUIDs and decimal fractions.
    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "="), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isNumber(_ word: String.UTF8View) -> Bool {
        word.count >= numberLength
            && word.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isID(_ word: String.UTF8View) -> Bool {
        let hasDigit = word.contains(where: isDigit)
        let hasLetter = word.contains { isLower($0) || isUpper($0) }
        if hasDigit { return hasLetter && word.count >= idLength }
        guard word.count >= lettersLength else { return false }
        return zip(word, word.dropFirst()).count { isLower($0) && isUpper($1) } >= caseChanges
    }
}
