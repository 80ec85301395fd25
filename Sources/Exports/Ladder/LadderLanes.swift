/// Where the lanes of a ladder are, and which of them are in sight.
///
/// ```
/// ▸  +TIME   Δms      alice             relay              bob      notes
///                       │ ◀── spacing ──▶ │                 │
///    ◀───── gutter ────▶
/// ```
/// A lane is counted from 0 over all of them, the relay's included.
public struct LadderLanes: Hashable, Sendable {
    /// The least distance of two lanes, at which labels are still read.
    static let leastSpacing = 22
    /// The greatest one, at which the eye still follows an arrow.
    static let mostSpacing = 80
    /// From this width on there is a column for the time since the row before.
    private static let widthWithDelta = 72
    private static let widthWithLongNotes = 110

    /// How many lanes there are.
    public let total: Int
    /// The lane of the relay; `nil` if it has none.
    let relay: Int?
    /// The lanes in sight.
    public let sight: Range<Int>
    /// The columns from one lane to the next.
    let spacing: Int
    /// The columns before the lanes, which have the time.
    let gutter: Int
    /// The column in which the notes begin.
    let notes: Int
    /// The columns that all of it has.
    let width: Int
    let hasDelta: Bool
    /// The column of the first lane in sight.
    private let origin: Int

    /// The lanes of so many `peers` in `width` columns, of which `first` is the first in sight where that can be.
    public init(peers: Int, hasRelay: Bool, width: Int, first: Int) {
        total = peers + (hasRelay ? 1 : 0)
        relay = hasRelay ? (peers + 1) / 2 : nil
        hasDelta = width >= Self.widthWithDelta
        gutter = hasDelta ? 18 : 10
        origin = gutter + 3
        let room = max(1, width - origin - (width >= Self.widthWithLongNotes ? 28 : 15))
        let count = max(1, min(total, room / Self.leastSpacing + 1))
        let first = max(0, min(first, total - count))
        sight = first..<first + count
        spacing = max(1, min(Self.mostSpacing, room / max(1, count - 1)))
        notes = origin + spacing * max(1, count - 1) + 3
        self.width = width
    }

    /// All lanes of so many `peers` in sight, so far apart.
    init(peers: Int, spacing: Int, notesWidth: Int) {
        (total, relay, hasDelta) = (peers, nil, true)
        sight = 0..<max(1, peers)
        (gutter, origin) = (18, 21)
        self.spacing = spacing
        notes = origin + spacing * max(1, peers - 1) + 3
        width = notes + notesWidth
    }

    /// The lane of a peer, by its column of the ladder.
    func lane(of column: Int) -> Int {
        guard let relay else { return column }
        return column < relay ? column : column + 1
    }

    /// The screen column of `lane`, which may be out of sight, or one beyond the last.
    func column(_ lane: Int) -> Int { origin + (lane - sight.lowerBound) * spacing }

    /// The spaces between two lanes in sight, each by the lane at its left.
    ///
    /// A single lane has one at its right.
    var gaps: Range<Int> { sight.lowerBound..<max(sight.lowerBound + 1, sight.upperBound - 1) }

    /// The screen columns in which there may be lines.
    var lineColumns: ClosedRange<Int> { gutter...max(gutter, notes - 2) }

    /// How many lanes are out of sight at the left and at the right.
    var hidden: (left: Int, right: Int) { (sight.lowerBound, max(0, total - sight.upperBound)) }
}
