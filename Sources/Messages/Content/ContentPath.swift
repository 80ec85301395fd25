/// The names that lead to a description or a candidate, from the outside in, in a line: `data.rtc-data{}`.
struct ContentPath: Hashable {
    /// The longest part of a name that is kept, in bytes.
    static let nameLimit = 32

    /// A step on the way in.
    enum Step: Hashable {
        /// A member; one client writes an offer and an answer under names that say so.
        case member(String, isOfferOrAnswer: Bool)
        /// An element of an array.
        case array
        /// A string that is JSON again.
        case string
        case base64
        /// A text in front of what follows.
        case heading
    }

    private(set) var steps: [Step] = []

    mutating func enter(_ step: Step) { steps.append(step) }

    /// The path in words, as ``Shape`` writes it.
    var text: String {
        let words = steps.map { step in
            switch step {
            case .member(_, isOfferOrAnswer: true): "offer|answer"
            case .member(let name, isOfferOrAnswer: false): name
            case .array: "[]"
            case .string: "\"\""
            case .base64: "=="
            case .heading: "…"
            }
        }
        return Self.text(words)
    }

    /// The path of `words`, names and marks, from the outside in; `raw` if there are none.
    static func text(_ words: [String]) -> String {
        var words = words
        guard let last = words.last else { return "raw" }
        // The innermost names of the two objects that browsers make.
        if words.count > 1, ["sdp", "candidate"].contains(last.lowercased()) { words[words.count - 1] = "{}" }
        return words.dropFirst().reduce(words[0]) { path, word in
            let isName = word.utf8.first.map { $0 >= 0x80 || isLetter($0) } == true
            return path + (isName ? "." : "") + word
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
