import Filtering
import Screens
import Yams

/// Reads the nodes of a configuration file into a configuration, and collects the errors.
struct ConfigurationReader {
    /// A text and the node that holds it.
    struct Word {
        let text: String
        let node: Node
    }

    /// An entry of a mapping.
    typealias Entry = (name: Word, value: Node)

    var configuration: Configuration
    /// Errors, ``ConfigurationFile/errorLimit`` at the most, and warnings.
    private(set) var report = ConfigurationReport()
    private let file: String
    /// The options that were read, by their present names.
    private var options: Set<String> = []

    init(_ configuration: Configuration, file: String) {
        (self.configuration, self.file) = (configuration, file)
    }

    /// Whether no more errors are collected.
    var isFull: Bool { report.errors.count >= ConfigurationFile.errorLimit }

    mutating func note(_ fault: ConfigurationError.Fault, at node: Node, in section: Section? = nil) {
        guard !isFull else { return }
        let position = node.mark.map(ConfigurationError.Position.init)
        report.errors.append(ConfigurationError(in: file, at: position, section: section?.rawValue, fault))
    }

    // MARK: Sections

    /// The names at the top of the file that have entries of their own.
    enum Section: String, CaseIterable {
        case settings, keys, filters, spellings
    }

    mutating func read(_ root: Node) {
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

    private mutating func readOption(_ name: Word, _ value: Node) {
        guard let option = OptionTable[name.text] else {
            return noteUnknown(.entry, name, OptionTable.all.map(\.name) + Section.allCases.map(\.rawValue))
        }
        // The same option by a former name too.
        guard options.insert(option.name).inserted else { return note(.twice(option.name), at: name.node) }
        if name.text != option.name {
            let position = name.node.mark.map(ConfigurationError.Position.init)
            report.warnings.append(FormerName(name: name.text, present: option.name, file: file, position: position))
        }
        guard let text = text(of: value, name, option.kind.form) else { return }
        if let fault = option.set(text, in: &configuration, name: name.text) { note(fault, at: value) }
    }

    private mutating func text(of node: Node, _ name: Word, _ form: OptionKind.Form) -> String? {
        guard case .list = form else { return text(of: node, name) }
        return texts(of: node, name)?.map(\.text).joined(separator: " ")
    }

    private mutating func readSettings(_ node: Node) {
        for (name, value) in entries(of: node, in: .settings) {
            guard let setting = SettingTable.all.first(where: { $0.name == name.text }) else {
                noteUnknown(.setting, name, SettingTable.all.map(\.name), in: .settings)
                continue
            }
            guard let text = text(of: value, for: setting) else { continue }
            do throws(SettingError) {
                try setting.set(text, in: &configuration.settings)
            } catch {
                let fault = ConfigurationError.Fault.value(
                    text, of: setting.name, expected: setting.values.words, choices: setting.values.choices)
                note(fault, at: value, in: .settings)
            }
        }
    }

    private mutating func text(of node: Node, for setting: Setting) -> String? {
        let name = Word(text: setting.name, node: node)
        guard case .list = setting.values else { return text(of: node, name, in: .settings) }
        return texts(of: node, name, in: .settings)?.map(\.text).joined(separator: ",")
    }

    private mutating func readFilters(_ node: Node) {
        let entries = entries(of: node, in: .filters)
        var written: [(name: Word, value: Node)] = []
        for (name, value) in entries {
            guard Filter.isName(name.text) else {
                note(.filterName(name.text), at: name.node, in: .filters)
                continue
            }
            guard let text = text(of: value, name, in: .filters) else { continue }
            // One line on the screen, however it was folded here.
            configuration.filters[name.text] = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            written.append((name, value))
        }
        for (name, value) in written where !isFull {
            do throws(FilterError) {
                _ = try Filter(configuration.filters[name.text] ?? "", saved: configuration.filters)
            } catch {
                // The error of a filter is reported once, not for each filter that refers to it.
                if case .wrongSaved = error.fault { continue }
                note(.filter(name.text, error), at: value, in: .filters)
            }
        }
    }
}

extension Setting.Values {
    /// The values, if they can be listed.
    fileprivate var choices: [String] {
        switch self {
        case .one(let names), .list(let names): names
        case .number: []
        }
    }
}
