import Text

/// What a description says for all its sections that do not say it themselves (RFC 8866 §5.13).
struct SessionTerms {
    let setup: String?
    let ufrag: String?
    let password: String?
    let fingerprints: [String]
    let direction: Direction?
    let endsCandidates: Bool
    /// All of that as it is spelled: empty if a browser says it in each section.
    let spelled: [UInt8]

    /// What was read off `bytes` in front of the first section.
    init(_ reader: SectionReader, _ bytes: Span<UInt8>) {
        setup = reader.setup.map { String(copying: bytes, $0) }
        ufrag = reader.ufrag.map { String(copying: bytes, $0) }
        password = reader.password.map { String(copying: bytes, $0) }
        fingerprints = reader.fingerprints.compactMap { SDPSummary.Section.fingerprint(bytes, $0) }
        direction = reader.direction
        endsCandidates = reader.endsCandidates
        var spelled: [UInt8] = []
        let values = [("s", reader.setup), ("u", reader.ufrag), ("p", reader.password)]
        // A value has no line end in it.
        for (name, value) in values + reader.fingerprints.map({ ("f", $0) }) {
            guard let value else { continue }
            spelled += name.utf8
            bytes.extracting(value).withUnsafeBufferPointer { spelled += $0 }
            spelled.append(UInt8(ascii: "\n"))
        }
        if let direction { spelled += direction.rawValue.utf8 }
        if endsCandidates { spelled.append(UInt8(ascii: "e")) }
        self.spelled = spelled
    }
}

/// A section as it was read: what it commits to, and what is to be known of its text.
struct ReadSection {
    let terms: SDPSummary.Section
    /// Of its lines, but for those that may change at any time (RFC 8840 §4).
    let digest: UInt64
    let faultless: SDPFastCheck

    /// Reads `text`, which begins with an `m=` line and has no other.
    init(_ text: Span<UInt8>, in session: SessionTerms) {
        var faultless = SDPFastCheck.inSection
        var digest = Digest()
        var reader = SectionReader()
        var start = 0
        while start < text.count {
            let line = ByteScan.line(in: text, from: start)
            faultless.check(text, start, line.end, isPlain: line.isPlain)
            if start == 0 {
                reader = SectionReader(fields: Self.words(text, 2, line.end))
                // The port changes with the candidates.
                digest.add(text, reader.fields.count > 2 ? reader.fields[2].lowerBound : 2, line.end)
            } else if line.end - start >= 2, text[start + 1] == UInt8(ascii: "="), text[start] == UInt8(ascii: "a") {
                let attribute = Attribute(text, start + 2, line.end)
                if attribute.name?.isSettled != false { digest.add(text, start, line.end) }
                reader.read(attribute)
            } else if line.end > start, !ByteScan.stands("c=", text, at: start..<min(start + 2, line.end)) {
                digest.add(text, start, line.end)
            }
            start = line.end + (line.isPlain ? 2 : 1)
        }
        terms = SDPSummary.Section(reader, in: session, text)
        self.digest = digest.value
        self.faultless = faultless
    }

    /// The first fields of an `m=` line, as many as are read.
    private static func words(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> [Range<Int>] {
        var words: [Range<Int>] = []
        words.reserveCapacity(32)
        let line = bytes.extracting(first: end)
        var index = start
        while words.count < 3 + MediaDescription.formatLimit {
            let word = ByteScan.word(in: line, &index)
            if word.isEmpty { break }
            words.append(word)
        }
        return words
    }
}
