public import Events
public import Messages
import Reports
import SDP

/// The properties of entries that filter terms test.
extension Entry {
    /// The name of the event in the log: `joined`, `armed`; empty for a message.
    public var eventName: String { fact?.rawValue ?? "" }

    /// The event; `nil` for a message.
    var fact: FilterField.Fact? {
        switch content {
        case .message: nil
        case .noted(let notice): notice.fact
        case .joined: .joined
        case .left(_, .kicked): .kicked
        case .left: .left
        case .refused: .refused
        case .reported: .reported
        }
    }

    /// Whether it is a message that was dropped for at least one recipient.
    var isDropped: Bool {
        switch content {
        case .message(let delivery): delivery.interceptions.contains { $0.fate == .dropped }
        case .noted(.discarded): true
        default: false
        }
    }

    /// The room of the entry.
    var room: String? {
        switch content {
        case .message(let delivery): delivery.room
        case .joined(let peer): peer.room
        case .left: nil
        case .noted(.guarded(let room, _)): room
        case .noted, .reported: nil
        case .refused(let request, _) where request.id == .relay: request.room
        case .refused(let request, _): request.room.flatMap { $0.isEmpty ? nil : $0 } ?? ConnectionRequest.lobby
        }
    }

    /// The source of the entry: a peer, the operator or the relay.
    var source: FilterField.Source {
        switch content {
        case .message(let delivery): delivery.isOperated ? .operated : .peer
        case .noted(let notice): notice.isOperatorAct ? .operated : .relay
        case .left(_, .kicked): .operated
        case .joined, .left, .refused: .relay
        case .reported: .probe
        }
    }

    /// The texts of an event in which a search looks, apart from the names of its peer; empty for a message.
    var eventTexts: [String] {
        switch content {
        case .message: []
        case .noted(let notice): [notice.fact.rawValue, notice.text]
        case .joined(let peer): ["joined", peer.room, peer.address]
        case .left(_, let reason): [fact?.rawValue ?? "", reason.text]
        case .reported(let report): ["reported", report.page.description, report.report.text]
        case .refused(let request, let refusal):
            ["refused", refusal.text, request.address] + Filter.CompiledFilter.names(of: request)
        }
    }
}

extension Delivery {
    /// Whether it is a replay by the operator.
    var isReplay: Bool {
        guard case .operated(.replay, _) = sender else { return false }
        return true
    }

    /// Whether the operator edited it.
    var isEdited: Bool {
        if case .operated(.edit, _) = sender { return true }
        return release?.isEdited == true
    }

    /// Whether the operator wrote it.
    var isComposed: Bool {
        guard case .operated(.composition, _) = sender else { return false }
        return true
    }

    /// Whether it is held, or was held before.
    var wasHeld: Bool { release != nil || interceptions.contains { $0.fate != .dropped } }
}

extension RelayNotice {
    /// The event.
    var fact: FilterField.Fact {
        switch self {
        case .ruleAdded: .armed
        case .ruleRemoved: .disarmed
        case .banned: .banned
        case .lifted: .lifted
        case .discarded: .discarded
        case .tooLate: .late
        case .guarded: .guarded
        case .delivering: .delivery
        case .replayed: .replayed
        case .failed, .proxied: .failed
        case .certificate: .certificate
        case .transportChanged: .transport
        case .forwarded: .request
        case .page: .page
        case .recording: .recording
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

    /// The mids of its m-sections: the one of a candidate or an end of candidates, or all of a description.
    var mids: [String] {
        guard isSDP || kind == .endOfCandidates else { return [] }
        return parsed?.mids ?? []
    }
}

extension ParsedMessage {
    /// The mids of its m-sections: the one of a candidate or an end of candidates, or all of a description.
    public var mids: [String] { (descriptionSummary?.sections.compactMap(\.mid) ?? []) + (mid.map { [$0] } ?? []) }
}
