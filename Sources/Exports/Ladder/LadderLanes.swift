/// The positions of the lanes of a ladder, and the range of lanes that are visible.
///
/// ```
/// ▸  +TIME   Δms      alice             relay              bob      notes
///                       │ ◀── spacing ──▶ │                 │
///    ◀───── gutter ────▶
/// ```
/// Lanes are numbered from 0, including that of the relay.
public struct LadderLanes: Hashable, Sendable {
    /// The minimum distance of two lanes in columns, at which short labels still fit.
    static let minimumSpacing = 22
    /// The maximum distance of two lanes in columns, at which the eye can still follow an arrow.
    static let maximumSpacing = 80
    /// The minimum width with a column for the time since the previous row.
    private static let widthWithDelta = 72
    /// The minimum width at which notes have 28 columns instead of 15.
    private static let widthWithLongNotes = 110

    /// The number of lanes.
    public let total: Int
    /// The lane of the relay; `nil` if it is not shown.
    let relay: Int?
    /// The lanes that are not scrolled out of view.
    public let visible: Range<Int>
    /// The distance of two lanes, in columns.
    let spacing: Int
    /// The width of the columns to the left of the lanes, which show times.
    let gutter: Int
    /// The column at which the notes begin.
    let notes: Int
    /// The total width in columns.
    let width: Int
    /// Whether there is a column for the time since the previous row.
    let hasDelta: Bool
    /// The column of the first visible lane.
    private let origin: Int

    /// Arranges lanes for the screen.
    ///
    /// - Parameters:
    ///   - peers: The number of peers.
    ///   - hasRelay: Whether the relay has a lane, in the middle.
    ///   - width: The available width in columns.
    ///   - first: The lane that is scrolled to the left edge, as far as the number of lanes permits.
    public init(peers: Int, hasRelay: Bool, width: Int, first: Int) {
        total = peers + (hasRelay ? 1 : 0)
        relay = hasRelay ? (peers + 1) / 2 : nil
        hasDelta = width >= Self.widthWithDelta
        gutter = hasDelta ? 18 : 10
        origin = gutter + 3
        let available = max(1, width - origin - (width >= Self.widthWithLongNotes ? 28 : 15))
        let count = max(1, min(total, available / Self.minimumSpacing + 1))
        let first = max(0, min(first, total - count))
        visible = first..<first + count
        spacing = max(1, min(Self.maximumSpacing, available / max(1, count - 1)))
        notes = origin + spacing * max(1, count - 1) + 3
        self.width = width
    }

    /// Arranges lanes for an export: all of them are visible, at a distance of `spacing`.
    init(peers: Int, spacing: Int, notesWidth: Int) {
        (total, relay, hasDelta) = (peers, nil, true)
        visible = 0..<max(1, peers)
        (gutter, origin) = (18, 21)
        self.spacing = spacing
        notes = origin + spacing * max(1, peers - 1) + 3
        width = notes + notesWidth
    }

    /// Returns the lane of the peer in `column` of the ladder.
    func lane(of column: Int) -> Int {
        guard let relay else { return column }
        return column < relay ? column : column + 1
    }

    /// Returns the screen column of `lane`, which need not be visible and may be one beyond the last.
    func column(_ lane: Int) -> Int { origin + (lane - visible.lowerBound) * spacing }

    /// The gaps between visible lanes, each by the lane to its left; a single lane has one to its right.
    var gaps: Range<Int> { visible.lowerBound..<max(visible.lowerBound + 1, visible.upperBound - 1) }

    /// The screen columns available to the lines of arrows.
    var lineColumns: ClosedRange<Int> { gutter...max(gutter, notes - 2) }

    /// The number of lanes scrolled out of view on the left and on the right.
    var hidden: (left: Int, right: Int) { (visible.lowerBound, max(0, total - visible.upperBound)) }
}
