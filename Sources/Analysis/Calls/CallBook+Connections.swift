import Connections
import Events
import Findings
import HashTreeCollections
import Negotiations
import Reports

/// The states and statistics of reported connections.
extension CallBook {
    /// Records a state of connection `id`.
    mutating func record(
        _ machine: StateMachine, _ state: String, of id: ConnectionID, _ report: PageReport, entry: Int?,
        at time: Instant
    ) {
        connections.change(id) { connection in
            connection.states[machine] = state
            connection.stateTimes[machine] = report.occurred
            if let entry { connection.stateEntries[machine] = entry }
            if machine == .connection, state == "connected", connection.connected == nil {
                connection.connected = report.occurred
                connection.connectedEntry = entry
            }
        }
        guard let connection = connections[id] else { return }
        let peer = connections.owner(of: id)?.peer
        switch connection.state {
        case .connected: resolveFailures(of: connection, at: time)
        case .failedICE, .failedDTLS:
            // Reported once, by the state of the connection.
            guard machine == .connection, let entry, isExpected(id) else { break }
            findings.record(ConnectionRules.failed(connection, of: peer, entry: entry), scope(of: id), at: time)
            if let observation = ConnectionRules.unusedRelay(connection, of: peer, entry: entry) {
                findings.record(observation, scope(of: id), at: time)
            }
        case .new, .checking, .disconnected, .closed: break
        }
        evaluateConnection(id, at: time)
    }

    /// Whether a connection is expected to last: its call is current, and the other side has not closed its own.
    private func isExpected(_ id: ConnectionID) -> Bool {
        guard let owner = connections.owner(of: id) else { return true }
        guard case .negotiation(let current) = scope(of: id), let other = current.pair.other(than: owner.peer),
            let negotiation = list.current[current.pair]?.negotiations.first(where: { $0.id == current })
        else { return false }
        return connections.connection(of: other, in: negotiation)?.isClosed != true
    }

    /// Records an error of an ICE server.
    mutating func record(_ error: CandidateError, of id: ConnectionID, entry: Int?, at time: Instant) {
        connections.change(id) { connection in
            guard connection.errors.count < ReportedConnection.errorLimit else { return }
            connection.errors.append(error)
            if let entry { connection.errorEntries.append(entry) }
        }
        guard let entry, let connection = connections[id],
            let observation = ConnectionRules.serverError(
                error, connection, of: connections.owner(of: id)?.peer, entry: entry)
        else { return }
        findings.record(observation, scope(of: id), at: time)
    }

    /// Records statistics of connection `id`, and evaluates what they tell.
    mutating func record(
        _ statistics: ConnectionStatistics, of id: ConnectionID, at time: Instant, occurred: Instant
    ) {
        connections.change(id) { connection in
            connection.statistics = statistics
            connection.rates.add(statistics, at: occurred)
            connection.updateSilence(at: time)
        }
        evaluateConnection(id, at: time)
    }

    /// Evaluates the rules of a connection.
    private mutating func evaluateConnection(_ id: ConnectionID, at time: Instant) {
        guard let connection = connections[id] else { return }
        let peer = connections.owner(of: id)?.peer
        let observations =
            [
                ConnectionRules.unansweredChecks(connection, of: peer, at: time),
                ConnectionRules.unfinishedDTLS(connection, of: peer, at: time),
            ].compactMap(\.self) + ConnectionRules.silentMedia(connection, of: peer, at: time)
        for observation in observations { findings.record(observation, scope(of: id), at: time) }
        let silent = connection.silentSince
        findings.resolve(scope(of: id), at: time, harmless: true, "packets arrive now") { finding in
            finding.rule == .silentMedia && finding.subject.hasPrefix("\(id) ")
                && silent[String(finding.subject.dropFirst("\(id) ".count))] == nil
        }
    }

    /// Resolves the findings about a connection that is connected now.
    private mutating func resolveFailures(of connection: ReportedConnection, at time: Instant) {
        let entry = connection.stateEntries[.connection] ?? connection.stateEntries[.ice] ?? connection.lastEntry
        let rules: [Rule] = [.unansweredChecks, .connectionFailed, .unfinishedDTLS, .unusedRelay]
        let messages: [Rule] = [.refusedByBrowser, .neverApplied]
        for scope in [scope(of: connection.id), .page(connection.id.page)] {
            findings.resolve(scope, at: time, "it is connected since \(entry: entry)") { finding in
                rules.contains(finding.rule) && finding.subject == connection.id.description
            }
        }
        // What was refused or not applied was not needed.
        findings.resolve(scope(of: connection.id), at: time, harmless: true, "it is connected since \(entry: entry)") {
            messages.contains($0.rule) && $0.severity < .error
        }
    }

    /// Records that a peer has two open connections with the same other peer.
    mutating func reportLeak(of id: ConnectionID, entry: Int?, at time: Instant) {
        guard let entry, let owner = connections.owner(of: id), let negotiation = owner.negotiation else { return }
        let made = connections[id]?.made ?? time
        let earlier = connections.all.last { other in
            other.id.page == id.page && other.id.number < id.number && other.made < made && !other.isClosed
                && connections.owner(of: other.id)?.negotiation == negotiation
        }
        guard let earlier, let partner = negotiation.pair.other(than: owner.peer) else { return }
        findings.record(
            ConnectionRules.leak(owner.peer, with: partner, earlier: earlier.lastEntry, entry: entry), scope(of: id),
            at: time)
    }

    /// Resolves the finding that an earlier connection was open, which is closed now.
    mutating func resolveLeak(of id: ConnectionID, at time: Instant) {
        guard let owner = connections.owner(of: id) else { return }
        for scope in [owner.negotiation.map { FindingBook.Scope.negotiation($0) }, .peer(owner.peer)].compactMap(\.self)
        {
            findings.resolve(scope, at: time, harmless: true, "one of the connections was closed") {
                $0.rule == .connectionLeak
            }
        }
    }
}
