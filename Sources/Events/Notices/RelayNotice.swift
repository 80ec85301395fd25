/// What was done beside saying something: mostly the operator's doing.
public enum RelayNotice: Hashable, Sendable {
    /// A rule works from now on; it is called by this number.
    case armed(Int, InterceptRule)
    /// A rule works no more, and what it held goes on.
    case disarmed(Int, InterceptRule)
    /// Somebody is not let in any more.
    case banned(Ban)
    /// Somebody is let in again.
    case lifted(Ban)
    /// A message that waited does not go on.
    case discarded(Discard)
    /// A message that had been held in this entry was changed when it had gone on, or away, already.
    case tooLate(entry: Int)
    /// The glare guard works from now on, or no more: in a room, or everywhere.
    case guarded(room: String?, isOn: Bool)
    /// These plain peers get text so from now on.
    case delivering([PeerID], PlainDelivery)
    /// Messages that were sent again with time between them are all sent, or were stopped.
    case replayed(sent: Int, of: Int)
    /// A connection came to nothing before there was a peer.
    case failed(FailedConnection)
    /// The TLS certificate was loaded anew, or could not be.
    case certificate(CertificateNews)

    /// A message that waited and does not go on.
    public struct Discard: Hashable, Sendable {
        /// Why it does not.
        public enum Cause: Hashable, Sendable {
            case `operator`
            /// All it was for have gone.
            case nobodyLeft
        }

        /// The entry in which it was said.
        public let entry: Int
        /// Who said it.
        public let sender: PeerID
        /// Those it was for.
        public let receivers: [PeerID]
        /// Why it does not go on.
        public let cause: Cause

        public init(entry: Int, sender: PeerID, receivers: [PeerID], _ cause: Cause) {
            self.entry = entry
            self.sender = sender
            self.receivers = receivers
            self.cause = cause
        }
    }

    /// Whether the operator did it.
    public var isOperators: Bool {
        switch self {
        case .discarded(let discard): discard.cause == .operator
        case .failed, .certificate: false
        default: true
        }
    }

    /// Whether the operator should look into it.
    public var isWarning: Bool {
        switch self {
        case .failed, .certificate(.kept): true
        default: false
        }
    }
}

extension RelayNotice {
    /// What was done, in a line, peers by their ids.
    public var words: String { words(\.description) }

    /// What was done, in a line; `name` says what a peer is called.
    ///
    /// What a peer chose may be part of it, so it is made printable when it is drawn.
    public func words(_ name: (PeerID) -> String) -> String {
        switch self {
        case .armed(let number, let rule), .disarmed(let number, let rule): "rule \(number): \(rule.words(name))"
        case .banned(let ban), .lifted(let ban): "ban \(ban.number): \(ban.subject.words)"
        case .discarded(let discard):
            "#\(discard.entry) for \(discard.receivers.map(name).joined(separator: ", ")) does not go on: "
                + (discard.cause == .operator ? "dropped by the operator" : "nobody is left to hear it")
        case .tooLate(let entry): "#\(entry) had gone on already: what it was changed to is not sent"
        case .guarded(let room, let isOn):
            "glare guard \(isOn ? "on" : "off") \(room.map { "in room \($0)" } ?? "in all rooms")"
        case .delivering(let peers, let delivery):
            "text goes to \(peers.map(name).joined(separator: ", ")) "
                + (delivery == .binary ? "in binary frames" : "as it came")
        case .replayed(let sent, let count):
            sent == count ? "all \(count) were sent again" : "\(sent) of \(count) were sent again, then stopped"
        case .failed(let connection): connection.words
        case .certificate(let news): news.words
        }
    }
}
