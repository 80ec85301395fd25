import Connections
import Findings
import Negotiations
import Reports
import SignalingSupport

@testable import Analysis
@testable import Events
@testable import Legs
@testable import Messages
@testable import SDP
@testable import Sessions

/// What a session knows about calls and messages, without their texts: a line for each message, call, finding and connection.
struct AnalysisDigest: Equatable {
    let lines: [String]

    init(_ events: [(time: Instant, event: RelayEvent)], until end: Instant) {
        var session = Session(Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "::1"))
        for (time, event) in events {
            _ = session.advance(to: time)
            _ = session.fold(event)
        }
        _ = session.advance(to: end)
        let records = (0..<session.journal.count).map { session.journal[$0] }
        let (book, items) = (session.calls, session.eventItems.all)
        var lines = records.map { Self.line($0) }
        lines += records.map { Self.line(of: $0.entry, book) }
        lines += book.calls.map { Self.line(of: $0, book) }
        lines += book.findings.all.map { Self.line(of: $0) }
        lines += book.connections.all.map { Self.line(of: $0, book) }
        lines += items.map { "event \($0.time.text) \($0.severity) #\($0.entry ?? 0)" }
        self.lines = lines
    }

    /// The lines that differ from those of `other`, of both.
    func differences(from other: AnalysisDigest) -> [String] {
        let different = zip(lines, other.lines).filter { $0 != $1 }.prefix(3).map { "\($0) instead of \($1)" }
        return different + (lines.count == other.lines.count ? [] : ["\(lines.count) instead of \(other.lines.count)"])
    }

    private static func line(_ record: Journal.Record) -> String {
        let (parsed, terms) = (record.parsed, record.parsed?.descriptionSummary)
        let sections = terms?.sections.map { "\($0.kind) \($0.mid ?? "-") \($0.fingerprints.count)" } ?? []
        return """
            #\(record.entry.number) \(record.kind?.rawValue ?? "event") \(record.isGuess) \
            \(record.negotiationKey ?? "-") \(record.candidateType?.rawValue ?? "-") \
            \(parsed?.envelopeFormat ?? "-") \(parsed?.missingContent?.members ?? []) \
            \(parsed?.furtherCandidates.count ?? 0) \(parsed?.mid ?? "-") \(sections) \
            \(String(describing: terms?.fault)) \(terms?.sections.map { "\($0.credentialFaults)" } ?? [])
            """
    }

    private static func line(of entry: Entry, _ book: CallBook) -> String {
        let (number, legs) = (entry.number, book.legs)
        return """
            #\(number) \(book.recipients(of: entry)) \(legs.exchanges(ofInbound: number).map { "\($0)" }) \
            \(String(describing: legs.fate(of: number))) \
            \(book.connections.receptions(of: number).map { "\($0)" })
            """
    }

    private static func line(of call: Call, _ book: CallBook) -> String {
        let negotiations = call.negotiations.map { negotiation in
            let sides = [call.pair.first, call.pair.second].map { peer in
                "\(negotiation.state(of: peer)) \(negotiation[peer].candidates.total)"
            }
            return "\(sides) \(negotiation.renegotiations) \(book.progress(of: negotiation))"
        }
        return "call \(call.number) \(call.pair) #\(call.first)-\(call.last) \(book.progress(of: call)) \(negotiations)"
    }

    private static func line(of finding: Finding) -> String {
        """
        finding \(finding.number) \(finding.rule.name) \(finding.severity) \(finding.evidence) \(finding.count) \
        \(finding.peers) \(finding.time.text) \(finding.changed.text) \(finding.resolution?.time.text ?? "open") \
        \(finding.hasEnded) \(finding.cause ?? 0)
        """
    }

    private static func line(of connection: ReportedConnection, _ book: CallBook) -> String {
        let owner = book.connections.owner(of: connection.id).map { "\($0.peer) \(String(describing: $0.negotiation))" }
        return "\(connection.id) \(owner ?? "-") \(connection.state) \(connection.isClosed)"
    }
}
