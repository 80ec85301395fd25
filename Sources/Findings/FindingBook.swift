package import Events
internal import HashTreeCollections
import Ranking

/// All findings, active and resolved, found by number, by entry and by subject.
///
/// A copy shares storage with the original.
public struct FindingBook: Sendable {
    /// The number of findings that are kept, which is a few megabytes; the oldest is dropped.
    public static let limit = 2000
    /// The number of active findings about one peer or one negotiation.
    package static let activeLimit = 32
    /// The time in which a problem between two peers may be a consequence of their glare, in nanoseconds.
    private static let consequenceTime: Int64 = 60_000_000_000
    /// The time in which a held or dropped message explains other problems, in nanoseconds.
    private static let exemptionTime: Int64 = 60_000_000_000

    /// The subject that a finding ends with.
    package enum Scope: Hashable, Sendable {
        /// The messages of one peer.
        case peer(PeerID)
        /// The messages of two peers to each other.
        case negotiation(NegotiationID)
        /// The reports of a page that belongs to no peer.
        case page(PageID)

        var peers: [PeerID] {
            switch self {
            case .peer(let peer): [peer]
            case .negotiation(let id): [id.pair.first, id.pair.second]
            case .page: []
            }
        }
    }

    private var findings = TreeDictionary<Int, Finding>() {
        didSet { revision += 1 }
    }
    /// The revision of the findings, which changes whenever one is added, changed or removed.
    public private(set) var revision = 0
    private var oldest = 1
    private var count = 0
    /// The findings that each entry proves.
    private var evidence = EvidenceIndex()
    /// The numbers of the active findings.
    private var active = TreeDictionary<Scope, [Int]>()
    /// The number of active findings of each severity, by its raw value.
    private var counts = [Int](repeating: 0, count: Severity.allCases.count)
    /// The changes of findings since ``beginChanges()``, in order of time.
    package private(set) var changes: [FindingChange] = []

    /// The last glare of two peers: the number of its finding, and the time at which it began.
    private var glares = TreeDictionary<Pair, (finding: Int, time: Instant)>()
    /// The end of each peer's exemption from rules that presume delivery.
    private var exemptions = TreeDictionary<PeerID, Instant>()

    package init() {}

    // MARK: Lookup

    /// The finding with that number; `nil` if there is none, or it was dropped.
    public subscript(number: Int) -> Finding? { findings[number] }

    /// All findings: the active ones, then the ones that have ended, then the resolved ones; each group by severity, the
    /// worst first, then by number, the latest first.
    ///
    /// The consequences of an open finding follow it.
    public var sorted: [Finding] {
        // Sorting numbers is faster than sorting findings.
        let ranks = all.map { finding in
            let state = finding.isActive ? 2 : finding.isOpen ? 1 : 0
            return (level: state * Severity.allCases.count + finding.severity.rawValue, number: finding.number)
        }
        let all = ranks.sorted { $0 > $1 }.compactMap { findings[$0.number] }
        guard all.contains(where: { cause(of: $0) != nil }) else { return all }
        let consequences = Dictionary(grouping: all, by: cause)
        return consequences[nil, default: []].flatMap { [$0] + consequences[$0.number, default: []] }
    }

    /// The number of the open finding that `finding` is a consequence of; `nil` if there is none.
    public func cause(of finding: Finding) -> Int? {
        guard let cause = finding.cause, findings[cause]?.isOpen == true else { return nil }
        return cause
    }

    /// The number of the finding about the last glare of `peers`; `nil` if there was none a short time ago.
    private func glare(of peers: [PeerID], at time: Instant) -> Int? {
        guard peers.count == 2, let glare = glares[Pair(peers[0], peers[1])],
            time.nanoseconds - glare.time.nanoseconds <= Self.consequenceTime
        else { return nil }
        return glare.finding
    }

    /// All findings, in the order of appearance.
    public var all: [Finding] { (oldest..<oldest + findings.count).compactMap { findings[$0] } }

    /// The findings that entry `number` proves, the open ones first, then the worst.
    public func of(entry number: Int) -> [Finding] {
        evidence.findings(of: number).compactMap { findings[$0] }.sorted {
            ($0.isOpen ? 1 : 0, $0.severity) > ($1.isOpen ? 1 : 0, $1.severity)
        }
    }

    /// Whether entry `number` proves a finding.
    public func isEvidence(entry number: Int) -> Bool { evidence.contains(number) }

    /// The entries that prove a finding, in order.
    public var entries: [Int] { evidence.entries.numbers }

    /// The version of ``entries``, which changes whenever they do, except for entries that are forgotten.
    public var version: Int { evidence.version }

    /// The first entry after `entry` that proves a finding; `nil` if there is none.
    public func next(after entry: Int) -> Int? { evidence.entries.next(after: entry) }

    /// The last entry before `entry` that proves a finding; `nil` if there is none.
    public func previous(before entry: Int) -> Int? { evidence.entries.previous(before: entry) }

    /// The active findings about `scope`.
    package func active(_ scope: Scope) -> [Finding] { active[scope, default: []].compactMap { findings[$0] } }

    /// The number of active warnings and errors, and the worst severity; `nil` if there are none.
    public var alarm: (count: Int, worst: Severity)? {
        let (warnings, errors) = (count(.warning), count(.error))
        return warnings + errors > 0 ? (warnings + errors, errors > 0 ? .error : .warning) : nil
    }

    /// The number of active findings of `severity`.
    public func count(_ severity: Severity) -> Int { counts[severity.rawValue] }

    // MARK: Changes

    /// Empties ``changes``.
    package mutating func beginChanges() {
        if !changes.isEmpty { changes = [] }
    }

    /// Records an observation, as a new finding or as further evidence of an active one.
    ///
    /// If there are too many active findings, one of lower severity is ended; if there is none, the observation is
    /// dropped. `partner` is the other peer, if the observation is about the behavior of one of two.
    package mutating func record(
        _ observation: Observation, _ scope: Scope, with partner: PeerID? = nil, at time: Instant
    ) {
        if observation.rule.presumesDelivery,
            exemptionEnd(of: scope.peers + [partner].compactMap(\.self), at: time) != nil
        {
            return
        }
        for number in active[scope, default: []] {
            guard let finding = findings[number], finding.rule == observation.rule,
                finding.subject == observation.subject
            else { continue }
            let severity = finding.severity
            let (new, old) = update(number) { $0.add(observation, at: time) } ?? ([], [])
            for entry in new { evidence.add(entry, of: number) }
            for entry in old { evidence.remove(entry, of: number) }
            if findings[number]?.severity != severity { appendChange(of: number, at: time) }
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
        active[scope, default: []].append(count)
        for entry in observation.evidence { evidence.add(entry, of: count) }
        appendChange(of: count, at: time)
        if findings.count > Self.limit { dropOldest() }
    }

    /// Exempts `peers` from rules that presume delivery for a while, because a message was held or dropped at `time`.
    package mutating func exempt(_ peers: [PeerID], at time: Instant) {
        for peer in peers { exemptions[peer] = time.advanced(by: Self.exemptionTime) }
    }

    /// Ends the exemption of `peer`.
    package mutating func endExemption(of peer: PeerID) { exemptions[peer] = nil }

    /// The end of the last exemption of `peers`; `nil` if none is exempt at `time`.
    package func exemptionEnd(of peers: [PeerID], at time: Instant) -> Instant? {
        exemptions.isEmpty ? nil : peers.compactMap { exemptions[$0] }.filter { time < $0 }.max()
    }

    /// Resolves the active findings about `scope` that `isResolved` accepts; `harmless` ones become informations.
    package mutating func resolve(
        _ scope: Scope, at time: Instant, harmless: Bool = false, _ sentence: @autoclosure () -> Sentence,
        where isResolved: (Finding) -> Bool
    ) {
        // Mostly there are no findings at all, and a lookup costs as much as folding a candidate.
        guard !self.active.isEmpty, let active = self.active[scope] else { return }
        let resolved = active.filter { findings[$0].map(isResolved) ?? true }
        guard !resolved.isEmpty else { return }
        let sentence = sentence()
        for number in resolved {
            update(number) { $0.resolve(sentence, at: time, harmless: harmless) }
            appendChange(of: number, at: time)
        }
        let rest = active.filter { !resolved.contains($0) }
        self.active[scope] = rest.isEmpty ? nil : rest
    }

    /// Ends the active findings about `scope` that `isEnded` accepts; the default is all of them.
    package mutating func close(_ scope: Scope, at time: Instant, where isEnded: (Finding) -> Bool = { _ in true }) {
        if case .negotiation(let id) = scope, !glares.isEmpty { glares[id.pair] = nil }
        guard let numbers = active[scope] else { return }
        let ended = numbers.filter { findings[$0].map(isEnded) ?? true }
        for number in ended {
            update(number) { $0.close() }
            appendChange(of: number, at: time, isEnding: true)
        }
        let rest = numbers.filter { !ended.contains($0) }
        active[scope] = rest.isEmpty ? nil : rest
    }

    /// Changes the finding with that number, and the counts of active findings.
    @discardableResult
    private mutating func update<Result>(_ number: Int, _ body: (inout Finding) -> Result) -> Result? {
        guard var finding = findings[number] else { return nil }
        if finding.isActive { counts[finding.severity.rawValue] -= 1 }
        let result = body(&finding)
        if finding.isActive { counts[finding.severity.rawValue] += 1 }
        findings[number] = finding
        return result
    }

    /// Ends an active finding of lower severity if there are too many; false if there is none.
    private mutating func makeRoom(in scope: Scope, for severity: Severity) -> Bool {
        let numbers = active[scope, default: []]
        guard numbers.count >= Self.activeLimit else { return true }
        guard let index = numbers.firstIndex(where: { findings[$0].map { $0.severity < severity } ?? true }) else {
            return false
        }
        update(numbers[index]) { $0.close() }
        active[scope]?.remove(at: index)
        return true
    }

    /// Forgets the findings that entry `number` proves, because it is no longer in the journal; the findings keep their
    /// evidence.
    package mutating func forget(entry number: Int) { evidence.forget(number) }

    /// Adds a change; several changes at the same time are one, unless the last is an ending.
    private mutating func appendChange(of number: Int, at time: Instant, isEnding: Bool = false) {
        guard let finding = findings[number] else { return }
        let change = FindingChange(finding: finding, time: time, isEnding: isEnding)
        if let index = changes.lastIndex(where: { $0.finding.number == number }), changes[index].time == time,
            changes[index].isEnding == isEnding
        {
            changes[index] = change
        } else {
            changes.append(change)
        }
    }

    private mutating func dropOldest() {
        guard let finding = findings.removeValue(forKey: oldest) else { return }
        if finding.isActive { counts[finding.severity.rawValue] -= 1 }
        for entry in finding.evidence { evidence.remove(entry, of: oldest) }
        oldest += 1
    }
}
