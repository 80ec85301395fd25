import Text

/// A cache of summaries by the text after the `o=` line, and of parsed sections.
///
/// A client that repeats an offer only increments the session version (RFC 3264 §8), and a server that sends a
/// description on changes nothing. A lookup compares the text as the message spells it, so that it need not be decoded.
///
/// ```
/// v=0\r\no=- 4611 7 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1…
/// └──── DescriptionHead ────────────┘└──── the key of the body ───────────
/// ```
public struct SDPSummaryCache: Sendable {
    /// The default capacity in bytes for bodies, and as much for sections: enough for some hundred peers.
    static let limit = 4 * 1024 * 1024
    /// The longest body in bytes that is cached: 32 KiB, that of a small conference.
    private static let longest = 32 * 1024

    private var bodies: TextCache<SDPSummary.Body>
    private var sections: MSectionCache
    /// The number of cached bodies.
    var count: Int { bodies.count }

    /// Makes an empty cache with the default capacity.
    public init() {
        self.init(limit: Self.limit)
    }

    /// Makes an empty cache with a capacity of `limit` bytes for each part; 0 for no caching.
    public init(limit: Int) {
        bodies = TextCache(limit: limit)
        sections = MSectionCache(limit: limit)
    }

    /// Returns the summary of a description, which is parsed unless it is cached.
    ///
    /// - Parameters:
    ///   - spelled: The text as the message has it: the content of a JSON string, or the text itself.
    ///   - isJSON: Whether it is the content of a JSON string.
    ///   - decoded: Returns the text; called unless the summary is cached.
    /// - Returns: The summary; `nil` if the first line is not `v=0` (RFC 8866 §5.1).
    public mutating func summary(of spelled: Span<UInt8>, isJSON: Bool, _ decoded: () -> String) -> SDPSummary? {
        guard !bodies.isDisabled, spelled.count <= Self.longest, let head = DescriptionHead(spelled, isJSON: isJSON)
        else {
            return parse(decoded())
        }
        let rest = spelled.extracting(head.end..<spelled.count)
        let key = TextCache<SDPSummary.Body>.key(rest)
        if let body = bodies.value(key, rest) { return SDPSummary(head.origin, head.digest, body) }
        guard let summary = parse(decoded()) else { return nil }
        // A fault may be in the head.
        if summary.fault == nil { bodies.add(summary.body, size: summary.size, key, rest) }
        return summary
    }

    private mutating func parse(_ text: String) -> SDPSummary? {
        let rest = text.utf8.dropFirst(3)
        guard rest.isEmpty || rest.first == UInt8(ascii: "\r") || rest.first == UInt8(ascii: "\n") else { return nil }
        return SDPSummary(text, &sections)
    }
}

/// The first two lines of a description, `v=0` and `o=`, as a message spells them.
private struct DescriptionHead {
    let origin: Origin
    /// The digest of the `o=` line.
    let digest: Digest
    /// The index after the origin, where a line ending is.
    let end: Int

    /// Parses the lines; `nil` if they have a fault, are in another order, or contain escapes besides line endings.
    init?(_ spelled: Span<UInt8>, isJSON: Bool) {
        var check = SDPFastCheck()
        guard let start = Self.endOfLineEnding(spelled, at: 3, isJSON: isJSON), start + 2 < spelled.count,
            spelled[start] == UInt8(ascii: "o")
        else { return nil }
        end = ByteScan.first(in: spelled, from: start, ByteScan.isUnplain)
        check.check(spelled, 0, 3, isPlain: true)
        check.check(spelled, start, end, isPlain: Self.endOfLineEnding(spelled, at: end, isJSON: isJSON) != nil)
        guard check.isSound, let origin = Origin(spelled.extracting((start + 2)..<end)) else { return nil }
        var digest = Digest()
        digest.add(spelled, start, end)
        (self.origin, self.digest) = (origin, digest)
    }

    /// Returns the index after the CR LF at `index`, which JSON spells as two escape sequences; `nil` if there is none.
    private static func endOfLineEnding(_ spelled: Span<UInt8>, at index: Int, isJSON: Bool) -> Int? {
        if isJSON { return ByteScan.isLineEnd(spelled, at: index) ? index + 4 : nil }
        guard index + 2 <= spelled.count, spelled[index] == UInt8(ascii: "\r"),
            spelled[index + 1] == UInt8(ascii: "\n")
        else { return nil }
        return index + 2
    }
}
