import Analysis
import Events
import Ladders
import Messages
import Redaction
import SDP
import Sessions

/// Reads the steps of a call, or of a whole recording, from a session.
///
/// It appends the entries of the peers to a ladder, which decides what is shown of them, and makes a step of each row.
/// Candidates are grouped (``CandidateGroup``), and keepalives are left out, because their number depends on time.
struct StepReader {
    /// The number of entries that are read for a call; default 20,000, the rows that a ladder has.
    static let entryLimit = Ladder.rowLimit

    /// The steps that were read, in order; a group of candidates stands behind the description that it belongs to.
    struct Steps {
        var steps: [Step] = []
        /// The names of the participants in this recording.
        var names: [Participant: String] = [:]
        /// The time of the first description, or else of the first step.
        var began = Instant.start
        /// Whether there are more entries than are read, or more peers than a ladder has columns.
        var isTruncated = false
    }

    let session: Session
    private let scope: Scope
    private let ladder: Ladder
    private let isTruncated: Bool
    /// The participant of each column of the ladder.
    private let participants: [Participant]
    /// The names by which messages refer to participants and rooms.
    private let words: [String: String]
    private var groups = CandidateGroups()
    private var items: [Item] = []
    private var reports = ReportSteps()

    private enum Item {
        case step(Step)
        case group(Int)
    }

    /// Reads all steps in `scope`.
    static func read(_ session: Session, _ scope: Scope, _ index: EntryIndex) -> Steps {
        var reader = StepReader(session, scope, index)
        return reader.read()
    }

    private init(_ session: Session, _ scope: Scope, _ index: EntryIndex) {
        (self.session, self.scope) = (session, scope)
        let rows = ScopeLadder(session, scope, index)
        (ladder, participants, isTruncated) = (rows.ladder, rows.participants, rows.isTruncated)
        var words: [String: String] = [:]
        for (column, peer) in ladder.columns.enumerated() where column != ladder.server {
            words[peer.description] = participants[column].text
            guard let member = session.roster[peer]?.peer else { continue }
            if let name = member.name { words[name] = participants[column].text }
            words[member.room] = "room"
        }
        self.words = words
    }

    // MARK: Rows

    private mutating func read() -> Steps {
        for row in ladder.rows {
            switch row.content {
            case .arrow(let arrow): read(arrow, at: row.time)
            case .fact(let fact): read(fact, at: row.time)
            case .fold, .gap: break
            }
        }
        let steps = items.compactMap { item in
            switch item {
            case .step(let step): step
            case .group(let index): groups[index].isEmpty ? nil : groups[index].step
            }
        }
        let findings = FindingSteps.steps(session, scope, participants: participant) { ladder.row(of: $0) != nil }
        var result = Steps()
        result.steps = Self.merged(steps, findings + scope.refusals.compactMap(refused))
        for (column, peer) in ladder.columns.enumerated() {
            result.names[participants[column]] = session.roster.label(peer)
        }
        let description = result.steps.first { $0.isDescription && !$0.recipients.isEmpty }
        result.began = (description ?? result.steps.first { $0.isDescription } ?? result.steps.first)?.time ?? .start
        result.isTruncated = isTruncated
        return result
    }

    /// Inserts `others` before the first steps that are later.
    private static func merged(_ steps: [Step], _ others: [Step]) -> [Step] {
        var rest = others.sorted { ($0.time, $0.entry) < ($1.time, $1.entry) }[...]
        var merged: [Step] = []
        for step in steps {
            while let other = rest.first, other.time < step.time {
                merged.append(other)
                rest.removeFirst()
            }
            merged.append(step)
        }
        return merged + rest
    }

    /// The participant that `peer` is in this call; `nil` if it is not in it.
    private func participant(_ peer: PeerID) -> Participant? {
        if let column = ladder.columns.firstIndex(of: peer) { return participants[column] }
        return session.roster.isServer(peer) && ladder.server != nil ? .server : nil
    }

    private mutating func read(_ arrow: Ladder.Arrow, at time: Instant) {
        guard arrow.kind != .keepalive, let record = session.journal[number: arrow.entry], let parsed = record.parsed
        else { return }
        let author = participants[arrow.path.from]
        let recipients = arrow.path.to.map { participants[$0] }.sorted()
        let stream = CandidateGroup.Stream(author: author, negotiation: record.negotiationKey)
        if arrow.kind == .candidate || arrow.kind == .endOfCandidates {
            // The candidates of the operator, and those that were held, are steps of their own.
            guard !arrow.isOperated, arrow.interceptions.isEmpty else {
                return items.append(.step(message(arrow, record, parsed, author, recipients, at: time, facts: [])))
            }
            let group = groups.recordCandidates(parsed, in: stream, to: recipients, entry: arrow.entry, at: time)
            if let group { items.append(.group(group)) }
            return
        }
        var facts: [Step.Fact] = []
        var group: Int?
        if arrow.kind == .offer || arrow.kind == .answer || arrow.kind == .pranswer {
            (group, facts) = groups.recordDescription(parsed, in: stream, entry: arrow.entry, at: time)
            let text = parsed.descriptionText.map(NormalizedDescription.text)
            facts.insert(Step.Fact("description", text ?? NormalizedText.text(parsed.summary, names: words)), at: 0)
        } else if arrow.kind != .rollback {
            let payload = record.entry.delivery?.message.payload.prefix(NormalizedText.byteLimit) ?? []
            let text = NormalizedText.text(String(decoding: payload, as: UTF8.self), names: words)
            facts = [Step.Fact("text", arrow.kind == .opaque ? "binary" : text)]
        }
        items.append(.step(message(arrow, record, parsed, author, recipients, at: time, facts: facts)))
        if let group { items.append(.group(group)) }
        if arrow.kind == .bye, !parsed.isGuess { reports.endCall() }
    }

    private func message(
        _ arrow: Ladder.Arrow, _ record: Journal.Record, _ parsed: ParsedMessage, _ author: Participant,
        _ recipients: [Participant], at time: Instant, facts: [Step.Fact]
    ) -> Step {
        var all = [Step.Fact("to", recipients.isEmpty ? "nobody" : recipients.map(\.text).joined(separator: ", "))]
        all += facts
        if let delivery = record.entry.delivery, case .nobody(let fault) = delivery.addressee {
            all.append(Step.Fact("error", fault.code))
        }
        if arrow.passage?.isChanged == true { all.append(Step.Fact("changed by the server", true)) }
        if arrow.isOperated { all.append(Step.Fact("sent by the operator", true)) }
        let interceptions = arrow.interceptions.map { $0.fate == .dropped ? "dropped" : "held" }
        if !interceptions.isEmpty { all.append(Step.Fact("intercepted", interceptions.joined(separator: ", "))) }
        let lane: Step.Lane = arrow.kind.isNegotiation ? .signaling : .messages(author)
        return Step(
            arrow.label, by: author, to: recipients, entry: arrow.entry, at: time, lane: lane, facts: all,
            text: Secrets.masked(arrow.summary), isDescription: parsed.descriptionSummary != nil)
    }

    // MARK: Events

    private mutating func read(_ fact: Ladder.Fact, at time: Instant) {
        let author = participants[fact.column]
        switch fact.event {
        case .joined(let peer):
            let client = peer.transport != .webSocket ? peer.transport.text : peer.isAware ? "aware" : "plain"
            items.append(
                .step(
                    Step(
                        "joined", by: author, entry: fact.entry, at: time, lane: .presence(author),
                        facts: [Step.Fact("client", client)], text: "room \(peer.room) · \(client) client")))
        case .left(let reason):
            reports.endCall()
            let text = NormalizedText.text(reason.text, names: words)
            items.append(
                .step(
                    Step(
                        "left", by: author, entry: fact.entry, at: time, lane: .presence(author),
                        facts: [Step.Fact("reason", text)], text: reason.text)))
        case .reported(let report):
            let connection = session.journal[number: fact.entry]?.entry.report?.connection
            let step = reports.step(
                report, connection, of: author, entry: fact.entry, at: time, names: words,
                // Peers of a whole recording come and go.
                stopsAtEnd: scope.pair != nil)
            if let step { items.append(.step(step)) }
        }
    }

    private func refused(_ number: Int) -> Step? {
        guard let entry = session.journal[number: number]?.entry,
            case .refused(let request, let refusal) = entry.content
        else { return nil }
        return Step(
            "refused", by: nil, entry: number, at: entry.time, lane: .refusals,
            facts: [Step.Fact("reason", NormalizedText.text(refusal.text, names: words))],
            text: "\(refusal.text) · \(request.name ?? "-")")
    }
}
