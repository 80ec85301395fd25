public import Analysis
public import Events
import Messages
import SDP
public import Sessions

/// The comparison of two runs of a call, step by step.
///
/// Random values are not compared: ids, ICE credentials, fingerprints, streams, addresses and ports, and the
/// number and the order of candidates. So two good runs of an application are equal. Times are shown, but not compared.
///
/// ```
/// first                       second
/// alice→bob offer         =   p1→p2 offer             same
/// alice candidate ×6      ~   p1 candidate ×2         changed: relay udp: yes → none
/// bob→alice answer        <                           only in the first
/// ```
///
/// Both sessions must have been advanced to the ends of their recordings, so that findings about missing messages exist.
public struct CallComparison: Sendable {
    /// A pair of steps, or a step that has no counterpart.
    public enum Row: Hashable, Sendable {
        /// Equal steps of the first and the second recording.
        case same(Step, Step)
        /// Two versions of a step, with their differences.
        case changed(Step, Step, [StepDifference])
        /// A step of the first recording that the second does not have.
        case onlyFirst(Step)
        /// A step of the second recording that the first does not have.
        case onlySecond(Step)

        /// The step of the first recording; `nil` if it has none.
        public var first: Step? {
            switch self {
            case .same(let step, _), .changed(let step, _, _), .onlyFirst(let step): step
            case .onlySecond: nil
            }
        }

        /// The step of the second recording; `nil` if it has none.
        public var second: Step? {
            switch self {
            case .same(_, let step), .changed(_, let step, _), .onlySecond(let step): step
            case .onlyFirst: nil
            }
        }

        /// Whether both recordings have the step, without a difference.
        public var isSame: Bool { if case .same = self { true } else { false } }
    }

    /// One side of a comparison.
    public struct Side: Sendable {
        /// The number of the call in its recording, counted from 1; `nil` if the peers have no call.
        public let call: Int?
        /// Whether the recording has the call at all.
        public let isPresent: Bool
        /// The labels of the participants in this recording: names or ids of peers.
        public let names: [Participant: String]
        /// The time of the first description, or else of the first step.
        public let began: Instant
        /// The number of steps.
        public let count: Int
        /// Whether there are more entries than ``CallComparison/entryLimit``, or more peers than are compared.
        public let isTruncated: Bool

        /// Returns the label of `participant` in this recording: `alice`, `p2`.
        public func name(_ participant: Participant) -> String { names[participant] ?? participant.text }
    }

    /// The differences of the descriptions in a row.
    public struct DescriptionChanges: Hashable, Sendable {
        /// The index of the row.
        public let row: Int
        /// The changed lines without random values: `- a=setup:active`, `+ a=setup:passive`.
        ///
        /// They may contain text that a peer chose, so they are made printable when they are drawn.
        public let lines: [String]
        /// Whether there are more changed lines.
        public let isCut: Bool
    }

    /// The number of entries of a call that are compared; default 20,000, the rows that a ladder has.
    ///
    /// Later entries are not compared, and the comparison is not equal.
    public static let entryLimit = StepReader.entryLimit

    /// The number of changed descriptions that are compared line by line; default 100, as each takes a millisecond.
    ///
    /// Of others it is only said that they differ.
    public static let descriptionLimit = 100

    /// The first recording.
    public let first: Side
    /// The second recording.
    public let second: Side
    /// The pairs of steps, in the order of the first recording.
    public let rows: [Row]
    /// The index of the first row that is not the same; `nil` if there is none.
    public let firstDivergence: Int?
    /// The changed lines of descriptions, in the order of the rows.
    public let descriptions: [DescriptionChanges]

    /// Compares a call of the session `first` with a call of the session `second`.
    ///
    /// A call that is `nil` is missing: all steps of the other one have no counterpart.
    public init(_ first: Session, _ firstCall: Call?, _ second: Session, _ secondCall: Call?) {
        self.init(
            (first, EntryIndex(first), firstCall.map { Scope($0, among: first.calls.calls(of: $0.pair.first)) }),
            (second, EntryIndex(second), secondCall.map { Scope($0, among: second.calls.calls(of: $0.pair.first)) }),
            numbers: (firstCall?.number, secondCall?.number))
    }

    /// One recording, the index of its entries, and the part that is compared; `nil` if it does not have that part.
    typealias Source = (session: Session, index: EntryIndex, scope: Scope?)

    init(_ first: Source, _ second: Source, numbers: (first: Int?, second: Int?)) {
        func read(_ source: Source) -> StepReader.Steps {
            source.scope.map { StepReader.read(source.session, $0, source.index) } ?? StepReader.Steps()
        }
        func side(_ source: Source, _ steps: StepReader.Steps, _ call: Int?) -> Side {
            Side(
                call: call, isPresent: source.scope != nil, names: steps.names, began: steps.began,
                count: steps.steps.count, isTruncated: steps.isTruncated)
        }
        let (old, new) = (read(first), read(second))
        self.first = side(first, old, numbers.first)
        self.second = side(second, new, numbers.second)
        var rows: [Row] = []
        var descriptions: [DescriptionChanges] = []
        var compared = 0
        for pair in StepAlignment.pairs(old.steps, new.steps) {
            switch (pair.first.map { old.steps[$0] }, pair.second.map { new.steps[$0] }) {
            case (let step?, nil): rows.append(.onlyFirst(step))
            case (nil, let step?): rows.append(.onlySecond(step))
            case (let one?, let other?) where one.facts == other.facts: rows.append(.same(one, other))
            case (let one?, let other?):
                let isDetailed = compared < Self.descriptionLimit
                let (differences, changes) = Self.differences(
                    one, first.session, other, second.session, isDetailed: isDetailed)
                if changes != nil { compared += 1 }
                if let changes, !changes.lines.isEmpty {
                    descriptions.append(
                        DescriptionChanges(row: rows.count, lines: changes.lines, isCut: changes.isCut))
                }
                rows.append(.changed(one, other, differences))
            case (nil, nil): break
            }
        }
        self.rows = rows
        self.descriptions = descriptions
        firstDivergence = rows.firstIndex { !$0.isSame }
    }

    /// Whether every step of each recording has an equal one in the other, and all steps were compared.
    ///
    /// Nothing is equal to nothing: see ``isEmpty``.
    public var isEqual: Bool {
        firstDivergence == nil && first.isPresent == second.isPresent && !isTruncated
    }

    /// Whether a recording has more entries than are compared.
    public var isTruncated: Bool { first.isTruncated || second.isTruncated }

    /// Whether there are no steps.
    public var isEmpty: Bool { rows.isEmpty }

    /// Returns the differences of two versions of a step, and those of their descriptions if they are compared line by line.
    private static func differences(
        _ one: Step, _ first: Session, _ other: Step, _ second: Session, isDetailed: Bool
    ) -> ([StepDifference], NormalizedDescription.Changes?) {
        let facts = StepDifference.differences(one.facts, other.facts)
        guard isDetailed, one.isDescription, other.isDescription, facts.contains(where: { $0.name == "description" }),
            let before = first.journal[number: one.entry]?.parsed?.description,
            let after = second.journal[number: other.entry]?.parsed?.description
        else {
            // The whole text of a description is no value for a line.
            return (
                facts.map {
                    $0.name == "description" ? StepDifference("description", text: "another description") : $0
                }, nil
            )
        }
        let changes = NormalizedDescription.changes(before, after)
        var sections = changes.sections.map { StepDifference($0.name, text: $0.text) }
        if sections.isEmpty { sections = [StepDifference("description", text: "m-sections in another order")] }
        return (sections + facts.filter { $0.name != "description" }, changes)
    }
}
