import Events
import Filtering
import Routing
import Screens
import Sessions

/// Intercept rules, held messages and the glare guard.
extension Model {
    /// Adds a rule for the messages that pass the filter `text`.
    mutating func addRule(
        _ text: String, _ action: InterceptRule.Action, _ direction: InterceptRule.Direction = InterceptRule.Direction()
    ) -> [Effect] {
        guard context.session.intercepts.rules.count < InterceptRule.limit else {
            return report("\(InterceptRule.limit) rules are armed, and no more can be: I shows them")
        }
        switch rule(text, action, direction) {
        case .success(let rule): return [.command(.addRule(rule))]
        case .failure(let fault): return report(fault.description)
        }
    }

    /// Returns the error of `text` as the filter of a rule; `nil` if it is valid.
    func ruleFault(_ text: String) -> String? {
        if case .failure(let fault) = rule(text, .drop, InterceptRule.Direction()) { fault.description } else { nil }
    }

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
            Result { () throws(CompiledRuleError) in try CompiledRule(filter, action, direction) }
                .mapError(RuleFault.rule)
        }
    }

    /// Adds a hold rule from the argument of `:hold [SECONDS] FILTER`.
    mutating func addHold(_ text: String) -> [Effect] {
        let (seconds, limit) = (InterceptRule.holdSeconds, InterceptRule.secondsLimit)
        return addRule(numbered: text, default: seconds, limit: limit, unit: "seconds") { .hold(seconds: $0) }
    }

    /// Adds a delay rule from the argument of `:delay MILLISECONDS FILTER`.
    mutating func addDelay(_ text: String) -> [Effect] {
        let limit = InterceptRule.secondsLimit * 1000
        return addRule(numbered: text, default: nil, limit: limit, unit: "milliseconds") { .delay(milliseconds: $0) }
    }

    private mutating func addRule(
        numbered text: String, default defaultNumber: Int?, limit: Int, unit: String,
        _ action: (Int) -> InterceptRule.Action
    ) -> [Effect] {
        let word = text.prefix { $0 != " " }
        let given = Int(word)
        guard let number = given ?? defaultNumber else {
            return report("'\(word)' is no number of \(unit): :delay 500 kind:answer")
        }
        guard (1...limit).contains(number) else {
            return report("\(number) \(unit) is out of range: from 1 to \(Format.grouped(limit))")
        }
        let filter = given == nil ? text : String(text.dropFirst(word.count).drop { $0 == " " })
        return addRule(filter, action(number))
    }

    mutating func addPreset(_ name: String) -> [Effect] {
        guard let preset = RulePreset.all.first(where: { $0.name == name }) else {
            let names = RulePreset.all.map(\.name).joined(separator: ", ")
            return report("no preset is called '\(name)': \(names)")
        }
        return addRule(preset.filter, preset.action)
    }

    /// Removes the rule with the number `text`, or all rules.
    mutating func removeRule(_ text: String) -> [Effect] {
        let rules = context.session.intercepts.rules
        if text == "all" { return rules.map { .command(.removeRule($0.number)) } }
        guard let number = Int(text), rules.contains(where: { $0.number == number }) else {
            let numbers = rules.map { String($0.number) }.joined(separator: ", ")
            return report("no rule is called '\(text)'" + (numbers.isEmpty ? "" : ": \(numbers), or all"))
        }
        return [.command(.removeRule(number))]
    }

    /// Removes the selected rule, glare guard or ban of the rules screen.
    mutating func removeSelected() -> [Effect] {
        switch top(RulesScreen.self)?.selected(context) {
        case .rule(let armed): [.command(.removeRule(armed.number))]
        case .guarded(let room): [.command(.guardGlare(room: room, isOn: false))]
        case .ban(let ban): [.command(.lift(ban: ban.number))]
        case .held, nil: []
        }
    }

    // MARK: Glare guard

    /// Turns the glare guard on or off: `on`, `off`, `on demo`.
    mutating func guardGlare(_ text: String) -> [Effect] {
        let word = text.prefix { $0 != " " }
        guard word == "on" || word == "off" else {
            return report("the glare guard is on or off: :glare-guard on [ROOM]")
        }
        let room = text.dropFirst(word.count).drop { $0 == " " }
        return [.command(.guardGlare(room: room.isEmpty ? nil : String(room), isOn: word == "on"))]
    }

    /// The rooms where the glare guard is on, and the command that changes it.
    var glareGuardStatus: String {
        let guarded = context.session.intercepts.guarded
        let rooms = guarded.rooms.sorted().joined(separator: ", ")
        switch (guarded.isEverywhere, guarded.rooms.isEmpty) {
        case (false, true): return "the glare guard is off: :glare-guard on [ROOM]"
        case (true, true): return "the glare guard is on in all rooms: :glare-guard off [ROOM]"
        case (true, false): return "the glare guard is on in all rooms but \(rooms)"
        case (false, false): return "the glare guard is on in \(rooms)"
        }
    }

    // MARK: Held messages

    /// Releases the target message; asks first if an earlier one to the same peer is still held.
    mutating func releaseOne() -> [Effect] {
        guard let held = targetHeld else { return [] }
        if let blocker = context.session.intercepts.blocker(of: held) {
            question = .overtake(held.entry, before: blocker.entry)
            return []
        }
        return [.command(.release([held.entry], overtaking: false))]
    }

    mutating func askDiscard() -> [Effect] {
        question = targetHeld.map { .discard($0.entry) }
        return []
    }
}
