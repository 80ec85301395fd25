public import Events
import HashTreeCollections
import Messages
public import Reports
import SDP

/// The pages and connections that probes report, and the descriptions and candidates by which they are found in the
/// messages.
///
/// A report is a claim. The first page that applies a local description holds it; a later claim of another page is
/// ignored and reported. A page can claim a description only if it knows its user name and fingerprint, and the page that
/// made the description reports it before any other page receives it. A copy shares storage with the original.
///
/// ```
/// report: setLocalDescription (ufrag, fingerprint) ─► claims ─────► connection
/// message: offer or answer (ufrag, fingerprint) ────► signaled ───► author, negotiation
/// ```
public struct ConnectionBook: Sendable {
    /// The number of connections that are kept: 1024; the oldest are forgotten.
    public static let limit = 1024
    /// The number of pages that are kept: 512; the oldest are forgotten.
    public static let pageLimit = 512

    private var connections = TreeDictionary<ConnectionID, ReportedConnection>()
    /// The ids of the connections, the oldest first.
    private var order: [ConnectionID] = []
    /// The pages, by id.
    private var pagesByID = TreeDictionary<PageID, ReportedPage>()
    private var pageOrder: [PageID] = []
    /// The connection that claims a local description.
    private var claims = TreeDictionary<DescriptionKey, ConnectionID>()
    /// The descriptions in messages.
    private var signaled = SignaledDescriptions()
    /// The candidates that were delivered to each recipient, with their entries.
    private var delivered = TreeDictionary<CandidateKey, Delivered>()
    /// What recipients did with the content of each entry.
    private var receptions = TreeDictionary<Int, [Reception]>()
    /// A number that changes whenever a connection is found in the messages.
    public private(set) var version = 0
    /// A number that changes whenever a connection does.
    public private(set) var revision = 0
    /// Whether the book is folded again from entries, without the reports that are none.
    var isReplayed = false

    /// A candidate on its way to a recipient.
    private struct CandidateKey: Hashable, Sendable {
        let recipient: PeerID
        let foundation: String
        let address: String
        let port: Int
        let transport: String
        let priority: Int

        init(_ candidate: Candidate, to recipient: PeerID) {
            self.recipient = recipient
            (foundation, address, port) = (candidate.foundation, candidate.address, Int(candidate.port))
            (transport, priority) = (candidate.transport, Int(candidate.priority))
        }
    }

    /// The entry of a delivered candidate.
    private struct Delivered: Sendable {
        let entry: Int
        let time: Instant
    }

    /// Whether no probe has connected.
    public var isEmpty: Bool { pagesByID.isEmpty }

    // MARK: Lookup

    /// The connection with that id; `nil` if it is not known.
    public subscript(id: ConnectionID) -> ReportedConnection? { connections[id] }

    /// All connections, in the order in which they were made.
    public var all: [ReportedConnection] { order.compactMap { connections[$0] } }

    /// The pages, in order of arrival.
    public var pages: [ReportedPage] { pageOrder.compactMap { pagesByID[$0] } }

    /// The page with that id; `nil` if it is not known.
    public func page(_ id: PageID) -> ReportedPage? { pagesByID[id] }

    /// The connection that claims the last description of `peer` in `negotiation`; `nil` if there is none.
    public func connection(of peer: PeerID, in negotiation: Negotiation) -> ReportedConnection? {
        guard !isEmpty, let key = DescriptionKey(negotiation.lastDescription(of: peer)?.terms) else { return nil }
        return claims[key].flatMap { connections[$0] }
    }

    /// The peer and the negotiation that a connection belongs to; `nil` if its descriptions are in no message, or in
    /// messages to several peers of which none is known to be the right one.
    public func owner(of id: ConnectionID) -> (peer: PeerID, negotiation: NegotiationID?)? {
        guard let connection = connections[id] else { return nil }
        let theirs = connection.remote.flatMap { signaled[$0].last }
        if let local = connection.local, claims[local] == id, let own = signaled[local].last {
            let negotiation =
                theirs.flatMap { own.negotiations[$0.description.author] }
                ?? (own.negotiations.count == 1 ? own.negotiations.first?.value : nil)
            return (own.description.author, negotiation)
        }
        // The page of a recipient applies the offer before it sends a description of its own.
        guard connection.local.map({ signaled[$0].isEmpty }) ?? true, let theirs, let only = theirs.negotiations.first,
            theirs.negotiations.count == 1
        else { return nil }
        return (only.key, only.value)
    }

    /// The peers that the connections of a page belong to, in the order in which those were made.
    public func peers(of page: PageID) -> [PeerID] {
        var peers: [PeerID] = []
        for id in order where id.page == page {
            if let peer = owner(of: id)?.peer, !peers.contains(peer) { peers.append(peer) }
        }
        return peers
    }

    /// What recipients did with the description or candidate in an entry.
    public func receptions(of entry: Int) -> [Reception] { receptions[entry, default: []] }

    // MARK: Messages

    /// Records that a description was sent to a peer.
    mutating func recordDescription(
        _ description: SignaledDescription, text: @autoclosure () -> String?, to recipient: PeerID,
        in id: NegotiationID
    ) {
        guard let key = DescriptionKey(description.terms) else { return }
        let isWatched = !isEmpty
        if isWatched { version += 1 }
        signaled.record(
            description, key, digest: isWatched ? text().map(DescriptionDigest.digest) : nil, to: recipient, in: id)
    }

    /// Records that candidates were delivered to a peer.
    mutating func recordCandidate(_ candidate: Candidate, to recipient: PeerID, entry: Int, at time: Instant) {
        delivered[CandidateKey(candidate, to: recipient)] = Delivered(entry: entry, time: time)
        if delivered.count > Self.candidateLimit { delivered = TreeDictionary() }
    }

    /// The number of delivered candidates that are kept: 16,384; beyond it, all are forgotten.
    private static let candidateLimit = 16_384

    /// Forgets what belongs to an entry that the journal has dropped.
    mutating func forget(_ entry: Int) {
        if !receptions.isEmpty { receptions[entry] = nil }
    }

    // MARK: Reports

    /// Records the facts of a page.
    mutating func recordPage(_ facts: PageFacts, _ report: PageReport, entry: Int) {
        if pagesByID[report.page] == nil {
            pageOrder.append(report.page)
            if pageOrder.count > Self.pageLimit { pagesByID[pageOrder.removeFirst()] = nil }
        }
        pagesByID[report.page] = ReportedPage(
            id: report.page, address: report.address, facts: facts, entry: entry, connected: report.occurred)
    }

    /// Records that the probe of a page has disconnected, or that the page was left.
    mutating func closePage(_ id: PageID, isLeft: Bool) {
        pagesByID[id]?.isPresent = false
        guard isLeft else { return }
        for connection in order where connection.page == id { connections[connection]?.isClosed = true }
    }

    /// Records that connection `id` was made, if it is not known.
    mutating func begin(_ id: ConnectionID, at time: Instant, entry: Int) {
        guard connections[id] == nil else { return }
        connections[id] = ReportedConnection(id, made: time, entry: entry)
        order.append(id)
        guard order.count > Self.limit else { return }
        let oldest = order.removeFirst()
        for key in [connections[oldest]?.local].compactMap(\.self) where claims[key] == oldest { claims[key] = nil }
        connections[oldest] = nil
    }

    /// Changes connection `id`.
    mutating func change(_ id: ConnectionID, _ body: (inout ReportedConnection) -> Void) {
        if var connection = connections[id] {
            body(&connection)
            revision += 1
            connections[id] = connection
        }
    }

    /// Records the local description of a connection; returns the connection of another page that holds it already.
    mutating func claim(_ key: DescriptionKey, for id: ConnectionID) -> ConnectionID? {
        if let holder = claims[key], holder.page != id.page { return holder }
        claims[key] = id
        version += 1
        change(id) { $0.local = key }
        return nil
    }

    /// Returns the last description of another peer with that key that was sent to the owner of connection `id`.
    func delivery(of key: DescriptionKey, to id: ConnectionID) -> (signaled: SignaledDescriptions.Signaled, to: PeerID)?
    {
        guard let owner = owner(of: id)?.peer else { return nil }
        guard let last = signaled[key].last(where: { $0.negotiations[owner] != nil }) else { return nil }
        return (last, owner)
    }

    /// Returns the entry and the time at which a candidate was delivered to the owner of connection `id`.
    func delivery(of candidate: Candidate, to id: ConnectionID) -> (entry: Int, time: Instant, to: PeerID)? {
        guard let owner = owner(of: id)?.peer, let delivered = delivered[CandidateKey(candidate, to: owner)] else {
            return nil
        }
        return (delivered.entry, delivered.time, owner)
    }

    /// Records what a recipient did with the content of an entry.
    mutating func record(_ reception: Reception, of entry: Int) {
        let others = receptions[entry, default: []].filter { $0.peer != reception.peer }
        receptions[entry] = others + [reception]
    }
}

/// A page whose probe has connected.
public struct ReportedPage: Sendable {
    /// The id.
    public let id: PageID
    /// The IP address and port of its probe.
    public let address: String
    /// The facts that it reports about itself.
    public let facts: PageFacts
    /// The entry of that report.
    public let entry: Int
    /// The time at which its probe connected.
    public let connected: Instant
    /// Whether its probe is connected.
    public internal(set) var isPresent = true
}
