import Filtering
import Screens
import Text

/// Applies the YAML nodes of a configuration file to a configuration, and collects the errors.
struct ConfigurationReader {
    /// The text of a scalar node, and the node.
    struct Scalar {
        let text: String
        let node: YAMLNode
    }

    /// An entry of a mapping.
    typealias Entry = (name: Scalar, value: YAMLNode)

    var configuration: ProgramConfiguration
    /// The errors, at most ``ConfigurationFile/errorLimit``, and the warnings.
    private(set) var report = ConfigurationReport()
    private let file: String
    /// The present names of the options that the file has set so far.
    private var options: Set<String> = []

    init(_ configuration: ProgramConfiguration, file: String) {
        (self.configuration, self.file) = (configuration, file)
    }

    /// Whether the maximum number of errors has been reached.
    var isFull: Bool { report.errors.count >= ConfigurationFile.errorLimit }

    mutating func addError(_ fault: ConfigurationError.Fault, at node: YAMLNode, in section: Section? = nil) {
        guard !isFull else { return }
        let position = node.position
        report.errors.append(ConfigurationError(in: file, at: position, section: section?.rawValue, fault))
    }

    // MARK: Sections

    /// The top-level entries that are mappings.
    enum Section: String, CaseIterable {
        case settings, keys, filters, spellings
    }

    mutating func read(_ root: YAMLNode) {
        let entries = entries(of: root)
        // An option overrides the setting of its name.
        for (name, value) in entries {
            guard let section = Section(rawValue: name.text) else { continue }
            switch section {
            case .settings: readSettings(value)
            case .keys: readKeys(value)
            case .filters: readFilters(value)
            case .spellings: readSpellings(value)
            }
        }
        for (name, value) in entries where Section(rawValue: name.text) == nil { readOption(name, value) }
    }

    private mutating func readOption(_ name: Scalar, _ value: YAMLNode) {
        guard let option = OptionTable[name.text] else {
            return addUnknown(
                .entry, name, among: OptionTable.all.map(\.name) + Section.allCases.map(\.rawValue))
        }
        // The option may also have been given by a former name.
        guard options.insert(option.name).inserted else { return addError(.duplicate(option.name), at: name.node) }
        if name.text != option.name {
            let position = name.node.position
            report.warnings.append(FormerName(name: name.text, present: option.name, file: file, position: position))
        }
        guard let text = text(of: value, name, option.kind.form) else { return }
        if let fault = option.set(text, in: &configuration, name: name.text) { addError(fault, at: value) }
    }

    private mutating func text(of node: YAMLNode, _ name: Scalar, _ form: OptionKind.Form) -> String? {
        guard case .list = form else { return text(of: node, name) }
        return scalars(of: node, name)?.map(\.text).joined(separator: " ")
    }

    private mutating func readSettings(_ node: YAMLNode) {
        for (name, value) in entries(of: node, in: .settings) {
            guard let setting = SettingTable.all.first(where: { $0.name == name.text }) else {
                addUnknown(.setting, name, among: SettingTable.all.map(\.name), in: .settings)
                continue
            }
            guard let text = text(of: value, for: setting) else { continue }
            do throws(SettingError) {
                try setting.set(text, in: &configuration.settings)
            } catch {
                let fault = ConfigurationError.Fault.value(
                    text, of: setting.name, expected: setting.values.text, choices: setting.values.choices)
                addError(fault, at: value, in: .settings)
            }
        }
    }

    private mutating func text(of node: YAMLNode, for setting: Setting) -> String? {
        let name = Scalar(text: setting.name, node: node)
        guard case .list = setting.values else { return text(of: node, name, in: .settings) }
        return scalars(of: node, name, in: .settings)?.map(\.text).joined(separator: ",")
    }

    private mutating func readFilters(_ node: YAMLNode) {
        let entries = entries(of: node, in: .filters)
        var valid: [(name: Scalar, value: YAMLNode)] = []
        for (name, value) in entries {
            guard Filter.isName(name.text) else {
                addError(.filterName(name.text), at: name.node, in: .filters)
                continue
            }
            guard let text = text(of: value, name, in: .filters) else { continue }
            // The console shows a filter on one line.
            configuration.filters[name.text] = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            valid.append((name, value))
        }
        for (name, value) in valid where !isFull {
            do throws(FilterError) {
                _ = try Filter(configuration.filters[name.text] ?? "", saved: configuration.filters)
            } catch {
                // The error of a filter is reported once, not for each filter that refers to it.
                if case .wrongSaved = error.fault { continue }
                addError(.filter(name.text, error), at: value, in: .filters)
            }
        }
    }
}

extension Setting.Values {
    /// The valid values; empty for a number.
    fileprivate var choices: [String] {
        switch self {
        case .one(let names), .list(let names): names
        case .number: []
        }
    }
}

// MARK: Nodes

extension ConfigurationReader {
    /// Returns the entries of a mapping without duplicates; none if the node is null or not a mapping.
    mutating func entries(of node: YAMLNode, in section: Section? = nil) -> [Entry] {
        if node.isNull { return [] }
        guard case .mapping(let mapping) = node.content else {
            addError(.noEntries, at: node, in: section)
            return []
        }
        var entries: [Entry] = []
        var names: Set<String> = []
        for (key, value) in mapping {
            guard let name = key.scalar.map(YAMLText.restored) else {
                addError(.noName, at: key, in: section)
                continue
            }
            guard names.insert(name).inserted else {
                addError(.duplicate(name), at: key, in: section)
                continue
            }
            entries.append((Scalar(text: name, node: key), value))
        }
        return entries
    }

    /// Returns the text of a scalar; `nil` if the node is not one.
    mutating func text(of node: YAMLNode, _ name: Scalar, in section: Section? = nil) -> String? {
        guard let scalar = node.scalar else {
            addError(.noValue(name.text), at: node, in: section)
            return nil
        }
        return YAMLText.restored(scalar)
    }

    /// Returns a scalar, or the scalars of a list; `nil` if the node is neither.
    mutating func scalars(of node: YAMLNode, _ name: Scalar, in section: Section? = nil) -> [Scalar]? {
        func asScalar(_ node: YAMLNode) -> Scalar? {
            node.scalar.map { Scalar(text: YAMLText.restored($0), node: node) }
        }
        if let scalar = asScalar(node) { return [scalar] }
        if case .sequence(let nodes) = node.content {
            let scalars = nodes.compactMap(asScalar)
            if scalars.count == nodes.count { return scalars }
        }
        addError(.noList(name.text), at: node, in: section)
        return nil
    }

    mutating func addUnknown(
        _ noun: ConfigurationError.Noun, _ name: Scalar, among names: [String], in section: Section? = nil
    ) {
        guard !isFull else { return }
        let nearest = Nearest.closestMatch(name.text, in: names)
        addError(.unknown(noun, name.text, nearest: nearest, all: names), at: name.node, in: section)
    }
}
