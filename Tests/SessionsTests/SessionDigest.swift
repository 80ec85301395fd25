import Connections
import Findings
import Negotiations
@testable import Analysis
@testable import Events
@testable import Legs
@testable import Sessions

/// Everything that a session shows, except the times at which it was advanced.
struct SessionDigest: Equatable {
    let records: [Journal.Record]
    let members: [Roster.Member]
    let calls: [String]
    let exchanges: [Exchange]
    let fates: [String]
    let findings: [Finding]
    let statistics: Statistics
    let rules: [ActiveRule]
    let held: [HeldMessage]
    let bans: [Ban]
    let guarded: Snapshot.Guarded
    let events: [String]

    /// The parts that differ from those of `other`, each with its first difference.
    func differences(from other: SessionDigest) -> [String] {
        func difference<Part: Equatable>(_ name: String, _ part: (SessionDigest) -> [Part]) -> String? {
            let (own, others) = (part(self), part(other))
            guard own != others else { return nil }
            let pairs = zip(own, others).first { $0 != $1 }.map { "\($0) instead of \($1)" }
            return "\(name): \(pairs ?? "\(own.count) instead of \(others.count), last \(own.last ?? others[0])")"
        }
        return [
            difference("records", \.records), difference("members", \.members), difference("calls", \.calls),
            difference("exchanges", \.exchanges), difference("fates", \.fates),
            difference("findings", \.findings), difference("statistics") { [$0.statistics] },
            difference("rules", \.rules), difference("held", \.held), difference("bans", \.bans),
            difference("guarded") { [$0.guarded] }, difference("events", \.events),
        ].compactMap(\.self)
    }

    init(_ session: Session) {
        records = (0..<session.journal.count).map { session.journal[$0] }
        members = session.roster.present.compactMap { session.roster[$0] }
        calls = session.calls.calls.map { call in
            let states = call.negotiations.map { "\($0.state(of: call.pair.first)) \($0.renegotiations)" }
            return "\(call.number) \(call.pair) \(session.calls.progress(of: call)) \(states)"
        }
        let legs = session.calls.legs
        exchanges = records.flatMap { legs.exchanges(ofInbound: $0.entry.number) }
        fates = records.map { "\(String(describing: legs.fate(of: $0.entry.number)))" }
        findings = session.calls.findings.all
        statistics = session.statistics
        rules = session.intercepts.rules
        held = session.intercepts.held
        bans = session.intercepts.bans
        guarded = session.intercepts.guarded
        events = session.eventItems.all.map { "\($0.time.text) \($0.severity) \($0.text) #\($0.entry ?? 0)" }
    }
}
