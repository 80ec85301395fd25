import Text

extension SDPSummary {
    /// The properties of a section.
    ///
    /// An immutable object, because sections are copied often, and a structure of this size would be copied member by member.
    public final class Section: Hashable, Sendable {
        /// `audio`, `video`, `application` and others.
        public let kind: String
        /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
        public let transport: String
        /// The identification of the section (RFC 5888 §4).
        public let mid: String?
        /// Whether the section is rejected or stopped (RFC 3264 §6).
        public let isRejected: Bool
        /// The direction of media.
        public let direction: Direction
        /// The DTLS role.
        public let setup: SetupRole?
        /// The user name for ICE checks, that of the section or else of the session.
        public let ufrag: String?
        /// The password for ICE checks, that of the section or else of the session.
        public let password: String?
        /// The certificate fingerprints with their hash functions, in upper case.
        public let fingerprints: [String]
        /// The distinct codecs that carry media, such as `VP8/90000`, in upper case.
        public let codecs: [String]
        /// Whether a format is not mapped to a codec, as is allowed for those of RFC 3551 §6.
        public let hasUnmappedFormats: Bool
        /// Whether the section carries data channels (RFC 8841).
        public let isData: Bool
        /// Whether the section is encrypted, by DTLS or with keys in the description (RFC 4568).
        public let isSecured: Bool
        /// Whether the section uses DTLS (RFC 5764, RFC 8841).
        public let isDTLS: Bool
        /// The numbers of candidates in the section.
        public let candidates: CandidateTally
        /// Whether no more candidates follow.
        public let endsCandidates: Bool
        /// The faults of the ICE credentials; empty if the section uses neither ICE nor DTLS.
        public let credentialFaults: [CredentialFault]
        /// A short form for lists: `audio opus,red`, `video recvonly VP8,H264`, `data`, `audio rejected`.
        public let summary: String

        /// Makes the summary of the section that was parsed from `bytes` as `own`, with the attributes inherited from
        /// `session`.
        init(_ own: SectionReader, in session: SessionAttributes, _ bytes: Span<UInt8>) {
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
                // The value is preceded by the name of the attribute.
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

        public static func == (left: Section, right: Section) -> Bool {
            left === right
                || (left.kind, left.transport, left.mid) == (right.kind, right.transport, right.mid)
                    && (left.isRejected, left.direction, left.setup) == (right.isRejected, right.direction, right.setup)
                    && (left.ufrag, left.password) == (right.ufrag, right.password)
                    && (left.fingerprints, left.codecs) == (right.fingerprints, right.codecs)
                    && (left.hasUnmappedFormats, left.isData) == (right.hasUnmappedFormats, right.isData)
                    && (left.isSecured, left.isDTLS) == (right.isSecured, right.isDTLS)
                    && (left.candidates, left.endsCandidates) == (right.candidates, right.endsCandidates)
                    && (left.credentialFaults, left.summary) == (right.credentialFaults, right.summary)
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(kind)
            hasher.combine(mid)
            hasher.combine(ufrag)
        }
    }
}

extension SDPSummary.Section {
    /// Returns the fingerprint in `range` of `bytes` in upper case; `nil` if it lacks the hash function.
    static func fingerprint(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        let value = String(copying: bytes, range)
        return value.utf8.contains(UInt8(ascii: " ")) ? value.uppercased() : nil
    }

    /// The number of codecs in a summary.
    private static let summaryCodecs = 3

    /// The codecs that a summary omits, as they only carry, protect or accompany another (RFC 4588, 5109, 8627, 4733).
    private static let unshown = ["rtx", "ulpfec", "flexfec-03", "telephone-event", "CN"]

    /// Returns a summary of the section with the first of its `codecs`, of which there is one more than it names if
    /// there are more.
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

    /// Returns the ranges of the mappings of the mapped `formats`, in their order.
    ///
    /// The first mapping of a format counts.
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

    /// Returns the format at the start of `range`, up to a space, as a number; 0 if it is empty or longer than any
    /// format is.
    private static func key(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var key: UInt64 = 0
        for index in range {
            if bytes[index] == UInt8(ascii: " ") { break }
            if index - range.lowerBound == 8 { return 0 }
            key = key << 8 | UInt64(bytes[index])
        }
        return key
    }

    /// Returns the distinct codecs that carry media, and the first names in their original spelling for a summary.
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
            // Codecs that differ only in the number of channels are the same.
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

    /// The formats that carry no media of their own, but only carry, protect or accompany others.
    public static let companions = [
        "RTX", "RED", "ULPFEC", "FLEXFEC", "FLEXFEC-03", "TELEPHONE-EVENT", "CN",
    ]
}

extension String {
    /// Whether the string contains `word`.
    fileprivate func mentions(_ word: StaticString) -> Bool {
        let bytes = utf8.span
        let count = word.utf8CodeUnitCount
        guard bytes.count >= count else { return false }
        return (0...(bytes.count - count)).contains { start in
            (0..<count).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
        }
    }
}
