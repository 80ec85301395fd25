import ArgumentParser
import Configuration

/// The flags of one section of ``OptionTable``.
///
/// ArgumentParser finds the options of a type by reflection, so the mirror of this one has an option for each row: name,
/// help and completion come from there, and each value is taken as the text that was given.
struct CommandLineOptions<Section: CommandLineSection>: ParsableArguments, CustomReflectable {
    /// The text of each option that was given, by its name without `--`.
    private(set) var texts: [String: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for row in Section.rows {
            for name in row.names { texts[name] = try Self.text(row.kind.form, Name(stringValue: name), container) }
        }
    }

    var customMirror: Mirror {
        Mirror(
            self,
            children: Section.rows.flatMap { row in
                row.names.map { (label: $0, value: Self.argument($0, row)) }
            })
    }

    /// The option called `name`; a former name is not listed.
    private static func argument(_ name: String, _ row: OptionRow) -> Any {
        let help = ArgumentHelp(
            row.commandLineHelp, valueName: row.kind.valueName,
            visibility: name == row.name ? .default : .private)
        switch row.kind.form {
        case .flag: return Flag<Bool?>(name: .customLong(name), inversion: .prefixedNo, help: help)
        case .value:
            let choices = row.kind.choices
            return Option<String?>(
                name: .customLong(name), help: help, completion: choices.isEmpty ? nil : .list(choices))
        case .file: return Option<String?>(name: .customLong(name), help: help, completion: .file())
        case .list(let takesAll):
            return Option<[String]>(
                wrappedValue: [], name: .customLong(name), parsing: takesAll ? .upToNextOption : .singleValue,
                help: help)
        }
    }

    /// The text that was given by the option called `name`; `nil` if it was not given.
    private static func text(
        _ form: OptionKind.Form, _ name: Name, _ container: KeyedDecodingContainer<Name>
    ) throws -> String? {
        switch form {
        case .flag: return try container.decode(Flag<Bool?>.self, forKey: name).wrappedValue.map { $0 ? "on" : "off" }
        case .value, .file: return try container.decode(Option<String?>.self, forKey: name).wrappedValue
        case .list:
            let texts = try container.decode(Option<[String]>.self, forKey: name).wrappedValue
            return texts.isEmpty ? nil : texts.joined(separator: " ")
        }
    }

    /// The name of an option as a key, which ArgumentParser asks for.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A section as a type, because ArgumentParser tells groups of options apart by their types.
protocol CommandLineSection: Sendable {
    static var section: OptionTable.Section { get }
}

extension CommandLineSection {
    static var rows: [OptionRow] { section.rows }
}

/// The options that say how the relay listens and forwards.
enum RelaySection: CommandLineSection { static var section: OptionTable.Section { .relay } }
/// The options that say who is admitted.
enum AdmissionSection: CommandLineSection { static var section: OptionTable.Section { .admission } }
/// The options that say what is shown and printed.
enum ScreenSection: CommandLineSection { static var section: OptionTable.Section { .screen } }
/// The options for TLS and for the servers that peers are told of.
enum TLSSection: CommandLineSection { static var section: OptionTable.Section { .tls } }
/// The limits.
enum LimitSection: CommandLineSection { static var section: OptionTable.Section { .limits } }

/// The flags of all options.
struct TableOptions: ParsableArguments {
    @OptionGroup(title: OptionTable.Section.relay.title) var relay: CommandLineOptions<RelaySection>
    @OptionGroup(title: OptionTable.Section.admission.title) var admission: CommandLineOptions<AdmissionSection>
    @OptionGroup(title: OptionTable.Section.screen.title) var screen: CommandLineOptions<ScreenSection>
    @OptionGroup(title: OptionTable.Section.tls.title) var tls: CommandLineOptions<TLSSection>
    @OptionGroup(title: OptionTable.Section.limits.title) var limits: CommandLineOptions<LimitSection>

    /// The text of each option that was given, by its name without `--`.
    var texts: [String: String] {
        [relay.texts, admission.texts, screen.texts, tls.texts, limits.texts].reduce(into: [:]) { texts, more in
            texts.merge(more) { $1 }
        }
    }
}
