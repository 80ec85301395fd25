import Events
import Messages

/// ```
/// "from":"p1","to":["p2"],"room":"demo","text":"…"
/// "composed":true · "replayOf":4 · "editOf":4                              sent by the operator, in the name of "from"
/// "addressed":["p2"] · "fault":"no-such-peer"                              named peers, or why it was not forwarded
/// "kept":[{"to":["p2"],"fate":"held","until":31.000000000,"rule":1}]       held, delayed or dropped
/// "release":{"entry":4,"after":3.000000000,"cause":"operator","edited":true}
/// ```
extension Delivery {
    func write(to writer: inout LogWriter, payloads: Bool) {
        writer.peer("from", author)
        writer.peers("to", recipients)
        writer.text("room", room)
        switch sender {
        case .operated(.replay(let entry), _): writer.integer("replayOf", entry)
        case .operated(.edit(let entry), _): writer.integer("editOf", entry)
        case .operated(.composition, _): writer.flag("composed", true)
        case .peer: break
        }
        addressee.write(to: &writer)
        if !interceptions.isEmpty {
            writer.objects("kept", interceptions) { writer, interception in
                writer.peers("to", interception.recipients)
                interception.fate.write(to: &writer)
                interception.cause.write(to: &writer)
            }
        }
        if let release {
            writer.object("release") { writer in
                writer.integer("entry", release.entry)
                writer.json("after", LogTime.text(release.nanoseconds))
                writer.text("cause", release.cause.logName)
                writer.flag("edited", release.isEdited)
            }
        }
        message.write(to: &writer, payloads: payloads)
    }

    convenience init?(_ reader: LogReader) {
        guard let author = reader.peer("from"), let room = reader.text("room") else { return nil }
        let origin: Origin? =
            if let entry = reader.integer("replayOf") {
                .replay(entry: entry)
            } else if let entry = reader.integer("editOf") {
                .edit(entry: entry)
            } else if reader.flag("composed") {
                .composition
            } else {
                nil
            }
        self.init(
            message: Message(reader), sender: origin.map { .operated($0, author: author) } ?? .peer(author), room: room,
            addressee: Addressee(reader), recipients: reader.peers("to"),
            interceptions: reader.objects("kept").compactMap(Interception.init),
            release: reader.object("release").flatMap(Release.init))
    }
}

extension Delivery.Addressee {
    func write(to writer: inout LogWriter) {
        switch self {
        case .room: break
        case .peers(let peers): writer.peers("addressed", peers)
        case .nobody(let fault):
            writer.text("fault", fault.code)
            if case .noSuchPeer(let id) = fault { writer.text("unknown", id) }
        }
    }

    init(_ reader: LogReader) {
        let faults: [AddressingFault] = [
            .fromNotYours, .toNotAString, .noSuchPeer(reader.text("unknown") ?? ""),
        ]
        if let code = reader.text("fault"), let fault = faults.first(where: { $0.code == code }) {
            self = .nobody(fault)
        } else {
            self = reader.has("addressed") ? .peers(reader.peers("addressed")) : .room
        }
    }
}

extension Interception.Fate {
    func write(to writer: inout LogWriter) {
        switch self {
        case .held: writer.text("fate", "held")
        case .heldUntilGlare: writer.text("fate", "held-until-glare")
        case .delayed: writer.text("fate", "delayed")
        case .queuedBehind(let entry):
            writer.text("fate", "queued")
            writer.integer("behind", entry)
        case .dropped: writer.text("fate", "dropped")
        }
        writer.time("until", until)
    }

    init?(_ reader: LogReader) {
        let until = reader.time("until") ?? .start
        switch reader.text("fate") {
        case "held": self = .held(until: until)
        case "held-until-glare": self = .heldUntilGlare(until: until)
        case "delayed": self = .delayed(until: until)
        case "queued": self = .queuedBehind(entry: reader.integer("behind") ?? 0)
        case "dropped": self = .dropped
        default: return nil
        }
    }
}

extension Interception.Cause {
    func write(to writer: inout LogWriter) {
        switch self {
        case .rule(let number): writer.integer("rule", number)
        case .guardedOffer: writer.text("guard", "offer")
        case .guardedCrossing(let offer):
            writer.text("guard", "crossing")
            writer.integer("offer", offer)
        case .guardedCandidate(let offer):
            writer.text("guard", "candidate")
            writer.integer("offer", offer)
        case .order: writer.text("guard", "order")
        }
    }

    init?(_ reader: LogReader) {
        if let number = reader.integer("rule") {
            self = .rule(number)
            return
        }
        let offer = reader.integer("offer") ?? 0
        switch reader.text("guard") {
        case "offer": self = .guardedOffer
        case "crossing": self = .guardedCrossing(offer: offer)
        case "candidate": self = .guardedCandidate(offer: offer)
        case "order": self = .order
        default: return nil
        }
    }
}

extension Interception {
    fileprivate init?(_ reader: LogReader) {
        guard let fate = Fate(reader), let cause = Cause(reader) else { return nil }
        self.init(fate, cause, recipients: reader.peers("to"))
    }
}

extension Release {
    fileprivate init?(_ reader: LogReader) {
        guard let entry = reader.integer("entry"), let name = reader.text("cause"),
            let cause = Cause.allCases.first(where: { $0.logName == name })
        else { return nil }
        self.init(
            entry: entry, nanoseconds: reader.nanoseconds("after") ?? 0, cause, isEdited: reader.flag("edited"))
    }
}

extension Release.Cause {
    fileprivate var logName: String {
        switch self {
        case .operator: "operator"
        case .timeUp: "time-up"
        case .noRoom: "no-room"
        case .delayOver: "delay-over"
        case .inTurn: "in-turn"
        case .crossed: "crossed"
        case .guarded: "guarded"
        case .ruleRemoved: "rule-removed"
        case .relayEnds: "relay-ends"
        }
    }
}
