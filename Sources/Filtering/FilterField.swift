import Events
import Messages
import SDP

/// A field of an entry that a filter can test.
///
/// The parser, the completion and the help use this table.
public enum FilterField: String, CaseIterable, Hashable, Sendable {
    case kind, from, to, peer, room, via, transport, call, conn, pair, cand, mid, sdp, size, dt, age
    case `is`
    case src

    /// The name in a filter: `kind`.
    public var name: String { rawValue }

    /// Whether its value is compared, as in `size>1k`; other fields have their values after a colon.
    public var isCompared: Bool {
        switch self {
        case .size, .dt, .age: true
        default: false
        }
    }

    /// An example with a value.
    public var example: String {
        switch self {
        case .kind: "kind:offer|answer"
        case .from: "from:alice"
        case .to: "to:bob"
        case .peer: "peer:ali*"
        case .room: "room:demo"
        case .via: "via:server"
        case .transport: "transport:socket.io"
        case .call: "call:2"
        case .conn: "conn:connected"
        case .pair: "pair:relay"
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

    /// A description in one line, for the help.
    public var help: String {
        switch self {
        case .kind: "kind of the message, or name of the event"
        case .from: "sender, by name or id, or server; * stands for any characters"
        case .to: "recipient, by name or id"
        case .peer: "sender, recipient, or peer that joined or left"
        case .room: "room of the message or the peer"
        case .via: "whether the upstream server sent the message on to another client"
        case .transport: "protocols of the peer: ws or polling, socket.io or engine.io"
        case .call: "call that the message belongs to, by number"
        case .conn: "state of the call's connection, as a page reports it"
        case .pair: "type of a candidate in the selected pair of the call"
        case .cand: "type of the candidate"
        case .mid: "section of the candidate, or one of the description"
        case .sdp: "text in a description or a candidate"
        case .size: "size of the message in bytes"
        case .dt: "time since the previous entry"
        case .age: "time since the entry"
        case .is:
            "evidence of a finding, held or dropped, sent by the operator, marked, changed by the server, or reported by a page"
        case .src: "source: a peer, the operator, the relay or a probe"
        }
    }

    /// The possible values; empty if there is no fixed list.
    public var values: [String] {
        switch self {
        case .kind: Kind.allCases.map(\.rawValue) + Fact.allCases.map(\.rawValue)
        case .cand, .pair: CandidateType.allCases.map(\.rawValue)
        case .conn: ConnectionFacts.State.allCases.map(\.rawValue)
        case .transport: Transport.Carrier.allCases.map(\.rawValue) + Transport.Framing.allCases.map(\.rawValue)
        case .via: Way.allCases.map(\.rawValue)
        case .is: Trait.allCases.map(\.rawValue)
        case .src: Source.allCases.map(\.rawValue)
        default: []
        }
    }

    /// An event, as the log names it: an entry that is no message.
    public enum Fact: String, CaseIterable, Sendable {
        case joined, left, kicked, refused, armed, disarmed, banned, lifted, discarded, late, guarded, delivery,
            replayed
        case failed, certificate, transport, request, page, reported, recording
    }

    /// A property of an entry apart from its content.
    public enum Trait: String, CaseIterable, Sendable {
        case finding, replayed, edited, composed, held, dropped, marked
        /// The upstream server changed the description, did not send the message on, or wrote it itself.
        case changed, swallowed, made
        /// A report of the probe in a page.
        case reported
    }

    /// The way of a message between clients.
    public enum Way: String, CaseIterable, Sendable {
        /// Through the upstream server.
        case server
    }

    /// The source of an entry.
    public enum Source: String, CaseIterable, Sendable {
        case peer
        case operated = "op"
        case relay
        case probe
    }
}

/// A part of the filter language apart from fields, for the help.
public enum FilterSign: String, CaseIterable, Hashable, Sendable {
    case word = "VP8"
    case exact = "\"a=mid:0\""
    case expression = "~v=0.*H26[45]"
    case negation = "-kind:candidate"
    case values = "to:alice|bob"
    case alternative = "a OR b"
    case group = "( )"
    case saved = "@name"

    /// An example.
    public var example: String { rawValue }

    /// A description in one line, for the help.
    public var help: String {
        switch self {
        case .word: "text in the message, its summary, its kind or its peers; case is ignored"
        case .exact: "the same, but case matters; \\\" stands for a quote"
        case .expression: "regular expression; case is ignored; in quotes if it has spaces"
        case .negation: "entries that do not match; works for groups, too"
        case .values: "one of several values"
        case .alternative: "alternatives; adjacent terms must all match, and bind tighter than OR"
        case .group: "group of terms"
        case .saved: "saved filter"
        }
    }
}
