import Text

/// The attributes of the session that hold for all sections without their own (RFC 8866 §5.13).
struct SessionAttributes {
    let setup: String?
    let ufrag: String?
    let password: String?
    let fingerprints: [String]
    let direction: Direction?
    let endsCandidates: Bool
    /// All of these attributes as they are spelled; empty if each section has its own, as in browsers.
    let spelled: [UInt8]

    /// Makes the attributes of the session from the lines of `bytes` before the first section.
    init(_ reader: SectionReader, _ bytes: Span<UInt8>) {
        setup = reader.setup.map { String(copying: bytes, $0) }
        ufrag = reader.ufrag.map { String(copying: bytes, $0) }
        password = reader.password.map { String(copying: bytes, $0) }
        fingerprints = reader.fingerprints.compactMap { SDPSummary.Section.fingerprint(bytes, $0) }
        direction = reader.direction
        endsCandidates = reader.endsCandidates
        var spelled: [UInt8] = []
        let values = [("s", reader.setup), ("u", reader.ufrag), ("p", reader.password)]
        // Values do not contain line endings.
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

/// A parsed section: its summary, and the results that concern its text.
struct ParsedSection {
    let terms: SDPSummary.Section
    /// The digest of its lines, except for those that may change at any time (RFC 8840 §4).
    let digest: UInt64
    let fastCheck: SDPFastCheck

    /// Parses `text`, which begins with an `m=` line and contains no other.
    init(_ text: Span<UInt8>, in session: SessionAttributes) {
        var fastCheck = SDPFastCheck.inSection
        var digest = Digest()
        var reader = SectionReader()
        var start = 0
        while start < text.count {
            let line = ByteScan.line(in: text, from: start)
            fastCheck.check(text, start, line.end, isPlain: line.isPlain)
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
        self.fastCheck = fastCheck
    }

    /// The ranges of the first fields of an `m=` line, as many as are parsed.
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
