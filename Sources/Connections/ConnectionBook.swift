public import Events
import HashTreeCollections
import Messages
public import Negotiations
package import Reports
package import SDP

/// The pages and connections that probes report, and the descriptions and candidates by which they are found in the
/// messages.
///
/// A report is a claim. The first page that applies a local description holds it, if it has the address of the peer that
/// sent it; a later claim of another page is ignored and reported. Whoever receives a description knows its user name and
/// fingerprint, so a page on the same machine can claim that of a peer whose page has no probe. A copy shares storage with
/// the original.
///
/// ```
/// report: setLocalDescription (ufrag, fingerprint) ─► claims ─────► connection
/// message: offer or answer (ufrag, fingerprint) ────► signaled ───► author, negotiation
/// ```
public struct ConnectionBook: Sendable {
    /// The number of connections that are kept: 1024; closed ones are forgotten first, then the oldest of the page with most.
    public static let limit = 1024
    /// The number of pages that are kept; those that are gone are forgotten first.
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
    private var delivered = DeliveredCandidates()
    /// What recipients did with the content of each entry.
    private var receptions = TreeDictionary<Int, [Reception]>()
    /// A number that changes whenever a connection is found in the messages.
    public private(set) var version = 0
    /// A number that changes whenever the state or the selected pair of a connection does.
    public private(set) var revision = 0
    /// The peers with a connection that is reported, which may apply what is sent to them.
    package private(set) var watched = Set<PeerID>()
    /// The time at which reports were lost last; `nil` if none were.
    package var lastLoss: Instant?
    /// Whether the book is folded again from entries, without the reports that are none.
    package var isReplayed = false
    /// Whether descriptions in messages are recorded: not before the first report, as nothing is looked up until then.
    package var isIndexing = false

    package init() {}

    // MARK: Lookup

    /// Whether no probe has connected.
    public var isEmpty: Bool { pagesByID.isEmpty }

    /// The connection with that id; `nil` if it is not known.
    public subscript(id: ConnectionID) -> ReportedConnection? { connections[id] }

    /// All connections, in the order in which they were made.
    public var all: [ReportedConnection] { order.compactMap { connections[$0] } }

    /// The page with that id; `nil` if it is not known.
    public func page(_ id: PageID) -> ReportedPage? { pagesByID[id] }

    /// The connection that claims the last description of `peer` in `negotiation`; `nil` if there is none.
    public func connection(of peer: PeerID, in negotiation: Negotiation) -> ReportedConnection? {
        guard !isEmpty, let key = DescriptionKey(negotiation.lastDescription(of: peer)?.terms), let id = claims[key],
            signaled[key].last.map({ isPlausible(id, of: $0) }) != false
        else { return nil }
        return connections[id]
    }

    private func isPlausible(_ id: ConnectionID, of signaled: SignaledDescriptions.Signaled) -> Bool {
        pagesByID[id.page]?.mayHave(host: signaled.host) != false
    }

    /// The peer and the negotiation that a connection belongs to; `nil` if its descriptions are in no message, or in
    /// messages to several peers of which none is known to be the right one.
    public func owner(of id: ConnectionID) -> (peer: PeerID, negotiation: NegotiationID?)? {
        guard let connection = connections[id], let local = connection.local, claims[local] == id,
            let own = signaled[local].last, isPlausible(id, of: own)
        else { return nil }
        let theirs = connection.remote.flatMap { signaled[$0].last }
        let negotiation =
            theirs.flatMap { own.negotiations[$0.description.author] }
            ?? (own.negotiations.count == 1 ? own.negotiations.first?.value : nil)
        return (own.description.author, negotiation)
    }

    /// The peer that a connection probably belongs to: the only recipient of the description that it applied, while it has
    /// sent none of its own.
    ///
    /// It names the author of reports, and proves nothing.
    public func presumedOwner(of id: ConnectionID) -> PeerID? {
        if let owner = owner(of: id) { return owner.peer }
        guard let connection = connections[id], !connection.isDisputed,
            connection.local.map({ signaled[$0].isEmpty }) ?? true,
            let theirs = connection.remote.flatMap({ signaled[$0].last }), theirs.negotiations.count == 1
        else { return nil }
        return theirs.negotiations.first?.key
    }

    /// The peers that the connections of a page belong to, in the order in which those were made.
    public func peers(of page: PageID) -> [PeerID] {
        var peers: [PeerID] = []
        for id in order where id.page == page {
            if let peer = presumedOwner(of: id), !peers.contains(peer) { peers.append(peer) }
        }
        return peers
    }

    /// What recipients did with the description or candidate in an entry.
    public func receptions(of entry: Int) -> [Reception] { receptions[entry, default: []] }

    // MARK: Messages

    /// Records that a description was sent to a peer.
    ///
    /// - Parameters:
    ///   - description: The description.
    ///   - text: Its text; `nil` if it is not known.
    ///   - recipient: The peer.
    ///   - id: The negotiation that it belongs to.
    ///   - host: The IP address of its author; `nil` if it is not known.
    package mutating func recordDescription(
        _ description: SignaledDescription, text: @autoclosure () -> String?, to recipient: PeerID,
        in id: NegotiationID, host: String?
    ) {
        guard let key = DescriptionKey(description.terms) else { return }
        signaled.record(
            description, key, digest: text().map(DescriptionDigest.digest), to: recipient, in: id, host: host)
        if let claimant = claims[key] { find(claimant) }
    }

    /// Records that the peer of a connection is known.
    private mutating func find(_ id: ConnectionID) {
        guard let peer = presumedOwner(of: id), connections[id]?.foundPeer != peer else { return }
        connections[id]?.foundPeer = peer
        version += 1
        watched.insert(peer)
    }

    /// Records that a candidate was delivered to a peer.
    package mutating func recordCandidate(_ candidate: Candidate, to recipient: PeerID, entry: Int, at time: Instant) {
        delivered.record(candidate, to: recipient, entry: entry, at: time)
    }

    /// Forgets what belongs to a peer that has left.
    package mutating func forget(_ peer: PeerID) {
        watched.remove(peer)
        delivered.forget(peer)
    }

    /// Forgets what belongs to an entry that the journal has dropped.
    package mutating func forget(_ entry: Int) {
        if !receptions.isEmpty { receptions[entry] = nil }
    }

    // MARK: Reports

    /// Records the facts of a page.
    package mutating func recordPage(_ facts: PageFacts, _ report: PageReport, entry: Int) {
        if pagesByID[report.page] == nil {
            pageOrder.append(report.page)
            if pageOrder.count > Self.pageLimit {
                let index = pageOrder.firstIndex { pagesByID[$0]?.isPresent != true } ?? 0
                pagesByID[pageOrder.remove(at: index)] = nil
            }
        }
        pagesByID[report.page] = ReportedPage(
            id: report.page, address: report.address, facts: facts, entry: entry, connected: report.occurred,
            heard: report.occurred)
    }

    /// Records that a page has reported something.
    package mutating func hear(_ report: PageReport) {
        guard let heard = pagesByID[report.page]?.heard, heard < report.occurred else { return }
        pagesByID[report.page]?.heard = report.occurred
    }

    /// Records that the probe of a page has disconnected, or that the page was left.
    package mutating func closePage(_ id: PageID, isLeft: Bool) {
        pagesByID[id]?.isPresent = false
        guard isLeft else { return }
        for connection in order where connection.page == id { change(connection) { $0.isClosed = true } }
    }

    /// Records that connection `id` was made, if it is not known.
    package mutating func begin(_ id: ConnectionID, at time: Instant, entry: Int) {
        guard connections[id] == nil else { return }
        connections[id] = ReportedConnection(id, made: time, entry: entry)
        order.append(id)
        guard order.count > Self.limit else { return }
        let closed = order.firstIndex { connections[$0]?.isClosed == true }
        let counts = Dictionary(grouping: order, by: \.page).mapValues(\.count)
        let busiest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let index = closed ?? order.firstIndex { $0.page == busiest } ?? 0
        let gone = order.remove(at: index)
        for key in connections[gone]?.locals ?? [] where claims[key] == gone { claims[key] = nil }
        connections[gone] = nil
    }

    /// Changes connection `id`.
    package mutating func change(_ id: ConnectionID, _ body: (inout ReportedConnection) -> Void) {
        if var connection = connections[id] {
            let (state, pair) = (connection.state, connection.statistics?.selectedPair?.text)
            body(&connection)
            if connection.state != state || connection.statistics?.selectedPair?.text != pair { revision += 1 }
            connections[id] = connection
        }
    }

    /// Records the local description of a connection; returns the connection of another page that holds it already.
    package mutating func claim(_ key: DescriptionKey, for id: ConnectionID) -> ConnectionID? {
        if let holder = claims[key], holder.page != id.page, connections[holder] != nil {
            change(id) { $0.isDisputed = true }
            return holder
        }
        claims[key] = id
        let former = connections[id]?.locals ?? []
        change(id) { $0.setLocal(key) }
        for key in former where connections[id]?.locals.contains(key) != true && claims[key] == id { claims[key] = nil }
        find(id)
        return nil
    }

    /// Records the remote description of a connection.
    package mutating func setRemote(_ key: DescriptionKey, of id: ConnectionID) {
        change(id) { $0.remote = key }
        find(id)
    }

    /// Returns the description of another peer that a page has applied: of those with that key that were sent to the owner of
    /// the connection the one with the same text, or else of the same kind, or else the last.
    package func delivery(
        of key: DescriptionKey, digest: UInt64?, isOffer: Bool, to id: ConnectionID
    ) -> (signaled: SignaledDescriptions.Signaled, to: PeerID)? {
        guard let owner = owner(of: id)?.peer else { return nil }
        let sent = signaled[key].filter { $0.negotiations[owner] != nil }
        let best =
            sent.last { $0.digest != nil && $0.digest == digest } ?? sent.last { $0.description.isOffer == isOffer }
            ?? sent.last
        return best.map { ($0, owner) }
    }

    /// Returns the entry of the description with that key that was sent to the peer that a connection probably belongs to.
    package func presumedDelivery(of key: DescriptionKey, to id: ConnectionID) -> Int? {
        guard let peer = presumedOwner(of: id) else { return nil }
        return signaled[key].last { $0.negotiations[peer] != nil }?.description.entry
    }

    /// Returns the entry and the time at which a candidate was delivered to the owner of connection `id`.
    package func delivery(of candidate: Candidate, to id: ConnectionID) -> (entry: Int, time: Instant, to: PeerID)? {
        guard let owner = owner(of: id)?.peer, let (entry, time) = delivered[candidate, to: owner] else { return nil }
        return (entry, time, owner)
    }

    /// Records what a recipient did with the content of an entry.
    package mutating func record(_ reception: Reception, of entry: Int) {
        let others = receptions[entry, default: []].filter { $0.peer != reception.peer }
        receptions[entry] = others + [reception]
    }
}
