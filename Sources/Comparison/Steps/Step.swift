public import Events

/// A peer of a call by its role, or the upstream server.
///
/// Ids and names of peers depend on the order of arrival, so they are not compared; roles are.
public enum Participant: Hashable, Comparable, Sendable {
    /// A peer, counted from 1: the peer that offers first is 1.
    case peer(Int)
    /// The upstream server.
    case server

    /// The role in a text: `peer 1`, `server`.
    public var text: String {
        switch self {
        case .peer(let number): "peer \(number)"
        case .server: Peer.serverName
        }
    }
}

/// A step of a call: one message, a group of candidates, an event of a peer, a report of its page, or a finding.
///
/// ```
/// subject   offer of peer 1                    steps with the same subject are versions of each other
/// facts     to: peer 2, description: …         steps with the same subject and facts are equal
/// text      audio opus,red · video VP8,H264    shown, but not compared
/// ```
public struct Step: Hashable, Sendable {
    /// The number of the entry, the first one of a group; 0 for a finding without evidence.
    public let entry: Int
    /// The time of that entry.
    public let time: Instant
    /// The kind of the step: `offer`, `candidate`, `joined`, `ICE`, `setRemoteDescription(answer)`, `finding`.
    public let label: String
    /// The author of a message, or the peer that an event or a report is about; `nil` for a finding about a page and for
    /// a refusal.
    public let author: Participant?
    /// The recipients of a message; empty for other steps, and if no peer received it.
    public let recipients: [Participant]
    /// The step in a line, with the values of its own recording and the names of its peers.
    ///
    /// It may contain text that a peer chose, so it is made printable when it is drawn. Secrets are masked.
    public let text: String
    /// Whether the step is an offer or an answer, whose descriptions can be compared.
    public let isDescription: Bool

    /// The sequence of steps within which the order matters.
    let lane: Lane
    /// The properties that are compared, with all random values replaced.
    let facts: [Fact]

    init(
        _ label: String, by author: Participant?, to recipients: [Participant] = [], entry: Int, at time: Instant,
        lane: Lane, facts: [Fact], text: String, isDescription: Bool = false
    ) {
        (self.label, self.author, self.recipients) = (label, author, recipients)
        (self.entry, self.time, self.lane, self.facts) = (entry, time, lane, facts)
        (self.text, self.isDescription) = (text, isDescription)
    }

    /// The subject, by which different versions of a step are recognized.
    var subject: Subject { Subject(label: label, author: author, lane: lane) }

    /// The subject and the facts, which are the same in equal steps.
    var identity: Identity { Identity(subject: subject, facts: facts) }

    struct Subject: Hashable {
        let label: String
        let author: Participant?
        let lane: Lane
    }

    struct Identity: Hashable {
        let subject: Subject
        let facts: [Fact]
    }

    /// A property of a step that is compared.
    struct Fact: Hashable, Sendable {
        /// The name: `to`, `relay udp`, `result`.
        let name: String
        /// The value: `peer 2`, `yes`, `InvalidStateError`.
        let value: String

        init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }

        init(_ name: String, _ value: Bool) { self.init(name, value ? "yes" : "no") }
    }

    /// A sequence of steps whose order is compared.
    ///
    /// Each client, each page and each state machine is concurrent with the others, so that the order between lanes
    /// differs from run to run and is not compared.
    enum Lane: Hashable, Sendable {
        /// The offers, answers and candidates of all peers.
        case signaling
        /// The other messages of a peer.
        case messages(Participant?)
        /// The joining and the leaving of a peer.
        case presence(Participant?)
        /// The calls of the API that a connection of a peer's page reports; connections are counted from 1.
        case calls(Participant?, connection: Int)
        /// One kind of states or other events that a connection of a peer's page reports.
        case states(Participant?, connection: Int, of: String)
        /// The findings of a rule.
        case findings(rule: String)
        /// Connections that were refused.
        case refusals
    }
}

/// A property that differs between two versions of a step.
public struct StepDifference: Hashable, Sendable {
    /// The name of the property: `to`, `relay udp`, `result`; `m0 audio` for an m-section.
    public let name: String
    /// The value in the first recording; `nil` if the step does not have the property there.
    public let first: String?
    /// The value in the second recording; `nil` if the step does not have the property there.
    public let second: String?
    /// The difference in a line: `to: peer 2 → nobody`, `m0 audio · setup active → passive`.
    ///
    /// It may contain text that a peer chose, so it is made printable when it is drawn.
    public let text: String

    init(_ name: String, _ first: String?, _ second: String?) {
        (self.name, self.first, self.second) = (name, first, second)
        text = "\(name): \(first ?? "none") → \(second ?? "none")"
    }

    /// A difference that is not one of two values.
    init(_ name: String, text: String) {
        (self.name, first, second, self.text) = (name, nil, nil, text)
    }

    /// Returns the facts that differ, in the order of the first step and then of the second.
    static func differences(_ first: [Step.Fact], _ second: [Step.Fact]) -> [StepDifference] {
        func values(_ facts: [Step.Fact]) -> [String: String] {
            Dictionary(facts.map { ($0.name, $0.value) }) { one, other in one + ", " + other }
        }
        let (old, new) = (values(first), values(second))
        var names: [String] = []
        for fact in first + second where !names.contains(fact.name) { names.append(fact.name) }
        return names.filter { old[$0] != new[$0] }.map { StepDifference($0, old[$0], new[$0]) }
    }
}
