public import Connections
public import Events
import Findings
import HashTreeCollections
import Messages
public import Negotiations
import Reports
import SDP

/// The reports of probes: what the connections of the peers made of the messages.
extension CallBook {
    /// The peer that a report is of; `nil` if it is not known.
    public func peer(of report: PageReport) -> PeerID? {
        if let connection = report.connection { return connections.presumedOwner(of: connection) }
        let peers = connections.peers(of: report.page)
        return peers.count == 1 ? peers[0] : nil
    }

    /// The time that a connection took to connect, in nanoseconds, if entry `number` reports that; otherwise `nil`.
    public func setupTime(of number: Int, _ report: PageReport?) -> Int64? {
        guard let connection = report?.connection.flatMap({ connections[$0] }), connection.connectedEntry == number
        else {
            return nil
        }
        return connection.setupTime
    }

    /// The connections that the peers of `negotiation` report, the one of the first peer first.
    public func connections(of negotiation: Negotiation) -> [(peer: PeerID, connection: ReportedConnection)] {
        guard !connections.isEmpty else { return [] }
        let pair = negotiation.id.pair
        return [pair.first, pair.second].compactMap { peer in
            connections.connection(of: peer, in: negotiation).map { (peer, $0) }
        }
    }

    /// Folds a report that is no entry.
    public mutating func fold(_ report: PageReport, at time: Instant) {
        findings.beginChanges()
        evaluateDeadlines(until: time)
        record(report, entry: nil, at: time)
    }

    /// Records a message in the index of what pages may apply.
    mutating func recordForReports(_ message: ObservedMessage) {
        switch message.parsed.kind {
        case .offer, .answer, .pranswer:
            for recipient in message.recipients {
                let pair = Pair(message.author, recipient)
                guard let negotiation = list.current[pair]?[message.parsed.negotiationKey],
                    let description = negotiation.lastDescription(of: message.author),
                    description.entry == message.number
                else { continue }
                connections.recordDescription(
                    description, text: message.parsed.descriptionText, to: recipient, in: negotiation.id,
                    host: peers[message.author]?.host)
                if let connection = connections.connection(of: message.author, in: negotiation) {
                    recordPending(of: connection.id, at: message.time)
                    reportLeak(of: connection.id, entry: message.number, at: message.time)
                }
                if message.parsed.kind != .offer { scheduleReceptionCheck(of: message, by: recipient) }
            }
        case .candidate:
            let further = message.parsed.furtherCandidates.map(\.candidate)
            for recipient in message.recipients {
                for candidate in [message.parsed.candidate].compactMap(\.self) + further {
                    connections.recordCandidate(candidate, to: recipient, entry: message.number, at: message.time)
                }
                scheduleReceptionCheck(of: message, by: recipient)
            }
        default: break
        }
    }

    /// Records the last descriptions of all current negotiations, before the first report; not those of calls that have ended.
    private mutating func beginIndex() {
        connections.isIndexing = true
        var sent: [(description: SignaledDescription, recipient: PeerID, id: NegotiationID)] = []
        for (pair, call) in list.current {
            for negotiation in call.negotiations {
                for (author, recipient) in [(pair.first, pair.second), (pair.second, pair.first)] {
                    guard let description = negotiation.lastDescription(of: author) else { continue }
                    sent.append((description, recipient, negotiation.id))
                }
            }
        }
        for (description, recipient, id) in sent.sorted(by: { ($0.0.entry, $0.1) < ($1.0.entry, $1.1) }) {
            connections.recordDescription(
                description, text: nil, to: recipient, in: id, host: peers[description.author]?.host)
        }
    }

    /// Records a report; `entry` is its number, or `nil` if it is no entry.
    mutating func record(_ report: PageReport, entry: Int?, at time: Instant) {
        if !connections.isIndexing { beginIndex() }
        if case .page(let facts) = report.report.content, let entry {
            return connections.recordPage(facts, report, entry: entry)
        }
        connections.hear(report)
        guard let id = report.connection else { return recordOfPage(report, entry: entry, at: time) }
        connections.begin(id, at: report.occurred, entry: entry ?? number)
        if let entry { connections.change(id) { $0.lastEntry = entry } }
        switch report.report.content {
        case .configuration(let configuration): connections.change(id) { $0.configuration = configuration }
        case .call(let call): record(call, of: id, report, entry: entry, at: time)
        case .state(let machine, let state): record(machine, state, of: id, report, entry: entry, at: time)
        case .gathered(let candidate):
            guard let type = Candidate(candidate.text)?.type else { return }
            connections.change(id) { $0.gathered[type, default: 0] += 1 }
        case .candidateError(let error): record(error, of: id, entry: entry, at: time)
        case .track(let track):
            guard !track.isLocal else { return }
            connections.change(id) { connection in
                if track.event == "muted" { connection.muted.insert(track.kind) }
                if track.event == "unmuted" || track.event == "ended" { connection.muted.remove(track.kind) }
            }
        case .statistics(let statistics): record(statistics, of: id, at: time, occurred: report.occurred)
        case .media, .element: recordOfPage(report, entry: entry, at: time)
        case .channel, .negotiationNeeded, .page, .visibility, .mark, .socket: break
        }
    }

    private mutating func recordOfPage(_ report: PageReport, entry: Int?, at time: Instant) {
        guard let page = connections.page(report.page) else { return }
        switch report.report.content {
        case .visibility("gone"):
            connections.closePage(report.page, isLeft: true)
            findings.close(.page(report.page), at: time)
        case .media(let media) where media.error == nil:
            for scope in [FindingBook.Scope.page(report.page)] + connections.peers(of: report.page).map({ .peer($0) }) {
                findings.resolve(scope, at: time, harmless: true, "a later request succeeded") {
                    $0.rule == .mediaRefused && $0.subject.hasPrefix("\(report.page) \(media.method)")
                }
            }
        case .media(let media):
            guard let entry, let observation = MediaRules.refused(media, page, entry: entry) else { return }
            record(observation, of: report, at: time)
        case .element(let element):
            guard let entry, let observation = MediaRules.playbackRefused(element, page, entry: entry) else { return }
            record(observation, of: report, at: time)
        default: break
        }
    }

    /// Records an observation about a page, or about the peer that it belongs to.
    private mutating func record(_ observation: Observation, of report: PageReport, at time: Instant) {
        findings.record(observation, peer(of: report).map { .peer($0) } ?? .page(report.page), at: time)
    }

    /// The scope of findings about a connection.
    func scope(of id: ConnectionID) -> FindingBook.Scope {
        guard let owner = connections.owner(of: id) else { return .page(id.page) }
        guard let negotiation = owner.negotiation, let current = list.current[negotiation.pair],
            current.negotiations.contains(where: { $0.id == negotiation })
        else { return .peer(owner.peer) }
        return .negotiation(negotiation)
    }

    // MARK: Calls of the API

    private mutating func record(
        _ call: APICall, of id: ConnectionID, _ report: PageReport, entry: Int?, at time: Instant
    ) {
        switch call.method {
        case .setLocalDescription:
            connections.change(id) { $0.negotiated = $0.negotiated ?? report.occurred }
            guard let key = DescriptionKey(call.description), call.error == nil else { break }
            if let holder = connections.claim(key, for: id) {
                guard let entry else { break }
                let observation = ConnectionRules.conflictingReports(id, holder, entry: entry)
                findings.record(observation, .page(id.page), at: time)
                break
            }
            recordPending(of: id, at: time)
            reportLeak(of: id, entry: entry, at: time)
        case .setRemoteDescription:
            connections.change(id) { $0.negotiated = $0.negotiated ?? report.occurred }
            recordRemote(call, of: id, report, entry: entry, at: time)
        case .addIceCandidate:
            guard !call.isPending else { break }
            if connections.owner(of: id) == nil {
                connections.change(id) { $0.addPending(call, report, entry: entry) }
            } else {
                recordCandidate(call, of: id, report, entry: entry, at: time)
            }
            return
        case .close:
            connections.change(id) { $0.isClosed = true }
            resolveLeak(of: id, at: time)
        case .construct, .createOffer, .createAnswer, .restartIce, .setConfiguration: break
        }
        if let error = call.error, let entry, call.method == .setLocalDescription || call.method == .createAnswer {
            recordRefusal(error, call, of: id, message: nil, entry: entry, at: time)
        }
    }
}
