import Text

extension SDPSummary.Section {
    /// The section that was read as `own` off `bytes`, with what it inherits from `session`.
    init(_ own: SectionReader, in session: SessionTerms, _ bytes: Span<UInt8>) {
        func string(_ range: Range<Int>?) -> String? { range.map { String(copying: bytes, $0) } }
        let fields = own.fields
        kind = string(fields.first) ?? ""
        transport = string(fields.count > 2 ? fields[2] : nil) ?? ""
        mid = string(own.mid)
        isRejected = !own.isBundleOnly && fields.count > 1 && ByteScan.stands("0", bytes, at: fields[1])
        direction = own.direction ?? session.direction ?? .sendrecv
        setup = (string(own.setup) ?? session.setup).flatMap(SetupRole.init)
        ufrag = string(own.ufrag) ?? session.ufrag
        password = string(own.password) ?? session.password
        fingerprints =
            own.fingerprints.isEmpty
            ? session.fingerprints : own.fingerprints.compactMap { Self.fingerprint(bytes, $0) }
        isData = transport.mentions("SCTP")
        isSecured = transport.mentions("TLS") || transport.mentions("SAVP")
        isDTLS = transport.mentions("TLS") || transport.mentions("SAVPF") && !own.hasCrypto
        credentialFaults = [
            CredentialFault(.ufrag, ufrag, isDTLS: isDTLS), CredentialFault(.password, password, isDTLS: isDTLS),
        ].compactMap(\.self)
        endsCandidates = own.endsCandidates || session.endsCandidates
        var candidates = CandidateTally()
        for range in own.candidates {
            // What is in front of a value is its attribute's name.
            let line = bytes.extracting((range.lowerBound - "candidate:".utf8.count)..<range.upperBound)
            if let fields = CandidateFields(line) { candidates.count(fields, of: line) }
        }
        self.candidates = candidates
        let mapped = Self.mappings(fields.dropFirst(3), own.mappings, bytes)
        hasUnmappedFormats = mapped.count < fields.count - 3
        let named = Self.codecs(mapped, bytes)
        codecs = named.codecs
        summary = Self.summary(
            kind, isData: isData, isRejected: isRejected, direction, named.leading)
    }

    /// The fingerprint in `range` of `bytes`, in upper case; `nil` if it does not say what hashed it.
    static func fingerprint(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        let value = String(copying: bytes, range)
        return value.utf8.contains(UInt8(ascii: " ")) ? value.uppercased() : nil
    }

    /// How many codecs a summary names.
    private static let summaryCodecs = 3

    /// What a summary leaves out: formats that only carry, protect or accompany another (RFC 4588, 5109, 8627, 4733).
    private static let unshown = ["rtx", "ulpfec", "flexfec-03", "telephone-event", "CN"]

    /// A section in a few words, with the first of its codecs, and one more where there are more.
    private static func summary(
        _ kind: String, isData: Bool, isRejected: Bool, _ direction: Direction, _ codecs: [String]
    ) -> String {
        var summary = kind == "application" && isData ? "data" : kind
        if isRejected { return summary + " rejected" }
        if direction != .sendrecv { summary += " " + direction.rawValue }
        for (index, codec) in codecs.prefix(summaryCodecs).enumerated() {
            summary += index == 0 ? " " : ","
            summary += codec
        }
        return codecs.count > summaryCodecs ? summary + "…" : summary
    }

    /// What the `formats` that are mapped are mapped to, in their order; the first mapping of a format counts.
    private static func mappings(
        _ formats: ArraySlice<Range<Int>>, _ lines: [Range<Int>], _ bytes: Span<UInt8>
    ) -> [Range<Int>] {
        guard !lines.isEmpty else { return [] }
        let keys = lines.map { key(bytes, $0) }
        return formats.compactMap { format in
            let wanted = key(bytes, format)
            guard wanted != 0, let index = keys.firstIndex(of: wanted) else { return nil }
            let start = lines[index].lowerBound + format.count + 1
            guard start < lines[index].upperBound, bytes[start] != UInt8(ascii: "/") else { return nil }
            return start..<lines[index].upperBound
        }
    }

    /// The format in front of a space, or at an end, as a number; 0 for none, and for what is longer than any is.
    private static func key(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var key: UInt64 = 0
        for index in range {
            if bytes[index] == UInt8(ascii: " ") { break }
            if index - range.lowerBound == 8 { return 0 }
            key = key << 8 | UInt64(bytes[index])
        }
        return key
    }

    /// The codecs that carry media, each once, and the first names as they are spelled, for a summary.
    private static func codecs(
        _ mappings: [Range<Int>], _ bytes: Span<UInt8>
    ) -> (codecs: [String], leading: [String]) {
        var (codecs, leading): ([String], [String]) = ([], [])
        var seen: [Range<Int>] = []
        seen.reserveCapacity(mappings.count)
        codecs.reserveCapacity(mappings.count)
        for mapping in mappings where !seen.contains(where: { isEqual(bytes, $0, mapping) }) {
            seen.append(mapping)
            var slash = mapping.lowerBound
            while slash < mapping.upperBound, bytes[slash] != UInt8(ascii: "/") { slash += 1 }
            let name = String(copying: bytes, mapping.lowerBound..<slash)
            if leading.count <= summaryCodecs, !leading.contains(name),
                !unshown.contains(name)
            {
                leading.append(name)
            }
            let upper = name.uppercased()
            guard !companions.contains(upper) else { continue }
            // The channels behind the rate do not tell two codecs apart.
            var end = min(slash + 1, mapping.upperBound)
            while end < mapping.upperBound, bytes[end] != UInt8(ascii: "/") { end += 1 }
            let rate = Int(String(copying: bytes, min(slash + 1, end)..<end))
            let codec = rate.map { upper + "/" + String($0) } ?? upper
            if !codecs.contains(codec) { codecs.append(codec) }
        }
        return (codecs, leading)
    }

    private static func isEqual(_ bytes: borrowing Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count where bytes[left.lowerBound + offset] != bytes[right.lowerBound + offset] {
            return false
        }
        return true
    }

    /// Formats that only carry, protect or accompany another, and no media of their own.
    public static let companions = [
        "RTX", "RED", "ULPFEC", "FLEXFEC", "FLEXFEC-03", "TELEPHONE-EVENT", "CN",
    ]
}

extension String {
    /// Whether the bytes of `word` are in it, wherever.
    fileprivate func mentions(_ word: StaticString) -> Bool {
        let bytes = utf8.span
        let count = word.utf8CodeUnitCount
        guard bytes.count >= count else { return false }
        return (0...(bytes.count - count)).contains { start in
            (0..<count).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
        }
    }
}
