/// An event that is neither a message nor a connection, mostly an act of the operator.
public enum RelayNotice: Hashable, Sendable {
    /// An intercept rule was added under this number.
    case ruleAdded(Int, InterceptRule)
    /// An intercept rule was removed, and its held messages are released.
    case ruleRemoved(Int, InterceptRule)
    /// A ban was added.
    case banned(Ban)
    /// A ban was lifted.
    case lifted(Ban)
    /// A held message was discarded.
    case discarded(Discard)
    /// The operator changed the message of this entry, which was no longer held; the change was not sent.
    case tooLate(entry: Int)
    /// The glare guard was switched on or off, in a room or in all rooms.
    case guarded(room: String?, isOn: Bool)
    /// The operator chose the frames in which these plain peers receive text.
    case delivering([PeerID], PlainDelivery)
    /// A replay with delays ended, complete or stopped.
    case replayed(sent: Int, of: Int)
    /// A connection failed before a peer joined.
    case failed(FailedConnection)
    /// The TLS certificate was reloaded, or could not be.
    case certificate(CertificateNews)
    /// The proxy could not forward a request as it is, or the upstream server refused to open a WebSocket.
    case proxied(ProxyReport)
    /// The proxy has forwarded a request that is no signaling.
    case forwarded(ForwardedRequest)
    /// The messages of the peer are now carried by these protocols: a client of Engine.IO moved its session from polling
    /// requests to a WebSocket.
    case transportChanged(PeerID, Transport)
    /// Something happened with the probe of a page.
    case page(PageNotice)
    /// Something happened with the recording of the events to a file.
    case recording(RecordingNews)

    /// A held message that is not delivered.
    public struct Discard: Hashable, Sendable {
        /// The cause of the discard.
        public enum Cause: Hashable, Sendable {
            /// The operator dropped it.
            case `operator`
            /// All its recipients have left.
            case nobodyLeft
        }

        /// The number of the entry in which the message was sent.
        public let entry: Int
        /// The peer that sent the message.
        public let sender: PeerID
        /// The peers that the message was held for.
        public let recipients: [PeerID]
        /// The cause of the discard.
        public let cause: Cause

        public init(entry: Int, sender: PeerID, recipients: [PeerID], _ cause: Cause) {
            self.entry = entry
            self.sender = sender
            self.recipients = recipients
            self.cause = cause
        }
    }

    /// Whether the notice is an act of the operator.
    public var isOperatorAct: Bool {
        switch self {
        case .discarded(let discard): discard.cause == .operator
        case .failed, .certificate, .proxied, .transportChanged, .forwarded, .page, .recording: false
        default: true
        }
    }

    /// The peer that the notice is about; `nil` if there is none.
    public var peer: PeerID? {
        switch self {
        case .discarded(let discard): discard.sender
        case .transportChanged(let peer, _): peer
        default: nil
        }
    }

    /// Whether the notice is part of normal operation, and not notable.
    public var isRoutine: Bool {
        switch self {
        case .forwarded, .transportChanged, .page(.left): true
        default: false
        }
    }

    /// Whether the notice requires the operator's attention.
    public var isWarning: Bool {
        switch self {
        case .page(.left): false
        case .failed, .certificate(.kept), .proxied, .page, .recording(.failed), .recording(.reopened): true
        default: false
        }
    }
}

extension RelayNotice {
    /// The notice in a line, with peers by their ids.
    public var text: String { text(\.description) }

    /// Returns the notice in a line, with peers by the names that `name` returns.
    ///
    /// The line may contain text that a peer chose, so it is made printable when it is drawn.
    public func text(_ name: (PeerID) -> String) -> String {
        switch self {
        case .ruleAdded(let number, let rule), .ruleRemoved(let number, let rule): "rule \(number): \(rule.text(name))"
        case .banned(let ban), .lifted(let ban): "ban \(ban.number): \(ban.subject.text)"
        case .discarded(let discard):
            "#\(discard.entry) for \(discard.recipients.map(name).joined(separator: ", ")) is not delivered: "
                + (discard.cause == .operator ? "dropped by the operator" : "no recipient is left")
        case .tooLate(let entry): "#\(entry) had been released already: the change is not sent"
        case .guarded(let room, let isOn):
            "glare guard \(isOn ? "on" : "off") \(room.map { "in room \($0)" } ?? "in all rooms")"
        case .delivering(let peers, let delivery):
            "text is delivered to \(peers.map(name).joined(separator: ", ")) "
                + (delivery == .binary ? "in binary frames" : "verbatim")
        case .replayed(let sent, let count):
            sent == count ? "all \(count) were sent again" : "\(sent) of \(count) were sent again, then stopped"
        case .failed(let connection): connection.text
        case .certificate(let news): news.text
        case .proxied(let report): report.text
        case .forwarded(let request): request.text
        case .page(let notice): notice.text
        case .recording(let news): news.text
        case .transportChanged(let peer, let transport): "\(name(peer)) now uses \(transport.text)"
        }
    }
}

/// The result of a look for a new TLS certificate.
public enum CertificateNews: Hashable, Sendable {
    /// New connections get this certificate: its SHA-256 fingerprint, and the last day of its validity.
    case reloaded(fingerprint: String, end: String)
    /// The files contain no usable certificate, for this reason; the old one stays in use.
    case kept(String)

    /// The result in a line.
    public var text: String {
        switch self {
        case .reloaded(let fingerprint, let end): "certificate reloaded: valid until \(end), SHA-256 \(fingerprint)"
        case .kept(let reason): "certificate not reloaded, the old one stays in use: \(reason)"
        }
    }
}
