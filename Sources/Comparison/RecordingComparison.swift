import Analysis
import Events
public import Sessions

/// The comparison of two recordings: their calls in pairs, by the order in which they began.
///
/// ```
/// first     call 1 alice ⇄ bob     call 2 alice ⇄ carol     refused, p4
/// second    call 1 p1 ⇄ p2         (missing)                p4
/// ```
/// The peers that have no call, and refused connections, are compared as a last part. If one of the recordings has no call
/// at all, each is compared as a whole, which tells how far it came.
public struct RecordingComparison: Sendable {
    /// The number of calls of a recording that are compared; default 256, the calls of a mesh of 23 peers.
    public static let callLimit = 256

    /// A place in a comparison.
    public struct Place: Hashable, Sendable {
        /// The index in ``RecordingComparison/parts``.
        public let part: Int
        /// The index in ``CallComparison/rows``; `nil` if the part has no rows, because a call without steps is missing.
        public let row: Int?
    }

    /// The comparisons of the calls, and last that of the peers that have none if there is anything to compare.
    public let parts: [CallComparison]
    /// The numbers of calls that are compared, in the first and the second recording.
    public let calls: (first: Int, second: Int)
    /// Whether a recording has more calls than ``callLimit``, which are not compared.
    public let isTruncated: Bool

    /// Compares the session `first` with the session `second`.
    ///
    /// Both must have been advanced to the ends of their recordings, so that findings about missing messages exist.
    public init(_ first: Session, _ second: Session) {
        let (oldIndex, newIndex) = (EntryIndex(first), EntryIndex(second))
        let (old, new) = (first.calls.calls, second.calls.calls)
        isTruncated = max(old.count, new.count) > Self.callLimit
        let isWhole = old.isEmpty || new.isEmpty
        let (oldCalls, newCalls) = (
            isWhole ? [] : old.prefix(Self.callLimit), isWhole ? [] : new.prefix(Self.callLimit)
        )
        calls = (oldCalls.count, newCalls.count)
        var parts = (0..<max(oldCalls.count, newCalls.count)).map { index in
            let one = index < oldCalls.count ? oldCalls[index] : nil
            let other = index < newCalls.count ? newCalls[index] : nil
            return CallComparison(
                (first, oldIndex, one.map { Scope($0, among: first.calls.calls(of: $0.pair.first)) }),
                (second, newIndex, other.map { Scope($0, among: second.calls.calls(of: $0.pair.first)) }),
                numbers: (one?.number, other?.number))
        }
        let rest = CallComparison(
            (first, oldIndex, Self.rest(of: oldIndex, isWhole ? [] : old)),
            (second, newIndex, Self.rest(of: newIndex, isWhole ? [] : new)), numbers: (nil, nil))
        if !rest.isEmpty || parts.isEmpty { parts.append(rest) }
        self.parts = parts
    }

    /// Returns the scope of the peers that are in none of `calls`.
    private static func rest(of index: EntryIndex, _ calls: [Call]) -> Scope {
        var busy: Set<PeerID> = []
        for call in calls { busy.formUnion([call.pair.first, call.pair.second]) }
        return Scope(peers: index.peers.filter { !busy.contains($0) }, refusals: index.refusals)
    }

    /// Whether all parts are equal, and all calls were compared.
    ///
    /// A program that compares recordings decides its exit code by this: two recordings without any step are equal, but
    /// there is nothing to judge (``isEmpty``).
    public var isEqual: Bool { !isTruncated && parts.allSatisfy(\.isEqual) }

    /// Whether there are no steps.
    public var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    /// The number of rows of all parts.
    public var rowCount: Int { parts.reduce(0) { $0 + $1.rows.count } }

    /// The first difference; `nil` if there is none.
    public var firstDivergence: Place? {
        for (index, part) in parts.enumerated() {
            if let row = part.firstDivergence { return Place(part: index, row: row) }
            if part.first.isPresent != part.second.isPresent { return Place(part: index, row: nil) }
        }
        return nil
    }
}
