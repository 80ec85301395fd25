import Analysis
import Connections
public import Events
public import Findings
public import Legs
import Negotiations

/// The way of a message through the upstream server, as far as it is known.
public enum Passage: Hashable, Sendable {
    /// The server sent it on to other clients: the exchanges, in order.
    case passed([Exchange])
    /// The server sent it to no other client, although others were connected.
    case swallowed
    /// The server made it, instead of sending on the message of a client.
    case made
    /// The server sent it on here: the exchange, whose inbound entry stands for both.
    case outbound(Exchange)

    /// Creates the passage of the message in entry `number`; returns `nil` if nothing is known of it.
    ///
    /// A message from the server that the operator held or dropped stays an entry of its own.
    public init?(of number: Int, in legs: LegBook, _ journal: Journal) {
        let exchanges = legs.exchanges(ofInbound: number).filter { exchange in
            journal.outline(number: exchange.outbound)?.entry.delivery?.isKept != true
        }
        if !exchanges.isEmpty {
            self = .passed(exchanges)
        } else if let exchange = legs.exchange(ofOutbound: number) {
            guard journal.outline(number: number)?.entry.delivery?.isUntouched == true else { return nil }
            self = .outbound(exchange)
        } else if legs.fate(of: number) == .swallowed {
            self = .swallowed
        } else if legs.isMadeByServer(number) {
            self = .made
        } else {
            return nil
        }
    }

    /// The exchanges of a message that was passed on; empty for others.
    public var exchanges: [Exchange] {
        if case .passed(let exchanges) = self { return exchanges }
        return []
    }

    /// The clients that the server sent the message on to, each once.
    public var recipients: [PeerID] {
        var recipients: [PeerID] = []
        for exchange in exchanges where !recipients.contains(exchange.recipient) {
            recipients.append(exchange.recipient)
        }
        return recipients
    }

    /// Whether the server changed the description, its line ends included.
    public var isChanged: Bool { change != nil }

    /// The change of the description; `nil` if there is none.
    private var change: Exchange.Change? {
        exchanges.map(\.change).first { $0 == .description } ?? exchanges.map(\.change).first { $0 == .lineEndings }
    }

    // MARK: Texts

    /// The sign in the log: `+` for a message that the server made; `nil` for others, whose findings have signs.
    public var sign: String? { self == .made ? "+" : nil }

    /// The passage through the server, with its time: `via server +12ms`, or short `via +12ms`.
    public func way(isShort: Bool) -> String? {
        exchanges.first.map { "via \(isShort ? "" : Peer.serverName + " ")\(Self.time($0.elapsed))" }
    }

    /// The change that the server made, or its failure to send the message on; `nil` if there is none, or if one of
    /// `findings` reports it.
    public func note(_ roster: Roster, besides findings: [Finding]) -> String? {
        switch self {
        case .passed:
            switch change {
            case .description: Self.note(.changedByServer, besides: findings)
            case .lineEndings: "line ends changed by the server"
            default: nil
            }
        case .swallowed: Self.note(.swallowedByServer, besides: findings)
        case .made: "made by the server"
        case .outbound(let exchange):
            "#\(exchange.inbound) of \(roster.label(exchange.sender)) \(Self.time(exchange.elapsed))"
        }
    }

    private static func note(_ rule: Rule, besides findings: [Finding]) -> String? {
        findings.contains { $0.rule == rule } ? nil : rule.title
    }

    /// Returns the time that the server took: `+12ms`, `<1ms`.
    public static func time(_ nanoseconds: Int64) -> String {
        nanoseconds < 1_000_000 ? "<1ms" : "+" + Format.duration(nanoseconds)
    }
}

extension Delivery {
    /// Whether a participant sent it, and it was delivered at once.
    fileprivate var isUntouched: Bool { !isOperated && release == nil && interceptions.isEmpty }
}
