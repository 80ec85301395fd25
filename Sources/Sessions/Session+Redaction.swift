import Analysis
import Connections
public import Events
public import Redaction
import Reports

extension Session {
    /// Returns the session of the entries that the journal still has, without secrets.
    ///
    /// It is folded from redacted entries, so that all that is drawn or written from it is free of secrets. Entries that
    /// were evicted are missing in its calls, too. Of statistics, it has the last of each connection.
    public func redacted(by redactor: inout Redactor) -> Session {
        var copy = Session(
            endpoint.redacted(by: &redactor), journal: Journal(limits: journal.limits), guardsGlare: guardsGlare,
            hasPayloads: hasPayloads)
        if !journal.isEmpty { _ = copy.advance(to: journal.time(at: 0)) }
        let outlines = (0..<journal.count).lazy.map { journal.outline(at: $0).entry }
        _ = copy.fold(redactor.redact(.snapshot(Snapshot(peers: peers(notJoinedIn: outlines)))))
        for index in 0..<journal.count { _ = copy.fold(redactor.redact(.entry(journal[index].entry))) }
        for connection in calls.connections.all {
            guard let statistics = connection.statistics else { continue }
            let content = PeerReport(time: 0, connection: connection.id.number, .statistics(statistics))
            let report = PageReport(page: connection.id.page, occurred: now, address: "", content)
            _ = copy.fold(redactor.redact(.report(report)))
        }
        let state = Snapshot(
            peers: roster.known.filter { roster.isPresent($0.id) }, rules: intercepts.rules, held: intercepts.held,
            bans: intercepts.bans, guarded: intercepts.guarded)
        _ = copy.fold(redactor.redact(.snapshot(state)))
        if let gauges { _ = copy.fold(.gauges(gauges)) }
        copy.lose(lost)
        _ = copy.advance(to: now)
        return copy
    }
}

extension Session {
    /// Returns the known peers that join in none of `entries`, by their ids: their joining was evicted, or is not exported.
    public func peers(notJoinedIn entries: some Sequence<Entry>) -> [Peer] {
        let joined = Set(entries.compactMap { if case .joined(let peer) = $0.content { peer.id } else { nil } })
        return roster.known.filter { !joined.contains($0.id) }
    }
}

extension Endpoint {
    /// Returns the endpoint with pseudonyms of its addresses and its certificate.
    public func redacted(by redactor: inout Redactor) -> Endpoint {
        Endpoint(
            socket: redactor.redact(text: socket), page: redactor.redact(text: page),
            addresses: redactor.redact(text: addresses), pages: pages.map { redactor.redact(text: $0) },
            fingerprint: fingerprint.map { redactor.redact(fingerprint: $0) },
            upstream: upstream.map { redactor.redact(text: $0) })
    }
}
