import Analysis
import Connections
public import Events
public import Findings
import Legs
import Negotiations

/// Entries as rows of the log and the ladder: a message that the upstream server passed on is one row, that of the entry
/// in which its client sent it.
extension Session {
    /// Returns the way of a message through the upstream server; `nil` if nothing is known of it.
    public func passage(of number: Int) -> Passage? {
        endpoint.upstream == nil ? nil : Passage(of: number, in: calls.legs, journal)
    }

    /// Returns the number of the entry whose row stands for entry `number`: of an outbound entry, the inbound one.
    public func row(of number: Int) -> Int {
        guard case .outbound(let exchange)? = passage(of: number), journal.contains(exchange.inbound) else {
            return number
        }
        return exchange.inbound
    }

    /// Returns the line of `record` in the log.
    public func line(_ record: Journal.Record) -> LogLine {
        let number = record.entry.number
        return LogLine(
            record, roster, reply: calls.reply(number), findings: findings(of: number), passage: passage(of: number),
            reporter: record.entry.report.flatMap { calls.peer(of: $0) },
            setupTime: calls.setupTime(of: number, record.entry.report))
    }

    /// Returns the findings that the row of entry `number` proves, the worst first.
    public func findings(of number: Int) -> [Finding] {
        let own = calls.findings.of(entry: number)
        guard let exchanges = passage(of: number)?.exchanges, !exchanges.isEmpty else { return own }
        var findings = own
        for finding in exchanges.flatMap({ calls.findings.of(entry: $0.outbound) })
        where !findings.contains(where: { $0.number == finding.number }) {
            findings.append(finding)
        }
        return findings.sorted { ($0.isOpen ? 1 : 0, $0.severity) > ($1.isOpen ? 1 : 0, $1.severity) }
    }

    /// The clients of the exchanges of entry `number`, its author included; empty if it was not passed on.
    public func clients(of number: Int) -> [PeerID] {
        switch passage(of: number) {
        case .passed(let exchanges)?: [exchanges[0].sender] + exchanges.map(\.recipient)
        case .outbound(let exchange)?: [exchange.sender, exchange.recipient]
        default: []
        }
    }
}
