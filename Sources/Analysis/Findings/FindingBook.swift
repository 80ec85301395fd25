import Events
internal import HashTreeCollections

/// All findings, those that stand and those that were got over, by number, by entry and by whom they are about.
///
/// Bounded by ``limit``: the oldest go first. A copy shares what it has in common with the original.
public struct FindingBook: Sendable {
    /// How many are kept: more than anybody reads, and a few megabytes.
    public static let limit = 2000
    /// How many stand at a time of one peer or one negotiation.
    static let openLimit = 32

    /// What a finding is about, and with what it ends.
    enum Scope: Hashable, Sendable {
        /// What one peer said.
        case peer(PeerID)
        /// What two said to each other.
        case negotiation(NegotiationID)

        var peers: [PeerID] {
            switch self {
            case .peer(let peer): [peer]
            case .negotiation(let id): [id.pair.first, id.pair.second]
            }
        }
    }

    private var findings = TreeDictionary<Int, Finding>() {
        didSet { revision += 1 }
    }
    /// A number that changes whenever a finding is added, changed or removed.
    public private(set) var revision = 0
    private var oldest = 1
    private var count = 0
    /// The numbers of the findings that an entry proves.
    private var numbers = TreeDictionary<Int, [Int]>()
    /// The same entries, in order.
    private var marked = RankedIntSet()
    /// Another one whenever ``marks(entry:)`` says otherwise than before of an entry that is not gone.
    public private(set) var version = 0
    /// The numbers of those that stand.
    private var standing = TreeDictionary<Scope, [Int]>()
    /// How many stand of each severity, by its rank.
    private var counts = [Int](repeating: 0, count: Severity.allCases.count)
    /// The numbers of those that appeared, grew worse or were got over since ``beginChanges()``.
    private(set) var changes: [Int] = []
    /// The numbers of those that ended with what they are about since ``beginChanges()``.
    private(set) var endings: [Int] = []

    /// The last glare of two peers: its finding and when it began.
    private var glares = TreeDictionary<Pair, (finding: Int, time: Instant)>()
    /// How long what goes wrong between two may come of their glare.
    private static let consequenceTime: Int64 = 60_000_000_000

    /// Until when what is said by, and to, each peer may come late, in part or changed, as something of it was kept back.
    private var excused = TreeDictionary<PeerID, Instant>()
    /// How long what was kept back explains what follows: as long as clients wait for one another.
    private static let excuseTime: Int64 = 60_000_000_000

    init() {}

    /// The finding of that number; `nil` if there is none, or it had to go.
    public subscript(number: Int) -> Finding? { findings[number] }

    /// All that are kept, those that stand first, then those that are past, then what was got over; of each the worst
    /// first, then the latest first.
    ///
    /// Findings that follow from one that is open stand under it.
    public var sorted: [Finding] {
        // Moving numbers about is quicker than findings.
        let ranks = all.map { finding in
            (
                rank: (finding.stands ? 2 : finding.isOpen ? 1 : 0) * Severity.allCases.count
                    + finding.severity.rawValue,
                number: finding.number
            )
        }
        let all = ranks.sorted { $0 > $1 }.compactMap { findings[$0.number] }
        guard all.contains(where: { cause(of: $0) != nil }) else { return all }
        let consequences = Dictionary(grouping: all, by: cause)
        return consequences[nil, default: []].flatMap { [$0] + consequences[$0.number, default: []] }
    }

    /// The number of the open finding under which `finding` stands; `nil` if it stands by itself.
    public func cause(of finding: Finding) -> Int? {
        guard let cause = finding.cause, findings[cause]?.isOpen == true else { return nil }
        return cause
    }

    /// The finding of the last glare of two, if that is not long ago.
    private func glare(of peers: [PeerID], at time: Instant) -> Int? {
        guard peers.count == 2, let glare = glares[Pair(peers[0], peers[1])],
            time.nanoseconds - glare.time.nanoseconds <= Self.consequenceTime
        else { return nil }
        return glare.finding
    }

    /// All that are kept, in order of appearance.
    public var all: [Finding] { (oldest..<oldest + findings.count).compactMap { findings[$0] } }

    /// Those that entry `number` proves, the worst first.
    public func of(entry number: Int) -> [Finding] {
        guard let numbers = numbers[number] else { return [] }
        return numbers.compactMap { findings[$0] }.sorted {
            ($0.isOpen ? 1 : 0, $0.severity) > ($1.isOpen ? 1 : 0, $1.severity)
        }
    }

    /// Whether entry `number` proves anything.
    public func marks(entry number: Int) -> Bool { numbers[number] != nil }

    /// The entries that prove anything, in order.
    public var entries: [Int] { marked.numbers }

    /// The first entry after `entry` that proves anything; `nil` if none does.
    public func next(after entry: Int) -> Int? { marked.next(after: entry) }

    /// The last entry before `entry` that proves anything; `nil` if none does.
    public func previous(before entry: Int) -> Int? { marked.previous(before: entry) }

    /// Those that stand and are about `scope`.
    func standing(_ scope: Scope) -> [Finding] { standing[scope, default: []].compactMap { findings[$0] } }

    /// The number of open warnings and errors, and the worst of them; `nil` if there are none.
    public var alarm: (count: Int, worst: Severity)? {
        let (warnings, errors) = (count(.warning), count(.error))
        return warnings + errors > 0 ? (warnings + errors, errors > 0 ? .error : .warning) : nil
    }

    /// How many of `severity` stand.
    public func count(_ severity: Severity) -> Int { counts[severity.rawValue] }

    // MARK: Changes

    /// From here on ``changes`` are counted anew.
    mutating func beginChanges() {
        if !changes.isEmpty { changes = [] }
        if !endings.isEmpty { endings = [] }
    }

    /// Takes in an observation: as a new finding, or as more of one that stands.
    ///
    /// `partner` is whom else it is about, if it is held against one peer of two. If too many stand already, what
    /// is wrong takes the place of what is only worth knowing.
    mutating func note(_ observation: Observation, _ scope: Scope, with partner: PeerID? = nil, at time: Instant) {
        if observation.rule.presumesDelivery, isExcused(scope.peers + [partner].compactMap(\.self), at: time) { return }
        for number in standing[scope, default: []] {
            guard let finding = findings[number], finding.rule == observation.rule,
                finding.subject == observation.subject
            else { continue }
            let severity = finding.severity
            let (new, old) = update(number) { $0.add(observation, at: time) } ?? ([], [])
            for entry in new { mark(entry, number) }
            for entry in old { unmark(entry, number) }
            if findings[number]?.severity != severity { change(number) }
            return
        }
        guard makeRoom(in: scope, for: observation.severity) else { return }
        count += 1
        let peers = scope.peers + [partner].compactMap(\.self).filter { !scope.peers.contains($0) }
        findings[count] = Finding(
            observation, number: count, peers: scope.peers, partner: partner,
            cause: observation.rule.followsFromGlare ? glare(of: peers, at: time) : nil, at: time)
        if observation.rule == .glare, case .negotiation(let id) = scope { glares[id.pair] = (count, time) }
        counts[observation.severity.rawValue] += 1
        standing[scope, default: []].append(count)
        for entry in observation.proof { mark(entry, count) }
        change(count)
        if findings.count > Self.limit { dropOldest() }
    }

    /// Holds nothing against `peers` for a while that may come of what was kept back at `time`.
    mutating func excuse(_ peers: [PeerID], at time: Instant) {
        for peer in peers { excused[peer] = time.advanced(by: Self.excuseTime) }
    }

    mutating func forgetExcuse(of peer: PeerID) { excused[peer] = nil }

    /// When the last of `peers` stops being excused; `nil` if none is excused at `time`.
    func excuse(of peers: [PeerID], at time: Instant) -> Instant? {
        excused.isEmpty ? nil : peers.compactMap { excused[$0] }.filter { time < $0 }.max()
    }

    private func isExcused(_ peers: [PeerID], at time: Instant) -> Bool { excuse(of: peers, at: time) != nil }

    /// Those of `scope` that `isOver` says so of were got over.
    mutating func resolve(
        _ scope: Scope, at time: Instant, harmless: Bool = false, _ sentence: @autoclosure () -> Sentence,
        where isOver: (Finding) -> Bool
    ) {
        // Mostly there is nothing at all, and to look for that costs as much as to fold a candidate.
        guard !self.standing.isEmpty, let standing = self.standing[scope] else { return }
        let over = standing.filter { findings[$0].map(isOver) ?? true }
        guard !over.isEmpty else { return }
        let words = sentence()
        for number in over {
            update(number) { $0.resolve(words, at: time, harmless: harmless) }
            change(number)
        }
        let rest = standing.filter { !over.contains($0) }
        self.standing[scope] = rest.isEmpty ? nil : rest
    }

    /// What is about `scope`, or those of it that `isOver` says so of, is over, and nothing more will be said of it.
    mutating func close(_ scope: Scope, where isOver: (Finding) -> Bool = { _ in true }) {
        if case .negotiation(let id) = scope, !glares.isEmpty { glares[id.pair] = nil }
        guard let numbers = standing[scope] else { return }
        let over = numbers.filter { findings[$0].map(isOver) ?? true }
        for number in over { update(number) { $0.close() } }
        endings += over
        let rest = numbers.filter { !over.contains($0) }
        standing[scope] = rest.isEmpty ? nil : rest
    }

    /// Changes the finding of that number, and keeps the count of those that stand.
    @discardableResult
    private mutating func update<Result>(_ number: Int, _ body: (inout Finding) -> Result) -> Result? {
        guard var finding = findings[number] else { return nil }
        if finding.stands { counts[finding.severity.rawValue] -= 1 }
        let result = body(&finding)
        if finding.stands { counts[finding.severity.rawValue] += 1 }
        findings[number] = finding
        return result
    }

    private mutating func makeRoom(in scope: Scope, for severity: Severity) -> Bool {
        let numbers = standing[scope, default: []]
        guard numbers.count >= Self.openLimit else { return true }
        guard let index = numbers.firstIndex(where: { findings[$0].map { $0.severity < severity } ?? true }) else {
            return false
        }
        update(numbers[index]) { $0.close() }
        standing[scope]?.remove(at: index)
        return true
    }

    /// Forgets what entry `number` proves, as it is gone; the findings keep their words.
    mutating func forget(entry number: Int) {
        if marked.remove(number) { numbers[number] = nil }
    }

    private mutating func mark(_ entry: Int, _ number: Int) {
        numbers[entry, default: []].append(number)
        if marked.insert(entry) { version += 1 }
    }

    private mutating func unmark(_ entry: Int, _ number: Int) {
        numbers[entry]?.removeAll { $0 == number }
        guard numbers[entry]?.isEmpty == true else { return }
        numbers[entry] = nil
        marked.remove(entry)
        version += 1
    }

    private mutating func change(_ number: Int) {
        if !changes.contains(number) { changes.append(number) }
    }

    private mutating func dropOldest() {
        guard let finding = findings.removeValue(forKey: oldest) else { return }
        if finding.stands { counts[finding.severity.rawValue] -= 1 }
        for entry in finding.proof { unmark(entry, oldest) }
        oldest += 1
    }
}
