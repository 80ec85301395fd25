import Drawing
import Events
import Filtering
import Routing
import Screens
import Sessions

/// Commands that affect peers and their messages.
extension CommandTable {
    static let act: [Command] = replaying + drafting + edits + kicking + holding + rules

    private static let replaying: [Command] = [
        Command(
            "replay", [.character("r")], .act,
            "send the selected message again, or the marked ones, byte for byte (asks)", hint: "replay",
            in: panes.union([.message, .ladder]), unless: DisabledReasons.noReplay
        ) { $0.askReplay() },
        Command(
            "stop-replay", [.character(".")], .act, "stop the replay that is under way",
            hint: "stop",
            unless: { DisabledReasons.readOnly($0) ?? ($0.playback == nil ? "nothing is being replayed" : nil) }
        ) { _ in [.command(.stopSending)] },
    ]

    private static let kicking: [Command] = [
        Command(
            "kick", [.character("x")], .act, "remove the selected peer, or the marked ones (asks)", hint: "kick",
            in: panes.union([.message, .ladder]), taking: Command.Parameter("[REASON]") { $0.askKick(reason: $1) },
            unless: DisabledReasons.noKick
        ) { $0.askKick() },
        Command(
            "close-room", [.character("X")], .act, "remove all peers of the room (asks)",
            in: panes.union([.message, .ladder]),
            taking: Command.Parameter("[REASON]") { $0.askCloseRoom(reason: $1) }, unless: DisabledReasons.noRoom
        ) { $0.askCloseRoom() },
        Command(
            "deliver", [.character("b")], .act,
            "deliver text to the selected plain peers, or the marked ones, in binary frames or verbatim",
            in: [.peers],
            taking: Command.Parameter("binary|verbatim", values: { _ in ["verbatim", "binary"] }) {
                $0.setDelivery($1)
            },
            unless: DisabledReasons.noPlainPeer
        ) { $0.toggleDelivery() },
        Command(
            "ban", [], .act, "refuse peers by a name, or from an address",
            taking: Command.Parameter("name|address WHO [MINUTES]", values: { $0.banSubjects }) { $0.ban($1) },
            unless: DisabledReasons.readOnly, run: { $0.ban("") }
        ),
        Command(
            "lift", [], .act, "remove a ban, by its number",
            taking: Command.Parameter("BAN", values: { $0.banNumbers }) { $0.lift($1) },
            unless: DisabledReasons.readOnly, run: { $0.lift("") }
        ),
    ]

    /// The places of commands on held messages.
    private static let held = panes.union([.message, .ladder, .rules])

    private static let holding: [Command] = [
        Command(
            "hold", [.character("i")], .act, "hold messages that pass a filter until they are released", hint: "hold",
            in: held,
            taking: Command.Parameter("[SECONDS] FILTER") { $0.addHold($1) },
            unless: DisabledReasons.readOnly
        ) { $0.begin(.rule, "kind:offer") },
        Command(
            "release", [.character("a")], .act, "release the selected held message, or the oldest", hint: "release",
            in: held, unless: DisabledReasons.nothingHeld
        ) { $0.releaseOne() },
        Command(
            "release-all", [.character("A")], .act, "release all held messages, in their order", hint: "release all",
            in: held, unless: DisabledReasons.nothingHeld
        ) { _ in [.command(.releaseAll)] },
        Command(
            "discard", [.character("D")], .act, "drop the selected held message, or the oldest (asks)", in: held,
            unless: DisabledReasons.nothingHeld
        ) { $0.askDiscard() },
    ]

    private static let rules: [Command] = [
        Command(
            "rules", [.character("I")], .act, "rules, held messages, the glare guard and bans", hint: "rules",
            in: panes.union([.message, .ladder])
        ) { $0.show(RulesScreen()) },
        Command(
            "take-away", [.character("x"), .delete], .act, "remove the selected rule or ban", hint: "remove",
            in: [.rules], unless: DisabledReasons.nothingToTakeAway
        ) { $0.removeSelected() },
        Command(
            "delay", [], .act, "delay messages that pass a filter: :delay 500 kind:answer",
            taking: Command.Parameter("MILLISECONDS FILTER") { $0.addDelay($1) },
            unless: DisabledReasons.readOnly,
            run: { $0.report("delay what by how much? :delay 500 kind:answer") }
        ),
        Command(
            "drop", [], .act, "drop messages that pass a filter: :drop kind:candidate cand:host",
            taking: Command.Parameter("FILTER") { $0.addRule($1, .drop) }, unless: DisabledReasons.readOnly,
            run: { $0.report("drop what? :drop kind:candidate") }
        ),
        Command(
            "preset", [], .act, "a rule that is used often: forced-glare, late-answer, no-candidates",
            taking: Command.Parameter("NAME", values: { _ in RulePreset.all.map(\.name) }) { $0.addPreset($1) },
            unless: DisabledReasons.readOnly, run: { $0.addPreset("") }
        ),
        Command(
            "disarm", [], .act, "remove a rule and release what it held",
            taking: Command.Parameter("RULE|all", values: { $0.ruleNumbers + ["all"] }) { $0.removeRule($1) },
            unless: DisabledReasons.readOnly, run: { $0.removeRule("") }
        ),
        Command(
            "glare-guard", [], .act, "deliver only one of two crossing offers, in a room or in all",
            taking: Command.Parameter("on|off [ROOM]", values: { $0.glareGuardValues }) { $0.guardGlare($1) },
            unless: DisabledReasons.readOnly, run: { $0.report($0.glareGuardStatus) }
        ),
    ]
}

extension Model {
    /// The names and addresses of the connected peers, as arguments of `:ban`.
    fileprivate var banSubjects: [String] {
        let peers = context.session.roster.present.compactMap { context.session.roster[$0]?.peer }
        return peers.compactMap { $0.name.map { "name " + Filter.quoted($0) } }
            + peers.compactMap { Ban.Subject(address: $0.address) }.map(\.text).filter { $0.hasPrefix("address") }
    }

    fileprivate var banNumbers: [String] { context.session.intercepts.bans.map { String($0.number) } }
    fileprivate var ruleNumbers: [String] { context.session.intercepts.rules.map { String($0.number) } }

    fileprivate var glareGuardValues: [String] {
        let rooms = Set(context.session.roster.present.compactMap { context.session.roster[$0]?.peer.room })
        return ["on", "off"] + rooms.sorted().map { "on \($0)" }
    }
}
