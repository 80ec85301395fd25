/// The path of names to a description or a candidate, outermost first: `data.rtc-data{}`.
struct ContentPath: Hashable {
    /// The number of bytes of a name that are kept.
    static let nameLimit = 32

    /// A step of a path.
    enum Step: Hashable {
        /// A member.
        ///
        /// Its name may say that it is an offer or an answer, and then differs between the messages of one client.
        case member(String, isOfferOrAnswer: Bool)
        /// An element of an array.
        case array
        /// A string that contains JSON.
        case string
        case base64
        /// A heading before the rest of the text.
        case heading
    }

    private(set) var steps: [Step] = []

    mutating func enter(_ step: Step) { steps.append(step) }

    /// The path in the notation of ``EnvelopeFormat``.
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

    /// Returns the path with the given names and marks, outermost first; `raw` if there are none.
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
