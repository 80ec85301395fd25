public import Events
public import SDP

/// The facts that filter terms need and that are not in a record.
public protocol FilterContext {
    /// The names of a peer (``Peer/names``); its id alone if it is not known.
    func names(of peer: PeerID) -> [String]
    /// The current or last room of a peer; `nil` if it is not known.
    func room(of peer: PeerID) -> String?
    /// The transport of a client; `nil` for the upstream server, or if the peer is not known.
    func transport(of peer: PeerID) -> Transport?
    /// Whether entry `number` proves a finding.
    func hasFinding(_ number: Int) -> Bool
    /// Whether the operator has marked entry `number`.
    func isMarked(_ number: Int) -> Bool
    /// The way of the message in entry `number` through the upstream server; `nil` if nothing is known of it.
    func passage(of number: Int) -> ServerPassage?
    /// The time of the entry before the one of `record`; `nil` if there is none.
    func previousTime(_ record: Journal.Record) -> Instant?
    /// The numbers of the calls that `record` belongs to.
    func calls(of record: Journal.Record) -> [Int]
    /// The connections of the calls that `record` belongs to, as pages report them.
    func connections(of record: Journal.Record) -> ConnectionFacts
    /// The time against which ages are measured.
    var now: Instant { get }
}

extension FilterContext {
    /// No connections: nothing is known of them while a message passes.
    public func connections(of record: Journal.Record) -> ConnectionFacts { ConnectionFacts() }
}

/// The facts that filters use about the connections of a call.
public struct ConnectionFacts: Sendable {
    /// The state of a connection.
    public enum State: String, CaseIterable, Sendable {
        case new, checking, connected, disconnected, failed, closed
    }

    /// The states of the connections.
    public var states: [State] = []
    /// The types of the candidates in the selected pairs.
    public var pairTypes: [CandidateType] = []

    public init() {}
}

/// The facts that filters use about the passage of a message through the upstream server.
public struct ServerPassage: Sendable {
    /// The clients that the server sent the message on to; empty if it did not.
    public let recipients: [PeerID]
    /// Whether the server changed the description.
    public let isChanged: Bool
    /// Whether the server sent it to no other client, although others were connected.
    public let isSwallowed: Bool
    /// Whether the server made it.
    public let isMade: Bool
    /// Whether the server sent it on here, and the entry in which its client sent it stands for both.
    public let isOutbound: Bool

    public init(recipients: [PeerID], isChanged: Bool, isSwallowed: Bool, isMade: Bool, isOutbound: Bool) {
        (self.recipients, self.isChanged, self.isSwallowed) = (recipients, isChanged, isSwallowed)
        (self.isMade, self.isOutbound) = (isMade, isOutbound)
    }
}
