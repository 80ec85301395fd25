/// A setting of the console: changed on the settings screen, by `:set`, or in the configuration file.
public struct Setting: Sendable {
    /// The values that a setting accepts.
    public enum Values: Hashable, Sendable {
        case one(of: [String])
        /// A comma-separated list of at least one of these, in any order and without duplicates.
        case list(of: [String])
        case number(in: ClosedRange<Int>)

        /// A description of the values: `start, join, delta or clock`.
        public var text: String {
            switch self {
            case .one(let names): names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
            case .list(let names): "any of " + names.joined(separator: ",")
            case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
            }
        }
    }

    /// The name of the setting, a single word.
    public let name: String
    /// A one-line description.
    public let help: String
    /// The values that the setting accepts.
    public let values: Values
    /// Returns the current value as text.
    public let value: @Sendable (Settings) -> String
    private let change: @Sendable (inout Settings, String) -> Bool

    /// Changes the setting to the value in `text`.
    public func set(_ text: String, in settings: inout Settings) throws(SettingError) {
        guard change(&settings, text) else { throw .value(text, setting: name, values) }
    }

    /// Changes the setting by `count` steps: choices cycle, numbers change by 10 within their range, lists do not change.
    public func step(_ count: Int, in settings: inout Settings) {
        let value = value(settings)
        switch values {
        case .one(let names):
            let index = names.firstIndex(of: value) ?? 0
            _ = change(&settings, names[((index + count) % names.count + names.count) % names.count])
        case .number(let range):
            let number = (Int(value) ?? range.lowerBound) + count * 10
            _ = change(&settings, String(min(max(number, range.lowerBound), range.upperBound)))
        case .list: break
        }
    }

    // MARK: Kinds of settings

    static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, _ help: String
    ) -> Setting {
        Setting(name: name, help: help, values: .one(of: Value.allCases.map(\.rawValue))) {
            $0[keyPath: path].rawValue
        } change: { settings, text in
            guard let value = Value(rawValue: text) else { return false }
            settings[keyPath: path] = value
            return true
        }
    }

    static func flag(_ name: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable, _ help: String) -> Setting
    {
        Setting(name: name, help: help, values: .one(of: ["on", "off"])) {
            $0[keyPath: path] ? "on" : "off"
        } change: { settings, text in
            guard let value = ["on": true, "off": false, "true": true, "false": false][text] else { return false }
            settings[keyPath: path] = value
            return true
        }
    }

    static func number(
        _ name: String, _ path: any WritableKeyPath<Settings, Int> & Sendable, in range: ClosedRange<Int>,
        _ help: String
    ) -> Setting {
        Setting(name: name, help: help, values: .number(in: range)) {
            String($0[keyPath: path])
        } change: { settings, text in
            guard let value = Int(text), range.contains(value) else { return false }
            settings[keyPath: path] = value
            return true
        }
    }

    static func list<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, [Value]> & Sendable, _ help: String
    ) -> Setting {
        Setting(name: name, help: help, values: .list(of: Value.allCases.map(\.rawValue))) {
            $0[keyPath: path].map(\.rawValue).joined(separator: ",")
        } change: { settings, text in
            let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
            let values = names.compactMap { Value(rawValue: String($0)) }
            guard !values.isEmpty, values.count == names.count, Set(names).count == names.count else { return false }
            settings[keyPath: path] = values
            return true
        }
    }

    private init(
        name: String,
        help: String,
        values: Values,
        value: @escaping @Sendable (Settings) -> String,
        change: @escaping @Sendable (inout Settings, String) -> Bool
    ) {
        (self.name, self.help, self.values) = (name, help, values)
        (self.value, self.change) = (value, change)
    }
}

/// An invalid name or value of a setting.
public enum SettingError: Error, Hashable, CustomStringConvertible {
    case name(String)
    case value(String, setting: String, Setting.Values)

    public var description: String {
        switch self {
        case .name(let name): "no setting is called '\(name)': \(SettingTable.all.map(\.name).joined(separator: ", "))"
        case .value(let value, let name, let values): "\(name) cannot be '\(value)': \(values.text)"
        }
    }
}

/// The table of all settings, in the order of the settings screen.
public enum SettingTable {
    public static let all: [Setting] = [
        .choice("time", \.time, "what the log's time column counts from"),
        .list("columns", \.columns, "the log's columns, where there is room for them"),
        .choice("filter", \.filter, "what becomes of entries that do not pass the filter"),
        .choice("order", \.order, "what the peers are in order of"),
        .flag("reverse", \.reverse, "whether that order is turned round"),
        .choice("layout", \.layout, "where the detail stands"),
        .number("split", \.split, in: 30...80, "the lists' share of the width, in hundredths"),
        .flag("wrap", \.wrap, "whether long lines are wrapped, or cut"),
        .choice("theme", \.theme, "the colours"),
        .flag("mouse", \.mouse, "whether the console has the mouse, or the terminal"),
        .choice("alert", \.alert, "what a new error does"),
        .flag("title", \.title, "whether the terminal's title shows how many are here"),
    ]

    /// Returns the setting called `name`.
    public static func named(_ name: String) throws(SettingError) -> Setting {
        guard let setting = all.first(where: { $0.name == name }) else { throw .name(name) }
        return setting
    }
}
