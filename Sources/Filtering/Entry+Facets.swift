public import Events
public import Messages
import SDP

/// What filters ask of entries.
extension Entry {
    /// Which fact it is, as the log calls it: `joined`, `armed`; empty for a message.
    public var kindName: String { fact?.rawValue ?? "" }

    /// Which fact it is, as the log calls it; nil for a message.
    var fact: FilterField.Fact? {
        switch content {
        case .message: nil
        case .noted(let notice): notice.fact
        case .joined: .joined
        case .left(_, .kicked): .kicked
        case .left: .left
        case .refused: .refused
        }
    }

    /// Whose words a message is, or whom a fact is about, but for one who was refused and is no peer.
    var subject: PeerID? {
        switch content {
        case .message(let transit): transit.author
        case .joined(let peer): peer.id
        case .left(let peer, _): peer
        case .noted(.discarded(let discard)): discard.sender
        case .refused, .noted: nil
        }
    }

    /// Whether it is a message that did not go on, to somebody at least.
    var isDropped: Bool {
        switch content {
        case .message(let transit): transit.interceptions.contains { $0.fate == .dropped }
        case .noted(.discarded): true
        default: false
        }
    }

    /// The room it names.
    var room: String? {
        switch content {
        case .message(let transit): transit.room
        case .joined(let peer): peer.room
        case .left: nil
        case .noted(.guarded(let room, _)): room
        case .noted: nil
        case .refused(let arrival, _) where arrival.id == .relay: arrival.room
        case .refused(let arrival, _): arrival.room.flatMap { $0.isEmpty ? nil : $0 } ?? ConnectionRequest.lobby
        }
    }

    /// Whose doing it is.
    var source: FilterField.Source {
        switch content {
        case .message(let transit): transit.isOperated ? .operated : .peer
        case .noted(let notice): notice.isOperators ? .operated : .relay
        case .left(_, .kicked): .operated
        case .joined, .left, .refused: .relay
        }
    }

    /// What can be found in a fact, besides those whom it is about.
    var factWords: [String] {
        switch content {
        case .message: []
        case .noted(let notice): [notice.fact.rawValue, notice.words]
        case .joined(let peer): ["joined", peer.room, peer.address]
        case .left(_, let departure): [fact?.rawValue ?? "", departure.words]
        case .refused(let arrival, let refusal):
            ["refused", refusal.words, arrival.address] + Filter.CompiledFilter.names(of: arrival)
        }
    }
}

extension Delivery {
    /// Whether the operator sent it again.
    var isReplay: Bool {
        guard case .operated(.replay, _) = sender else { return false }
        return true
    }

    /// Whether the operator changed it.
    var isEdited: Bool {
        if case .operated(.edit, _) = sender { return true }
        return release?.isEdited == true
    }

    /// Whether the operator wrote it.
    var isComposed: Bool {
        guard case .operated(.composition, _) = sender else { return false }
        return true
    }

    /// Whether it was kept for a while, or has been.
    var wasHeld: Bool { release != nil || interceptions.contains { $0.fate != .dropped } }
}

extension RelayNotice {
    /// Which fact it is, as the log calls it.
    var fact: FilterField.Fact {
        switch self {
        case .armed: .armed
        case .disarmed: .disarmed
        case .banned: .banned
        case .lifted: .lifted
        case .discarded: .discarded
        case .tooLate: .late
        case .guarded: .guarded
        case .delivering: .delivery
        case .replayed: .replayed
        case .failed: .failed
        case .certificate: .certificate
        }
    }
}

extension Journal.Record {
    /// Whether it is a description or a candidate.
    var isSDP: Bool {
        switch kind {
        case .offer, .answer, .pranswer, .candidate: true
        default: false
        }
    }

    /// The sections it names: that of a candidate, or of where they end, or those of a description.
    var mids: [String] {
        guard isSDP || kind == .endOfCandidates else { return [] }
        return parsed?.mids ?? []
    }
}

extension ParsedMessage {
    /// The sections it names: that of a candidate, or of where they end, or those of a description.
    public var mids: [String] { (terms?.sections.compactMap(\.mid) ?? []) + (mid.map { [$0] } ?? []) }
}
