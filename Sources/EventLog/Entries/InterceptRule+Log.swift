import Events
import Messages

/// ```
/// "rule":2,"filter":"kind:offer","action":"hold","seconds":30,"from":"p1"
/// ```
extension ActiveRule {
    func write(to writer: inout LogWriter) {
        writer.integer("rule", number)
        writer.text("filter", rule.filter)
        switch rule.action {
        case .hold(let seconds):
            writer.text("action", "hold")
            writer.integer("seconds", seconds)
        case .holdUntilGlare(let seconds):
            writer.text("action", "hold-until-glare")
            writer.integer("seconds", seconds)
        case .delay(let milliseconds):
            writer.text("action", "delay")
            writer.integer("milliseconds", milliseconds)
        case .drop: writer.text("action", "drop")
        }
        writer.peer("from", rule.direction.from)
        writer.peer("to", rule.direction.to)
    }

    init?(_ reader: LogReader) {
        let action: InterceptRule.Action
        switch reader.text("action") {
        case "hold": action = .hold(seconds: reader.integer("seconds") ?? 0)
        case "hold-until-glare": action = .holdUntilGlare(seconds: reader.integer("seconds") ?? 0)
        case "delay": action = .delay(milliseconds: reader.integer("milliseconds") ?? 0)
        case "drop": action = .drop
        default: return nil
        }
        guard let number = reader.integer("rule") else { return nil }
        let direction = InterceptRule.Direction(from: reader.peer("from"), to: reader.peer("to"))
        self.init(number, InterceptRule(reader.text("filter") ?? "", action, direction))
    }
}

/// ```
/// "entry":4,"from":"p1","room":"demo","to":["p2"],"since":1.000000000,"fate":"held","until":31.000000000,"rule":2,…
/// ```
extension HeldMessage {
    func write(to writer: inout LogWriter, payloads: Bool) {
        writer.integer("entry", entry)
        writer.peer("from", sender)
        writer.text("room", room)
        addressee.write(to: &writer)
        writer.peers("to", recipients)
        writer.time("since", since)
        fate.write(to: &writer)
        cause.write(to: &writer)
        writer.flag("edited", isEdited)
        message.write(to: &writer, payloads: payloads)
    }

    init?(_ reader: LogReader) {
        guard let entry = reader.integer("entry"), let sender = reader.peer("from"), let since = reader.time("since"),
            let fate = Interception.Fate(reader), let cause = Interception.Cause(reader)
        else { return nil }
        self.init(
            entry: entry, message: Message(reader), sender: sender, room: reader.text("room") ?? "",
            addressee: Delivery.Addressee(reader), recipients: reader.peers("to"), since: since, fate: fate,
            cause: cause)
        isEdited = reader.flag("edited")
    }
}

/// ```
/// "peers":[…],"rules":[…],"held":[…],"bans":[…],"guardedEverywhere":true,"guarded":["demo"],"sent":2,"of":10
/// ```
extension Snapshot {
    func write(to writer: inout LogWriter, payloads: Bool) {
        writer.objects("peers", peers) { $1.write(to: &$0) }
        writer.objects("rules", rules) { $1.write(to: &$0) }
        writer.objects("held", held) { $1.write(to: &$0, payloads: payloads) }
        writer.objects("bans", bans) { $1.write(to: &$0) }
        writer.flag("guardedEverywhere", guarded.isEverywhere)
        writer.texts("guarded", guarded.rooms.sorted())
        if let playback {
            writer.integer("sent", playback.sent)
            writer.integer("of", playback.count)
        }
    }

    init(_ reader: LogReader) {
        let guarded = Guarded(isEverywhere: reader.flag("guardedEverywhere"), rooms: Set(reader.texts("guarded")))
        self.init(
            peers: reader.objects("peers").compactMap(Peer.init),
            rules: reader.objects("rules").compactMap(ActiveRule.init),
            held: reader.objects("held").compactMap(HeldMessage.init),
            bans: reader.objects("bans").compactMap(Ban.init),
            guarded: guarded,
            playback: reader.integer("of").map { Playback(sent: reader.integer("sent") ?? 0, count: $0) })
    }
}
