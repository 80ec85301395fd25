@testable import Analysis
@testable import Events
@testable import Sessions

/// Everything that a session shows, except the times at which it was advanced.
struct SessionDigest: Equatable {
    let records: [Journal.Record]
    let members: [Roster.Member]
    let calls: [String]
    let findings: [Finding]
    let statistics: Statistics
    let rules: [ArmedRule]
    let held: [HeldMessage]
    let bans: [Ban]
    let guarded: Snapshot.Guarded
    let events: [String]

    init(_ session: Session) {
        records = (0..<session.journal.count).map { session.journal[$0] }
        members = session.roster.present.compactMap { session.roster[$0] }
        calls = session.calls.calls.map { call in
            let states = call.negotiations.map { "\($0.state(of: call.pair.first)) \($0.renegotiations)" }
            return "\(call.number) \(call.pair) \(session.calls.progress(of: call)) \(states)"
        }
        findings = session.calls.findings.all
        statistics = session.statistics
        rules = session.interventions.rules
        held = session.interventions.held
        bans = session.interventions.bans
        guarded = session.interventions.guarded
        events = session.happenings.all.map { "\($0.severity) \($0.words)" }
    }
}
