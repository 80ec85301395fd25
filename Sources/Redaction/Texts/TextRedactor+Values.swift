/// Redaction of values whose meaning is known from their place, and of lines that were derived from events.
extension TextRedactor {
    /// Returns the pseudonym of an ICE user name.
    mutating func redacted(userName: String) -> String {
        String(decoding: pseudonyms.pseudonym(.userName, of: Array(userName.utf8)), as: UTF8.self)
    }

    /// Returns a fingerprint with other digits, after the name of its hash function if it has one (RFC 8122 §5).
    mutating func redacted(fingerprint: String) -> String {
        let bytes = Array(fingerprint.utf8)
        let start = bytes.firstIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
        let digits = pseudonyms.pseudonym(.fingerprint, of: Array(bytes[start...]))
        return String(decoding: bytes[..<start] + digits, as: UTF8.self)
    }

    /// Returns the name of a peer or a room without secrets in it; its pseudonym if names are replaced.
    mutating func redacted(name: String) -> String {
        let made = names?.record(Array(name.utf8), &pseudonyms)
        return made.map { String(decoding: $0, as: UTF8.self) } ?? redacted(name)
    }

    /// Returns `text` with the pseudonyms of the user names in it, and of the names of peers and rooms if those are replaced.
    ///
    /// A user name of lower-case letters alone may be a word, and stays unless it is marked as one. What is not in
    /// `original`, the text before it was redacted, is a pseudonym already.
    mutating func replacingKnownWords(in text: String, original: String) -> String {
        let (bytes, source) = (Array(text.utf8), Array(original.utf8))
        var edits: [Edit] = []
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, Alphabet.isICE(bytes[end]) || Self.joinsNames(bytes[end]) { end += 1 }
            if end - start >= Self.shortest {
                let word = Array(bytes[start..<end])
                if let made = known(word), source.contains(word) { edits.append(Edit(start..<end, made)) }
            }
            start = end + 1
        }
        return edits.isEmpty ? text : String(decoding: Edit.apply(edits, to: bytes), as: UTF8.self)
    }

    private static func joinsNames(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private mutating func known(_ word: [UInt8]) -> [UInt8]? {
        if let made = names?.pseudonym(of: word, &pseudonyms) { return made }
        let isWord = word.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isWord ? nil : pseudonyms.known(.userName, of: word)
    }
}
