import Analysis
import Events
import Findings
import Redaction
import Reports
import Sessions

/// Makes steps of what the probes of pages report.
///
/// Reports whose number depends on time or on the network are left out: applied candidates, muted tracks, sizes of
/// pictures, statistics. So are states after the end of a call, when a connection is closed by chance before or after it
/// notices that the other side is gone.
struct ReportSteps {
    /// The connections of pages in order of appearance, by which they are compared.
    private var connections: [ConnectionID: Int] = [:]
    /// The errors that were reported; an ICE server fails once for each interface.
    private var errors: Set<Step.Identity> = []
    private var hasEnded = false

    /// Records that a peer has left or said goodbye.
    mutating func endCall() { hasEnded = true }

    /// Makes the step of a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - id: The connection that it is about; `nil` if it is about the page.
    ///   - author: The peer whose page it is of.
    ///   - entry: The number of its entry.
    ///   - time: The time of its entry.
    ///   - names: The names by which messages refer to participants and rooms.
    ///   - stopsAtEnd: Whether states after the end of the call are left out.
    /// - Returns: The step; `nil` if the report is not compared.
    mutating func step(
        _ report: PeerReport, _ id: ConnectionID?, of author: Participant, entry: Int, at time: Instant,
        names: [String: String], stopsAtEnd: Bool
    ) -> Step? {
        let isOver = stopsAtEnd && hasEnded
        var number = 0
        if let id {
            number = connections[id] ?? connections.count + 1
            connections[id] = number
        }
        func states(_ name: String) -> Step.Lane { .states(author, connection: number, of: name) }
        func step(_ label: String, _ facts: [Step.Fact], _ lane: Step.Lane) -> Step {
            Step(
                label, by: author, entry: entry, at: time, lane: lane, facts: facts,
                text: Secrets.masked(report.text))
        }
        switch report.content {
        case .call(let call):
            if call.method == .addIceCandidate {
                guard let error = call.error else { return nil }
                let facts = [Step.Fact("result", error.name)]
                return once(step("addIceCandidate", facts, states("addIceCandidate")))
            }
            let argument = call.description?.kind ?? ""
            let result = call.error?.name ?? (call.isPending ? "pending" : "ok")
            return step(
                "\(call.method.rawValue)(\(argument))", [Step.Fact("result", result)],
                .calls(author, connection: number))
        case .state(let machine, let state):
            guard !isOver else { return nil }
            return step(machine.title, [Step.Fact("state", state)], states(machine.rawValue))
        case .candidateError(let error):
            return once(
                step(
                    "icecandidateerror", [Step.Fact("server", error.url), Step.Fact("code", "\(error.code)")],
                    states("errors")))
        case .track(let track):
            guard ["added", "removed", "ended"].contains(track.event), !isOver else { return nil }
            let side = track.isLocal ? "local" : "remote"
            return step(
                "track", [Step.Fact("track", "\(side) \(track.kind) \(track.event)")],
                states("\(side) \(track.kind) tracks"))
        case .channel(let label, let event, let error):
            guard !isOver else { return nil }
            let name = NormalizedText.text(label, names: names)
            let facts = [Step.Fact("event", event)] + [error.map { Step.Fact("error", $0.name) }].compactMap(\.self)
            return step("data channel", facts, states("channel \(name)"))
        case .mark(let text):
            return step("mark", [Step.Fact("text", NormalizedText.text(text, names: names))], states("marks"))
        case .media(let media):
            let facts = [
                Step.Fact("kinds", media.kinds.joined(separator: ", ")), Step.Fact("result", media.error?.name ?? "ok"),
            ]
            return step(media.method, facts, states("media"))
        case .element(let element):
            guard let error = element.error, error.name != "AbortError" else { return nil }
            return once(step("\(element.kind) play()", [Step.Fact("result", error.name)], states("elements")))
        case .page, .visibility, .socket, .configuration, .gathered, .negotiationNeeded, .statistics: return nil
        }
    }

    /// Returns `step` unless there was an equal one.
    private mutating func once(_ step: Step) -> Step? { errors.insert(step.identity).inserted ? step : nil }
}

/// Makes steps of findings.
enum FindingSteps {
    /// Returns the warnings and errors about the peers of `scope`, which are proved by entries that are `shown`.
    ///
    /// Informations are left out: most tell of a delay or of a problem that was resolved, both of which occur by chance.
    static func steps(
        _ session: Session, _ scope: Scope, participants: (PeerID) -> Participant?, shown: (Int) -> Bool
    ) -> [Step] {
        session.calls.findings.all.filter { $0.severity > .information }.compactMap { finding in
            let authors = finding.peers.compactMap(participants)
            guard authors.count == finding.peers.count else { return nil }
            // Both calls of two peers have findings about these peers.
            if scope.pair != nil, !finding.evidence.contains(where: shown) { return nil }
            let about = authors.sorted().map(\.text).joined(separator: ", ")
            return Step(
                finding.rule.title, by: authors.count == 1 ? authors[0] : nil, entry: finding.evidence.last ?? 0,
                at: finding.time, lane: .findings(rule: finding.rule.name),
                facts: [
                    Step.Fact("about", about), Step.Fact("severity", finding.severity.name),
                    Step.Fact("resolved", !finding.isOpen),
                ],
                text: "\(finding.sign) \(Secrets.masked(finding.sentence.text(session.roster.label)))")
        }
    }
}
