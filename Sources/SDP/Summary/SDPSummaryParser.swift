import Text

/// A single-pass parser that extracts the properties for a summary from the bytes of a description.
///
/// It agrees with ``SessionDescription``, which looks up attributes on access. That suits the few descriptions that the
/// operator opens; this parser is for all that pass through the relay.
struct SDPSummaryParser {
    private(set) var origin: Origin?
    private(set) var bundles: [[String]] = []
    private(set) var sections: [SDPSummary.Section] = []
    /// The digest of all lines but the origin's.
    private(set) var digest = Digest()
    /// The digest of the `o=` line.
    private(set) var originDigest = Digest()
    /// The DTLS role of the session.
    private(set) var setup: SetupRole?
    /// Whether the text certainly has no fault according to RFC 8866; it may have none if this is false, too.
    var isFaultless: Bool { isWhole && fastCheck.isCertain }

    /// The largest number of bundles that are parsed; browsers write one.
    private static let bundleLimit = 16

    /// Whether there was an `o=` line, even a malformed one.
    private var hasOrigin = false
    private var fastCheck = SDPFastCheck()
    /// Whether the whole text was parsed.
    private var isWhole = true

    /// Parses `text` without a cache.
    init(_ text: String) {
        var none = MSectionCache(limit: 0)
        self.init(text, &none)
    }

    /// Parses `text`, using the sections cached in `known`.
    init(_ text: String, _ known: inout MSectionCache) {
        let bytes = text.utf8.span
        var reader = SectionReader()
        var start = 0
        while start < bytes.count, !Self.beginsSection(bytes, start) {
            let line = ByteScan.line(in: bytes, from: start)
            fastCheck.check(bytes, start, line.end, isPlain: line.isPlain)
            read(bytes, start, line.end, &reader)
            start = line.end + (line.isPlain ? 2 : 1)
        }
        let session = SessionAttributes(reader, bytes)
        setup = session.setup.flatMap(SetupRole.init)
        while start < bytes.count, sections.count < SessionDescription.mediaLimit {
            let end = Self.endOfSection(bytes, from: start)
            let section = known.section(bytes.extracting(start..<end), in: session)
            sections.append(section.terms)
            digest.add(section.digest)
            fastCheck.add(section.fastCheck)
            start = end
        }
        isWhole = start >= bytes.count
    }

    private static func beginsSection(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        start + 1 < bytes.count && bytes[start] == UInt8(ascii: "m") && bytes[start + 1] == UInt8(ascii: "=")
    }

    /// Returns the end of the section that begins at `start`, where another begins or the text ends.
    private static func endOfSection(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        repeat {
            index = ByteScan.first(in: bytes, from: index, ByteScan.endsLine) + 1
        } while index < bytes.count
            && !beginsSection(bytes, index)
        return min(index, bytes.count)
    }

    /// Parses the session's line from `start` to `end`.
    private mutating func read(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ reader: inout SectionReader) {
        guard end > start else { return }
        switch end - start >= 2 && bytes[start + 1] == UInt8(ascii: "=") ? bytes[start] : 0 {
        case UInt8(ascii: "a"):
            let attribute = Attribute(bytes, start + 2, end)
            if attribute.name?.isSettled != false { digest.add(bytes, start, end) }
            reader.read(attribute)
            if attribute.name == .group { readGroup(bytes.extracting(attribute.value)) }
        case UInt8(ascii: "c"): break
        case UInt8(ascii: "o"):
            if !hasOrigin { origin = Origin(bytes.extracting((start + 2)..<end)) }
            hasOrigin = true
            originDigest.add(bytes, start, end)
        default: digest.add(bytes, start, end)
        }
    }

    private mutating func readGroup(_ value: Span<UInt8>) {
        var index = 0
        guard bundles.count < Self.bundleLimit,
            ByteScan.stands("BUNDLE", value, at: ByteScan.word(in: value, &index))
        else { return }
        var mids: [String] = []
        while mids.count < SessionDescription.mediaLimit {
            let word = ByteScan.word(in: value, &index)
            if word.isEmpty { break }
            mids.append(String(copying: value, word))
        }
        bundles.append(mids)
    }
}

extension SessionDescription {
    /// Checks `text` against the syntax of RFC 8866 §5.
    ///
    /// Line endings of LF alone are accepted.
    ///
    /// - Throws: The first error.
    public static func check(_ text: String) throws(SDPError) {
        guard let first = faults(in: text).first(where: { !$0.isWarning }) else { return }
        throw first
    }

    /// Returns the syntax errors and warnings of `text` (RFC 8866 §5), in order; at most 64.
    public static func faults(in text: String) -> [SDPError] {
        SDPSummaryParser(text).isFaultless ? [] : SDPValidator.faults(in: text)
    }
}
