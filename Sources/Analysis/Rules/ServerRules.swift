import Connections
import Events
public import Findings
import Legs
import Messages
import Negotiations
import SDP

extension Rule {
    /// An upstream server did not send on a message.
    public static let swallowedByServer = Rule(
        "swallowed-by-server", .delivery, .warning, title: "swallowed by the server",
        presumesDelivery: true,
        explanation: """
            A client sent a description or a candidate to the server, and the server sent it to no other client that is \
            connected through this proxy. The other client may not have joined yet, may be in another room, or may \
            be connected without this proxy. Otherwise the server has lost or refused the message.
            """,
        remedy: """
            Look at the addressee in the message, and at what the server said to both clients before: whether they have \
            joined the same room, and under which ids. Look at the log of the server, too.
            """)

    /// An upstream server changed a description on its way.
    public static let changedByServer = Rule(
        "changed-by-server", .delivery, .information, title: "changed by the server",
        explanation: """
            The server changed a session description before it sent it on. Servers do so to limit bit rates, to prefer \
            codecs or to remove candidates. A change of credentials, fingerprints or m-sections is a warning: the two \
            sides then have different views of the session.
            """,
        remedy: """
            Compare the two entries. If the change is not intended, look for code in the server that edits the SDP.
            """)
}

/// Checks of what an upstream server does with the messages of clients.
enum ServerRules {
    /// The observation that the server did not send on a message for `seconds`, although other clients were connected.
    static func swallowed(_ kind: Kind, of author: PeerID, entry: Int, _ seconds: Int) -> Observation {
        Observation(
            .swallowedByServer,
            "the server sent the \(kind.rawValue) of \(peer: author) (\(entry: entry)) to no other client in \(seconds) s",
            proof: [entry], subject: subject(entry, kind))
    }

    /// The subject of an observation about a message that the server did not send on: one for each description, and one
    /// for all candidates.
    static func subject(_ entry: Int, _ kind: Kind) -> String { kind.isDescription ? "\(entry)" : kind.rawValue }

    /// The observation that the server changed a description.
    static func changed(_ exchange: Exchange, _ before: ParsedMessage, _ after: ParsedMessage) -> Observation {
        let change = Change(before.descriptionSummary, after.descriptionSummary)
        return Observation(
            .changedByServer, severity: change.isSevere ? .warning : nil,
            """
            the server changed the \(before.kind.rawValue) of \(peer: exchange.sender) (\(entry: exchange.inbound)) for \
            \(peer: exchange.recipient) (\(entry: exchange.outbound)): \(change.parts.joined(separator: ", "))
            """,
            proof: [exchange.inbound, exchange.outbound], subject: "\(exchange.recipient) \(before.kind.rawValue)")
    }

    /// The parts of a description that were changed.
    private struct Change {
        var parts: [String] = []
        /// Whether the call may fail because of it.
        var isSevere = false

        init(_ before: SDPSummary?, _ after: SDPSummary?) {
            guard let before, let after else {
                (parts, isSevere) = (["it is not a session description any more"], true)
                return
            }
            let (old, new) = (before.sections, after.sections)
            add("\(new.count) m-sections instead of \(old.count)", old.count != new.count, isSevere: true)
            let pairs = Array(zip(old, new))
            func differs(_ value: (SDPSummary.Section) -> some Equatable) -> Bool {
                pairs.contains { value($0.0) != value($0.1) }
            }
            add("m-sections", differs(\.kind) || differs(\.mid) || differs(\.isRejected), isSevere: true)
            add("ICE credentials", differs(\.ufrag) || differs(\.password), isSevere: true)
            add("fingerprints", before.fingerprints != after.fingerprints, isSevere: true)
            add("codecs", differs(\.codecs))
            add("directions", differs(\.direction))
            add("DTLS roles", differs(\.setup))
            let (had, has) = (before.candidates.total, after.candidates.total)
            add("\(has) candidates instead of \(had)", had != has)
            if parts.isEmpty { parts = ["other lines"] }
        }

        private mutating func add(_ part: String, _ isChanged: Bool, isSevere: Bool = false) {
            guard isChanged else { return }
            parts.append(part)
            self.isSevere = self.isSevere || isSevere
        }
    }
}
