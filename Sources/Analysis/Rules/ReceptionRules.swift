import Connections
import Events
public import Findings
import Messages
import Negotiations
import Reports
import Text

extension Rule {
    /// A browser refused a description or a candidate.
    public static let refusedByBrowser = Rule(
        "refused-by-browser", .connection, .error, title: "refused by the browser",
        reference: "W3C webrtc-pc setRemoteDescription",
        explanation: """
            The page passed the message to its RTCPeerConnection, which refused it with the error shown. The state of \
            the connection is as before, and the other side does not know of it.
            """,
        remedy: """
            InvalidStateError: the description came in the wrong signaling state, mostly an answer without an offer or \
            one of two offers that crossed; use perfect negotiation. OperationError or InvalidAccessError: the text \
            does not fit the state or is invalid; see the other findings of the message. A candidate without a remote \
            description has to wait for it.
            """)

    /// A message was delivered, and its recipient never applied it.
    public static let neverApplied = Rule(
        "never-applied", .connection, .error, title: "delivered, never applied",
        presumesDelivery: true,
        explanation: """
            The relay has written the message to the socket of its recipient, whose page reports its calls, but the \
            page has called neither setRemoteDescription nor addIceCandidate with its content.
            """,
        remedy: """
            Look at the handler of socket messages in the recipient: it may wait for another type or member, throw \
            before the call, or belong to a connection that was replaced.
            """)

    /// A page applied another text than was sent.
    public static let appliedChanged = Rule(
        "applied-changed", .connection, .information, title: "applied, not what was sent",
        explanation: """
            The text that the page passed to setRemoteDescription differs from the one that was delivered: the \
            application changed it.
            """,
        remedy: """
            If the call fails, apply the text as it comes. Codecs and directions can be set with \
            setCodecPreferences and with the direction of a transceiver, without changing text.
            """)
}

/// Checks of what recipients did with messages.
enum ReceptionRules {
    /// The time in which a page applies an answer or a candidate, in seconds.
    static let seconds = 3
    /// The time after which a page that has reported nothing since the message is no longer taken for busy, in seconds.
    ///
    /// A page whose thread is busy, such as when video starts on a slow machine, reports late.
    static let busySeconds = 10
    /// The time after a loss of reports in which their absence proves nothing, in seconds.
    static let lossSeconds = 10

    /// The observation that a browser refused what `call` passed to it.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - call: The call that it settled with.
    ///   - peer: The peer of the connection; `nil` if it is not known.
    ///   - page: The page of the connection.
    ///   - message: The entry of the message that was passed; `nil` if it is not known.
    ///   - entry: The entry of the report.
    /// - Returns: The observation.
    static func refused(
        _ error: ReportedError, _ call: APICall, by peer: PeerID?, _ page: PageID, message: Int?, entry: Int
    ) -> Observation {
        let browser: Sentence = peer.map { "the browser of \(peer: $0)" } ?? "the browser of \(page.description)"
        let kind = call.candidate != nil ? "candidate" : call.description.map { $0.kind } ?? call.method.rawValue
        let subject: Sentence =
            message.map { "the \(Excerpt(kind).description) \(entry: $0)" } ?? "a call of \(call.method.rawValue)"
        return Observation(
            .refusedByBrowser, severity: call.candidate != nil ? .warning : .error,
            "\(browser) refused \(subject): \(Excerpt(error.text, limit: 160).description)",
            proof: [message, entry].compactMap(\.self), subject: "\(page.number) \(call.method.rawValue) \(error.name)")
    }

    /// The observation that `peer` did not apply the message in an entry.
    static func neverApplied(_ kind: Kind, by peer: PeerID, entry: Int) -> Observation {
        Observation(
            .neverApplied, severity: kind == .candidate ? .warning : .error,
            "\(entry: entry) was delivered to \(peer: peer), whose page has not applied the \(kind.rawValue)",
            proof: [entry], subject: "\(peer) \(kind.rawValue)")
    }

    /// The observation that the page of `peer` applied another text than the message has.
    static func appliedChanged(_ peer: PeerID, message: Int, entry: Int) -> Observation {
        Observation(
            .appliedChanged,
            "the page of \(peer: peer) changed the description of \(entry: message) before it applied it",
            proof: [message, entry], subject: peer.description)
    }
}
