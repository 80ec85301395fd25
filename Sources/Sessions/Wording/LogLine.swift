import Analysis
import Connections
public import Events
import Filtering
public import Findings
public import Messages
public import Negotiations
import Redaction
import Reports

/// The contents of one line of the log, before it is fitted into columns.
///
/// ```
/// mark number time   route        kind       size  findings · summary
/// !    7      6.102  alice→bob    candidate  182   ! early candidate · host udp 192.168.178.21:57021
/// ```
public struct LogLine: Hashable, Sendable {
    /// The subject of a line, which decides how it is drawn.
    public enum Subject: Hashable, Sendable {
        /// A message of a peer, by its kind.
        case message(Kind?)
        /// An event of a peer.
        case fact
        /// An act of the operator, or of interception.
        case operated
        /// An event that requires the operator's attention.
        case warning
        /// A report of a probe.
        case reported
    }

    /// The sign of the worst finding, of the operator's act, or of what the upstream server did; empty if there is none.
    public let mark: String
    /// The number of its entry.
    public let number: Int
    /// The time of its entry.
    public let time: Instant
    /// Sender and recipients: `alice→bob`, `alice→2 peers`, `alice→nobody`, `op→bob`.
    public let route: String
    /// The kind of the message, with `?` if it is a guess, or of the event.
    public let kind: String
    /// The size of the payload; empty for an event.
    public let size: String
    /// The summary of the message, or the details of the event.
    public let summary: String
    /// The same with a shorter word for the way through the upstream server, for narrow columns.
    public let shortSummary: String
    /// The findings that the entry proves, the worst first.
    public let findings: [Finding]
    /// The subject.
    public let subject: Subject

    /// Creates the line of `record`.
    ///
    /// - Parameters:
    ///   - record: The entry with its parsed message.
    ///   - roster: The names of peers.
    ///   - reply: The offer that the message answers.
    ///   - findings: The findings that the entry proves, the worst first.
    ///   - passage: The way of the message through the upstream server.
    ///   - reporter: The peer whose page reported the entry; `nil` if it is not known, or for other entries.
    ///   - setupTime: The time that the connection took, in nanoseconds, if the entry reports that it is connected.
    public init(
        _ record: Journal.Record, _ roster: Roster, reply: OfferAnswerPair? = nil, findings: [Finding] = [],
        passage: Passage? = nil, reporter: PeerID? = nil, setupTime: Int64? = nil
    ) {
        let summary: String
        var shortSummary: String?
        let entry = record.entry
        self.findings = findings
        let sign = findings.first?.sign
        number = entry.number
        time = entry.time
        size = entry.delivery.map { Format.bytes($0.message.payload.count) } ?? ""
        switch entry.content {
        case .message(let delivery):
            kind = (record.kind?.rawValue ?? "") + (record.isGuess ? "?" : "")
            route = Self.route(delivery, roster, passage)
            var notes = [Secrets.masked(record.summary)]
            if let reply { notes.insert("re:#\(reply.offer) +\(Format.duration(reply.nanoseconds))", at: 0) }
            if case .nobody(let fault) = delivery.addressee { notes.insert("\(fault.code): \(fault.message)", at: 0) }
            if let note = passage?.note(roster, besides: findings) { notes.insert(note, at: 0) }
            let interception = InterceptionText.notes(delivery, roster)
            func text(isShort: Bool) -> String {
                let way = [passage?.way(isShort: isShort)].compactMap(\.self)
                return (interception + way + notes).filter { !$0.isEmpty }.joined(separator: " · ")
            }
            (summary, shortSummary) = (text(isShort: false), text(isShort: true))
            let act = InterceptionText.mark(delivery)
            mark = sign ?? act ?? passage?.sign ?? ""
            subject = act == nil ? .message(record.kind) : .operated
        case .joined(let peer):
            (mark, route, kind, subject) = (sign ?? "", roster.label(peer.id), "joined", .fact)
            summary =
                switch peer.role {
                case .client: "room \(peer.room) · \(Self.client(peer)) client"
                case .server: "accepted \(peer.room)"
                }
        case .left(let peer, let reason):
            let isKick = reason.isKick
            (mark, route, kind) = (sign ?? "", roster.label(peer), isKick ? "kicked" : "left")
            subject = isKick ? .operated : .fact
            summary = Self.text(reason)
        case .refused(let request, let refusal):
            (mark, kind, subject) = (sign ?? "", "refused", .warning)
            route = request.id == .relay ? request.name ?? "-" : request.id.description
            summary = "\(refusal.text) · from \(request.address)"
        case .reported(let report):
            (mark, kind) = (sign ?? (report.report.isFailure ? "!" : ""), "reported")
            subject = report.report.isFailure ? .warning : .reported
            route = reporter.map(roster.label) ?? report.page.description
            summary = Secrets.masked(report.report.text) + (setupTime.map { " in \(Format.duration($0))" } ?? "")
        case .noted(let notice):
            route = Self.route(notice, roster)
            subject = notice.isWarning ? .warning : notice.isRoutine ? .fact : .operated
            (mark, kind) = (sign ?? "", Self.kind(notice))
            summary = notice.text(roster.label)
        }
        (self.summary, self.shortSummary) = (summary, shortSummary ?? summary)
    }

    /// Returns the kind of client: `plain`, `aware`, or the transport if that is another than a plain WebSocket.
    private static func client(_ peer: Peer) -> String {
        peer.transport != .webSocket ? peer.transport.text : peer.isAware ? "aware" : "plain"
    }

    private static func text(_ reason: DisconnectReason) -> String {
        guard case .kicked(let kick) = reason else { return reason.text }
        return "\(kick.reason) (\(kick.code.rawValue))"
    }

    /// The kind of a notice, as the log shows it.
    static func kind(_ notice: RelayNotice) -> String {
        Entry(number: 0, time: .start, content: .noted(notice)).eventName
    }

    /// Returns the peer or the address that a notice is about, or its author.
    private static func route(_ notice: RelayNotice, _ roster: Roster) -> String {
        if let peer = notice.peer { return roster.label(peer) }
        switch notice {
        case .forwarded(let request): return request.address
        default: return notice.isOperatorAct ? "op" : "relay"
        }
    }

    /// Returns sender and recipients, such as `alice→bob`; those beyond the upstream server if it passed the message on.
    public static func route(_ delivery: Delivery, _ roster: Roster, _ passage: Passage? = nil) -> String {
        let sender =
            switch delivery.sender {
            case .peer(let peer): roster.label(peer)
            case .operated: "op"
            }
        let kept = delivery.interceptions.flatMap(\.recipients)
        let reached = passage.flatMap { $0.recipients.isEmpty ? nil : $0.recipients } ?? delivery.recipients
        let recipients =
            switch reached.count {
            // Recipients that the message has not reached are in parentheses.
            case 0 where kept.count == 1: "(\(roster.label(kept[0])))"
            case 0 where !kept.isEmpty: "(\(kept.count) peers)"
            case 0: "nobody"
            case 1: roster.label(reached[0])
            default: "\(reached.count) peers"
            }
        return "\(sender)→\(recipients)"
    }

    /// The worst finding, and the number of further ones: `! early candidate +1`; `nil` if there are none.
    public var findingText: String? { Finding.short(findings) }
}

extension Finding {
    /// `!` if it is open, `i` if it is an open information, `✓` if it is resolved.
    public var sign: String { isOpen ? severity == .information ? "i" : "!" : "✓" }

    /// Returns the title of the first of `findings`, and the number of further ones: `! early candidate +1`; `nil` if there
    /// are none.
    public static func short(_ findings: [Finding]) -> String? {
        guard let first = findings.first else { return nil }
        let more = findings.count > 1 ? " +\(findings.count - 1)" : ""
        return "\(first.sign) \(first.rule.title)\(more)"
    }
}
