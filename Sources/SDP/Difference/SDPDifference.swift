/// The differences between an offer and its answer, or between successive descriptions of one side.
///
/// ```
/// before      after
/// m0 audio ── m0 audio     matched by mid, or else by index
/// m1 video ── m1 video     direction sendrecv → recvonly · setup actpass → active · VP9 dropped
///             m2 data      new
/// ```
public struct SDPDifference: Hashable, Sendable {
    /// Whether both descriptions are from the same side of a connection (RFC 9429 §5.2.1), unlike an offer and its
    /// answer.
    public let isSameSide: Bool
    /// Whether the later text was modified without a new version.
    ///
    /// A new description has a higher version (RFC 3264 §8). Candidates are exempt, as they may be added at any time.
    public let isMunged: Bool
    /// The sections in the order of the later description, followed by removed ones.
    public let sections: [SectionDifference]
    /// The changes in the lines of the session.
    public let sessionHunks: [LineHunk]

    /// Compares `before` with `after`.
    ///
    /// - Parameters:
    ///   - before: The earlier description.
    ///   - after: The later description.
    ///   - isSameSide: Whether both are from the same side; `nil` to infer it from the descriptions.
    public init(_ before: SessionDescription, _ after: SessionDescription, isSameSide: Bool? = nil) {
        self.init(before, after, isSameSide: isSameSide, hasHunks: true)
    }

    /// Compares `before` with `after`, without hunks unless it `hasHunks`: they take most of the time.
    init(_ before: SessionDescription, _ after: SessionDescription, isSameSide: Bool?, hasHunks: Bool) {
        let limit = SessionDescription.mediaLimit
        let old = hasHunks ? DescriptionLines.levels(before.text, limit: limit) : []
        let new = hasHunks ? DescriptionLines.levels(after.text, limit: limit) : []
        let isSameSide = isSameSide ?? Self.isSameSide(before, after)
        self.isSameSide = isSameSide
        isMunged =
            isSameSide && after.origin.map { $0.version == before.origin?.version } == true
            && Self.settled(before.text) != Self.settled(after.text)
        var work = LineHunk.workLimit
        sessionHunks = LineHunk.hunks(old.first ?? [], new.first ?? [], work: &work)
        var sections: [SectionDifference] = []
        for (older, newer) in Self.pairs(before.media, after.media) {
            sections.append(
                SectionDifference(
                    before: older,
                    after: newer,
                    isSameSide: isSameSide,
                    hunks: !hasHunks
                        ? []
                        : LineHunk.hunks(
                            older.map { old[$0.index + 1] } ?? [],
                            newer.map { new[$0.index + 1] } ?? [],
                            work: &work
                        )
                )
            )
        }
        self.sections = sections
    }

    /// Whether there are no differences.
    public var isEmpty: Bool { sessionHunks.isEmpty && sections.allSatisfy { $0.hunks.isEmpty && $0.changes.isEmpty } }

    /// Whether both descriptions appear to be from the same side.
    ///
    /// The origin alone is not enough: aiortc derives the session id from the time in seconds, so that two sides may
    /// have the same. A side keeps its certificate across an ICE restart, and otherwise its user name.
    private static func isSameSide(_ before: SessionDescription, _ after: SessionDescription) -> Bool {
        guard let old = before.origin, let new = after.origin, old.isSameSession(as: new) else { return false }
        let names = ["fingerprint", "ice-ufrag"]
        return names.contains { before.attribute($0) == after.attribute($0) }
    }

    /// Returns the lines that must not change without a new version: all but those that concern candidates (RFC 8840
    /// §4).
    static func settled(_ text: String) -> [Substring] {
        let moving = ["a=candidate:", "a=end-of-candidates", "a=rtcp:", "c="]
        return DescriptionLines(text).map(\.text).filter { line in
            // The port on the `m=` line is that of the default candidate.
            !line.isEmpty && !moving.contains { line.utf8.starts(with: $0.utf8) }
        }.map { line in
            line.utf8.starts(with: "m=".utf8) ? line.words(limit: 3).last ?? line : line
        }
    }

    /// Pairs sections by mid if both have one, or else by index.
    private static func pairs(
        _ before: [MediaDescription], _ after: [MediaDescription]
    ) -> [(MediaDescription?, MediaDescription?)] {
        var byMid: [String: Int] = [:]
        for media in before {
            if let mid = media.mid, byMid[mid] == nil { byMid[mid] = media.index }
        }
        var free = Set(before.indices)
        var matches: [Int: Int] = [:]
        for media in after {
            guard let mid = media.mid, let index = byMid[mid], free.remove(index) != nil else { continue }
            matches[media.index] = index
        }
        for media in after where matches[media.index] == nil && free.contains(media.index) {
            guard media.mid == nil || before[media.index].mid == nil else { continue }
            free.remove(media.index)
            matches[media.index] = media.index
        }
        return after.map { media in (matches[media.index].map { before[$0] }, media) }
            + free.sorted().map { (before[$0], nil) }
    }
}
