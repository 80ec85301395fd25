/// Something that can be set: on its screen, by `:set`, or in the configuration file.
public struct Setting: Sendable {
    /// What a setting may be.
    public enum Values: Hashable, Sendable {
        case one(of: [String])
        /// Any of these in any order, with commas between; at least one.
        case list(of: [String])
        case number(in: ClosedRange<Int>)

        /// In words: `start, join, delta or clock`.
        public var words: String {
            switch self {
            case .one(let names): names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
            case .list(let names): "any of " + names.joined(separator: ",")
            case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
            }
        }
    }

    /// One word.
    public let name: String
    /// What it is for, in a line.
    public let help: String
    /// What it may be.
    public let values: Values
    /// What it is, as it is written.
    public let value: @Sendable (Settings) -> String
    private let change: @Sendable (inout Settings, String) -> Bool

    /// Sets it to what `text` says.
    public func set(_ text: String, in settings: inout Settings) throws(SettingError) {
        guard change(&settings, text) else { throw .value(text, setting: name, values) }
    }

    /// Sets it to what comes after what it is, or before it: the next of its values, ten more or less.
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

/// What is wrong with a setting that somebody wrote.
public enum SettingError: Error, Hashable, CustomStringConvertible {
    case name(String)
    case value(String, setting: String, Setting.Values)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .name(let name): "no setting is called '\(name)': \(SettingTable.all.map(\.name).joined(separator: ", "))"
        case .value(let value, let name, let values): "\(name) cannot be '\(value)': \(values.words)"
        }
    }
}
