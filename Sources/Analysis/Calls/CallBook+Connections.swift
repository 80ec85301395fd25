import Events
import HashTreeCollections
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
            guard machine == .connection, let entry else { break }
            findings.record(ConnectionRules.failed(connection, of: peer, entry: entry), scope(of: id), at: time)
            if let observation = ConnectionRules.unusedRelay(connection, of: peer, entry: entry) {
                findings.record(observation, scope(of: id), at: time)
            }
        case .new, .checking, .disconnected, .closed: break
        }
        evaluateConnection(id, at: time)
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
        }
        evaluateConnection(id, at: time)
    }

    /// Evaluates the rules of a connection.
    private mutating func evaluateConnection(_ id: ConnectionID, at time: Instant) {
        guard let connection = connections[id] else { return }
        let peer = connections.owner(of: id)?.peer
        let observations =
            [
                ConnectionRules.unansweredChecks(connection, of: peer),
                ConnectionRules.unfinishedDTLS(connection, of: peer, at: time),
            ].compactMap(\.self) + ConnectionRules.silentMedia(connection, of: peer, at: time)
        for observation in observations { findings.record(observation, scope(of: id), at: time) }
    }

    /// Resolves the findings about a connection that is connected now.
    private mutating func resolveFailures(of connection: ReportedConnection, at time: Instant) {
        let entry = connection.stateEntries[.connection] ?? connection.stateEntries[.ice] ?? connection.lastEntry
        let rules: [Rule] = [.unansweredChecks, .connectionFailed, .unfinishedDTLS, .unusedRelay]
        for scope in [scope(of: connection.id), .page(connection.id.page)] {
            findings.resolve(scope, at: time, "it is connected since \(entry: entry)") { finding in
                rules.contains(finding.rule) && finding.subject == connection.id.description
            }
        }
    }
}
