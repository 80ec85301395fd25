import Events
import Filtering
import Screens
import Sessions

/// Changing how things are seen.
extension Model {
    /// How long secrets are shown, in seconds: long enough to read a line.
    private static let secretTime = 10.0

    /// Sets what `text` says: `theme light`.
    mutating func set(_ text: String) -> [Effect] {
        let line = CommandLine(text)
        do throws(SettingError) {
            let setting = try SettingTable.named(line.name)
            guard let value = line.argument else {
                return say("\(setting.name) is \(setting.value(context.settings)); it can be \(setting.values.words)")
            }
            try setting.set(value, in: &context.settings)
            return say("\(setting.name) is \(setting.value(context.settings)) now")
        } catch {
            return say(error.description)
        }
    }

    /// Goes on to the next value of the setting `name`.
    mutating func step(_ name: String, by count: Int = 1) -> [Effect] {
        guard let setting = SettingTable.all.first(where: { $0.name == name }) else { return [] }
        if case .list = setting.values { return begin(.command, "set \(name) \(setting.value(context.settings))") }
        setting.step(count, in: &context.settings)
        return say("\(setting.name) is \(setting.value(context.settings)) now")
    }

    /// All that may stand behind `:set`.
    static let settingLines: [String] = SettingTable.all.flatMap { setting -> [String] in
        switch setting.values {
        case .one(let values): values.map { "\(setting.name) \($0)" }
        case .list, .number: [setting.name]
        }
    }

    mutating func toggleSecrets() -> [Effect] {
        context.secretsUntil =
            context.showsSecrets
            ? nil : Instant(nanoseconds: context.session.now.nanoseconds + Int64(Self.secretTime * 1e9))
        return say(context.showsSecrets ? "passwords, keys and tokens are shown for 10 s" : "they are hidden again")
    }

    /// Gives the focused pane the whole screen, or no longer.
    mutating func toggleZoom() -> [Effect] {
        if isZoomed { return goBack() }
        zoomed = Return(focus: focus, detailTop: detailTop)
        return []
    }

    mutating func saveFilter(_ name: String) -> [Effect] {
        guard Filter.isName(name) else {
            return say("'\(name)' is no name: letters, digits, - and _")
        }
        do throws(FilterError) {
            _ = try Filter("@" + name, saved: savedFilters.merging([name: filterText]) { _, new in new })
        } catch {
            return say("@\(name) cannot be that: \(error.words)")
        }
        savedFilters[name] = filterText
        return say("@\(name) is \(filterText) until the program ends; in the configuration file it stays")
    }
}
