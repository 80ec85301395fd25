import Analysis
import Connections
public import Events
public import Filtering
import Findings
import Legs
import Negotiations
import Reports
import SDP

/// The context in which a filter of entries is evaluated: the session, and which entries are marked.
public struct EntryFacts: FilterContext {
    private let roster: Roster
    private let calls: CallBook
    private let journal: Journal
    private let marked: @Sendable (Int) -> Bool
    /// Whether messages may pass an upstream server.
    private let isProxy: Bool
    public let now: Instant

    /// Creates the facts of `session`.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - marked: Returns whether an entry is marked; by default, none is.
    public init(_ session: Session, marked: @escaping @Sendable (Int) -> Bool = { _ in false }) {
        roster = session.roster
        calls = session.calls
        journal = session.journal
        isProxy = session.endpoint.upstream != nil
        now = session.now
        self.marked = marked
    }

    public func names(of peer: PeerID) -> [String] { roster[peer]?.peer.names ?? [peer.description] }

    public func transport(of peer: PeerID) -> Transport? { roster[peer]?.peer.clientTransport }

    public func hasFinding(_ entry: Int) -> Bool { calls.findings.isEvidence(entry: entry) }

    public func isMarked(_ entry: Int) -> Bool { marked(entry) }

    public func passage(of number: Int) -> ServerPassage? {
        guard isProxy, let passage = Passage(of: number, in: calls.legs, journal) else { return nil }
        return ServerPassage(passage)
    }

    public func previousTime(_ record: Journal.Record) -> Instant? {
        let index = journal.index(atOrAfter: record.entry.number) - 1
        return index >= 0 ? journal.time(at: index) : nil
    }

    public func calls(of record: Journal.Record) -> [Int] { calls.calls(of: record).map(\.number) }

    public func connections(of record: Journal.Record) -> ConnectionFacts {
        var facts = ConnectionFacts()
        guard !calls.connections.isEmpty else { return facts }
        let connections =
            record.entry.report.map { [$0.connection.flatMap { calls.connections[$0] }].compactMap(\.self) }
            ?? calls.calls(of: record).flatMap(\.negotiations).flatMap(calls.connections).map(\.connection)
        for connection in connections {
            facts.states.append(ConnectionFacts.State(connection.state))
            guard let pair = connection.statistics?.selectedPair else { continue }
            facts.pairTypes += [pair.local.type, pair.remote.type].compactMap { CandidateType(rawValue: $0) }
        }
        return facts
    }

    public func room(of peer: PeerID) -> String? { roster[peer]?.peer.room }
}

extension ConnectionFacts.State {
    fileprivate init(_ state: ReportedConnection.State) {
        self =
            switch state {
            case .new: .new
            case .checking: .checking
            case .connected: .connected
            case .disconnected: .disconnected
            case .failedICE, .failedDTLS: .failed
            case .closed: .closed
            }
    }
}

extension ServerPassage {
    /// The passage as filters see it.
    fileprivate init(_ passage: Passage) {
        let isOutbound = if case .outbound = passage { true } else { false }
        self.init(
            recipients: passage.recipients, isChanged: passage.isChanged, isSwallowed: passage == .swallowed,
            isMade: passage == .made, isOutbound: isOutbound)
    }
}
