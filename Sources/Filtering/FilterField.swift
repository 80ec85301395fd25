import Messages
import SDP

/// What a filter may ask of an entry, by the word in front of the colon.
///
/// The parser, the completion and the help all read this table.
public enum FilterField: String, CaseIterable, Hashable, Sendable {
    case kind, from, to, peer, room, call, cand, mid, sdp, size, dt, age
    case `is`
    case src

    /// How it is written: `kind`.
    public var name: String { rawValue }

    /// Whether its value is compared, as in `size>1k`, and not named behind a colon.
    public var isCompared: Bool {
        switch self {
        case .size, .dt, .age: true
        default: false
        }
    }

    /// How it may be used, with a value.
    public var example: String {
        switch self {
        case .kind: "kind:offer|answer"
        case .from: "from:alice"
        case .to: "to:bob"
        case .peer: "peer:ali*"
        case .room: "room:demo"
        case .call: "call:2"
        case .cand: "cand:srflx|relay"
        case .mid: "mid:0"
        case .sdp: "sdp:VP8"
        case .size: "size>1k"
        case .dt: "dt>100ms"
        case .age: "age<30s"
        case .is: "is:finding"
        case .src: "src:op"
        }
    }

    /// What it asks, in a line.
    public var help: String {
        switch self {
        case .kind: "what the message is, or which fact"
        case .from: "whose words these are, by name or id; * stands for any letters"
        case .to: "who heard it"
        case .peer: "who said it, heard it, or came or went"
        case .room: "the room it was in"
        case .call: "the call it belongs to, by number"
        case .cand: "how the candidate's address was come by"
        case .mid: "the section of the candidate, or one of the description"
        case .sdp: "a text within a description or a candidate"
        case .size: "bytes of the message"
        case .dt: "time since the entry before"
        case .age: "how long ago it was"
        case .is: "proof of a finding, kept back on its way, the operator's own, or marked"
        case .src: "whose doing it is: a peer's, the operator's or the relay's"
        }
    }

    /// The values there are; empty if any will do.
    public var words: [String] {
        switch self {
        case .kind: Kind.allCases.map(\.rawValue) + Fact.allCases.map(\.rawValue)
        case .cand: CandidateType.allCases.map(\.rawValue)
        case .is: Trait.allCases.map(\.rawValue)
        case .src: Source.allCases.map(\.rawValue)
        default: []
        }
    }

    /// What is no message, as the log calls it.
    public enum Fact: String, CaseIterable, Sendable {
        case joined, left, kicked, refused, armed, disarmed, banned, lifted, discarded, late, guarded, delivery,
            replayed
        case failed, certificate
    }

    /// What an entry may be beside what it says.
    public enum Trait: String, CaseIterable, Sendable {
        case finding, replayed, edited, composed, held, dropped, marked
    }

    /// Whose doing an entry is.
    public enum Source: String, CaseIterable, Sendable {
        case peer
        case operated = "op"
        case relay
    }
}

/// What stands in a filter beside fields, for the help.
public enum FilterSign: String, CaseIterable, Hashable, Sendable {
    case word = "VP8"
    case exact = "\"a=mid:0\""
    case expression = "~v=0.*H26[45]"
    case negation = "-kind:candidate"
    case values = "to:alice|bob"
    case alternative = "a OR b"
    case group = "( )"
    case saved = "@name"

    /// How it may be used.
    public var example: String { rawValue }

    /// What it does, in a line.
    public var help: String {
        switch self {
        case .word: "a text in the message, its summary, its kind or its peers, in capitals or not"
        case .exact: "the same, as it is written; \\\" is a quote in it"
        case .expression: "a regular expression, in capitals or not; in quotes where there are spaces"
        case .negation: "all but that; it goes for a group too"
        case .values: "either value"
        case .alternative: "either side; what stands side by side must hold together, and does so first"
        case .group: "what belongs together"
        case .saved: "a filter that was saved"
        }
    }
}
