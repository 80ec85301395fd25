import Events
import Filtering
import Routing
import Screens
import Sessions

/// Arming rules, and letting go what they hold.
extension Model {
    /// Arms a rule for what `text` lets pass; the saved filters may be referred to.
    mutating func arm(
        _ text: String, _ action: InterceptRule.Action, _ direction: InterceptRule.Direction = InterceptRule.Direction()
    ) -> [Effect] {
        guard context.session.interventions.rules.count < InterceptRule.limit else {
            return say("\(InterceptRule.limit) rules are armed, and no more can be: I shows them")
        }
        switch rule(text, action, direction) {
        case .success(let rule): return [.command(.arm(rule))]
        case .failure(let fault): return say(fault.description)
        }
    }

    /// What is wrong with `text` as the filter of a rule; `nil` if nothing is.
    func ruleFault(_ text: String) -> String? {
        if case .failure(let fault) = rule(text, .drop, InterceptRule.Direction()) { fault.description } else { nil }
    }

    /// Why a text is no filter of a rule.
    private enum RuleFault: Error, CustomStringConvertible {
        case filter(FilterError)
        case rule(CompiledRuleError)

        var description: String {
            switch self {
            case .filter(let error): error.description
            case .rule(let error): error.description
            }
        }
    }

    private func rule(
        _ text: String, _ action: InterceptRule.Action, _ direction: InterceptRule.Direction
    ) -> Result<CompiledRule, RuleFault> {
        let filter = Result { () throws(FilterError) in try Filter(text, saved: savedFilters) }
        return filter.mapError(RuleFault.filter).flatMap { filter in
            Result { () throws(CompiledRuleError) in try CompiledRule(filter, action, direction) }.mapError(
                RuleFault.rule)
        }
    }

    /// Arms what a command says: `:hold [SECONDS] FILTER`, `:delay MILLISECONDS FILTER`.
    mutating func arm(
        numbered text: String, default number: Int?, limit: Int, unit: String, _ action: (Int) -> InterceptRule.Action
    ) -> [Effect] {
        let word = text.prefix { $0 != " " }
        let given = Int(word)
        guard let number = given ?? number else {
            return say("'\(word)' is no number of \(unit): :delay 500 kind:answer")
        }
        guard (1...limit).contains(number) else {
            return say("\(number) \(unit) is out of range: from 1 to \(Format.grouped(limit))")
        }
        let filter = given == nil ? text : String(text.dropFirst(word.count).drop { $0 == " " })
        return arm(filter, action(number))
    }

    mutating func armPreset(_ name: String) -> [Effect] {
        guard let preset = RulePreset.all.first(where: { $0.name == name }) else {
            let names = RulePreset.all.map(\.name).joined(separator: ", ")
            return say("no preset is called '\(name)': \(names)")
        }
        return arm(preset.filter, preset.action)
    }

    /// Takes away the rule of a number, or all of them.
    mutating func disarm(_ text: String) -> [Effect] {
        if text == "all" { return context.session.interventions.rules.map { .command(.disarm($0.number)) } }
        guard let number = Int(text), context.session.interventions.rules.contains(where: { $0.number == number })
        else {
            let numbers = context.session.interventions.rules.map { String($0.number) }.joined(separator: ", ")
            return say("no rule is called '\(text)'" + (numbers.isEmpty ? "" : ": \(numbers), or all"))
        }
        return [.command(.disarm(number))]
    }

    /// Lets in again whom the ban of a number means.
    mutating func lift(_ text: String) -> [Effect] {
        guard let number = Int(text), context.session.interventions.bans.contains(where: { $0.number == number }) else {
            let numbers = context.session.interventions.bans.map { String($0.number) }.joined(separator: ", ")
            return say("no ban is called '\(text)'" + (numbers.isEmpty ? ": nobody is banned" : ": \(numbers)"))
        }
        return [.command(.lift(ban: number))]
    }

    /// Turns the glare guard on or off: `on`, `off`, `on demo`.
    mutating func guardGlare(_ text: String) -> [Effect] {
        let word = text.prefix { $0 != " " }
        guard word == "on" || word == "off" else { return say("the glare guard is on or off: :glare-guard on [ROOM]") }
        let room = text.dropFirst(word.count).drop { $0 == " " }
        return [.command(.guardGlare(room: room.isEmpty ? nil : String(room), isOn: word == "on"))]
    }

    /// What `:glare-guard` says without more.
    var glareGuardWords: String {
        let guarded = context.session.interventions.guarded
        let rooms = guarded.rooms.sorted().joined(separator: ", ")
        switch (guarded.isEverywhere, guarded.rooms.isEmpty) {
        case (false, true): return "the glare guard is off: :glare-guard on [ROOM]"
        case (true, true): return "the glare guard is on in all rooms: :glare-guard off [ROOM]"
        case (true, false): return "the glare guard is on in all rooms but \(rooms)"
        case (false, false): return "the glare guard is on in \(rooms)"
        }
    }

    // MARK: What waits

    /// The held message that a command means: the selected one, or else the one that has waited longest.
    ///
    /// While the log follows, nobody has selected what is under the cursor.
    var meantHeld: HeldMessage? {
        if let rules = top(RulesScreen.self) {
            guard case .held(let held) = rules.selected(self.context) else { return nil }
            return held
        }
        if screen != nil { return currentEntry.flatMap { context.session.interventions.held($0) } }
        return (isFollowing ? nil : currentEntry).flatMap { context.session.interventions.held($0) }
            ?? context.session.interventions.held.first
    }

    mutating func releaseOne() -> [Effect] {
        guard let held = meantHeld else { return [] }
        if let blocker = context.session.interventions.blocker(of: held) {
            question = .overtake(held.entry, before: blocker.entry)
            return []
        }
        return [.command(.release([held.entry], overtaking: false))]
    }

    mutating func askDiscard() -> [Effect] {
        question = meantHeld.map { .discard($0.entry) }
        return []
    }
}

extension Model {
    /// Takes the selected rule, guard or ban away.
    public mutating func takeAway() -> [Effect] {
        switch top(RulesScreen.self)?.selected(context) {
        case .rule(let armed): [.command(.disarm(armed.number))]
        case .guarded(let room): [.command(.guardGlare(room: room, isOn: false))]
        case .ban(let ban): [.command(.lift(ban: ban.number))]
        case .held, nil: []
        }
    }
}
