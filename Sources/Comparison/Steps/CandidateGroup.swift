import Events
import Messages
import SDP

/// The candidates of one peer for one ICE generation (RFC 8839 §5.4), which are one step.
///
/// The number of candidates and their order differ from run to run, and so does their order with the messages of the other
/// peer. So the group stands behind the description that began the generation, and only these facts are compared:
///
/// ```
/// host udp: yes   relay udp: yes   trickled: yes   end-of-candidates: yes
/// ```
struct CandidateGroup {
    /// The key of a group.
    struct Key: Hashable {
        let stream: Stream
        /// The number of the ICE generation in its stream, counted from 1; 0 for candidates before any description.
        let generation: Int
    }

    /// The messages of one peer about one connection.
    struct Stream: Hashable {
        let author: Participant
        /// The key of the negotiation if the dialect has one.
        let negotiation: String?
    }

    /// The number of distinct types and transports that are kept; default 16, four times those that RFC 8839 defines.
    private static let typeLimit = 16

    let key: Key
    private(set) var entry: Int
    private(set) var time: Instant
    private var recipients: [Participant] = []
    /// The types with their transports: `relay udp`.
    private var types: Set<String> = []
    /// The candidates that were sent one by one.
    private var trickled = CandidateTally()
    /// The candidates in the description.
    private var described = CandidateTally()
    private var isTrickled = false
    private var isComplete = false

    init(_ key: Key, entry: Int, at time: Instant) {
        (self.key, self.entry, self.time) = (key, entry, time)
    }

    /// Whether there is anything to compare.
    var isEmpty: Bool { !isTrickled && described.total == 0 && !isComplete }

    /// Adds the candidates of a description.
    mutating func add(_ description: SessionDescription) {
        for media in description.media where !media.isRejected {
            for candidate in media.candidates {
                described.count(candidate)
                add(candidate)
            }
        }
    }

    /// Records that the description states the end of candidates.
    mutating func complete() { isComplete = true }

    /// Adds a message with candidates, or with their end.
    mutating func add(_ parsed: ParsedMessage, to recipients: [Participant], entry: Int, at time: Instant) {
        if !isTrickled { (self.entry, self.time, self.recipients) = (entry, time, recipients) }
        // A message that reaches another recipient later, in a room of several, is of the same group.
        for recipient in recipients where !self.recipients.contains(recipient) { self.recipients.append(recipient) }
        isTrickled = true
        guard parsed.kind == .candidate else { return isComplete = true }
        if parsed.candidate == nil { types.insert("malformed") }
        for candidate in [parsed.candidate].compactMap(\.self) + parsed.furtherCandidates.map(\.candidate) {
            trickled.count(candidate)
            add(candidate)
        }
    }

    private mutating func add(_ candidate: Candidate) {
        // Browsers gather these after all others (RFC 6544 §4.5), and stop when the answer bundles the m-sections: it
        // depends on time whether they send any.
        if candidate.transport == "tcp", candidate.tcpType == "active", candidate.type == "host" { return }
        let type = CandidateType(rawValue: candidate.type)?.rawValue ?? "unknown"
        let transport = ["udp", "tcp"].contains(candidate.transport) ? candidate.transport : "other"
        if types.count < Self.typeLimit { types.insert("\(type) \(transport)") }
    }

    /// The step of the group.
    var step: Step {
        let order = CandidateType.allCases.map(\.rawValue)
        let sorted = types.sorted { one, other in
            let (left, right) = (order.firstIndex { one.hasPrefix($0) }, order.firstIndex { other.hasPrefix($0) })
            return (left ?? order.count, one) < (right ?? order.count, other)
        }
        var facts = sorted.map { Step.Fact($0, true) }
        facts.append(Step.Fact("sent one by one", isTrickled))
        facts.append(Step.Fact("end-of-candidates", isComplete))
        if key.generation == 0 { facts.append(Step.Fact("before their description", true)) }
        if isTrickled, recipients.isEmpty { facts.append(Step.Fact("to", "nobody")) }
        let tally = isTrickled && trickled.total >= described.total ? trickled : described
        let count = tally.total == 0 ? "none" : "×\(tally.total) (\(tally.text))"
        let place = isTrickled ? "" : " in the description"
        return Step(
            "candidate", by: key.stream.author, to: recipients, entry: entry, at: time, lane: .signaling, facts: facts,
            text: count + place + (isComplete ? " done" : ""))
    }
}

/// The ICE generations of each peer, and the groups of their candidates.
struct CandidateGroups {
    /// The number of groups of a call; default 10,000, one for each other step at most.
    static let limit = 10_000

    private struct State {
        /// The user names of the current generation and of those before, the current one last.
        var generations: [[String]] = []
        /// The number of generations before those.
        var omitted = 0
        var fingerprints: [String] = []
        var isKnown = false
    }

    /// The number of generations of a peer that candidates can still belong to; default 8.
    private static let generationLimit = 8

    private var states: [CandidateGroup.Stream: State] = [:]
    private var groups: [CandidateGroup] = []
    private var indices: [CandidateGroup.Key: Int] = [:]

    /// The group with this index.
    subscript(index: Int) -> CandidateGroup { groups[index] }

    /// Records a description.
    ///
    /// - Returns: The index of the group that it begins, or `nil` if it continues a generation; and the facts that compare
    ///   the description with the one before it of the same peer.
    mutating func recordDescription(
        _ parsed: ParsedMessage, in stream: CandidateGroup.Stream, entry: Int, at time: Instant
    ) -> (group: Int?, facts: [Step.Fact]) {
        guard let terms = parsed.descriptionSummary else { return (nil, []) }
        var state = states[stream] ?? State()
        defer { states[stream] = state }
        let ufrags = terms.ufrags
        let isContinued = state.generations.last.map { known in
            ufrags.isEmpty ? known.isEmpty : ufrags.contains(where: known.contains)
        }
        let isRestart = isContinued == false
        let isOtherCertificate = state.isKnown && terms.fingerprints != state.fingerprints
        state.fingerprints = terms.fingerprints
        let facts = [
            isRestart ? Step.Fact("ICE restart", true) : nil,
            isOtherCertificate ? Step.Fact("new certificate", true) : nil,
        ].compactMap(\.self)
        state.isKnown = true
        if isContinued == true {
            let last = state.generations.count - 1
            if state.generations[last].count < SDPSummary.ufragLimit {
                state.generations[last] += ufrags.filter { !state.generations[last].contains($0) }
            }
            return (nil, facts)
        }
        state.generations.append(ufrags)
        if state.generations.count > Self.generationLimit {
            state.generations.removeFirst()
            state.omitted += 1
        }
        let key = CandidateGroup.Key(stream: stream, generation: state.omitted + state.generations.count)
        guard let index = index(of: key, entry: entry, at: time) else { return (nil, facts) }
        if terms.candidates.total > 0, let description = parsed.description { groups[index].add(description) }
        if terms.endsCandidates { groups[index].complete() }
        return (index, facts)
    }

    /// Records a message with candidates or their end; returns the index of its group if that is a new one, which stands
    /// where the message is.
    mutating func recordCandidates(
        _ parsed: ParsedMessage, in stream: CandidateGroup.Stream, to recipients: [Participant], entry: Int,
        at time: Instant
    ) -> Int? {
        let state = states[stream] ?? State()
        var generation = state.generations.isEmpty ? 0 : state.omitted + state.generations.count
        if let ufrag = parsed.usernameFragment, !state.generations.isEmpty {
            let named = state.generations.lastIndex { $0.contains(ufrag) }
            generation = named.map { state.omitted + $0 + 1 } ?? 0
        }
        let key = CandidateGroup.Key(stream: stream, generation: generation)
        let isNew = indices[key] == nil
        guard let index = index(of: key, entry: entry, at: time) else { return nil }
        groups[index].add(parsed, to: recipients, entry: entry, at: time)
        return isNew ? index : nil
    }

    private mutating func index(of key: CandidateGroup.Key, entry: Int, at time: Instant) -> Int? {
        if let index = indices[key] { return index }
        guard groups.count < Self.limit else { return nil }
        indices[key] = groups.count
        groups.append(CandidateGroup(key, entry: entry, at: time))
        return groups.count - 1
    }
}
