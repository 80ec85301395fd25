import ArgumentParser
import Configuration

/// The command-line options of a section of ``OptionTable``.
///
/// ArgumentParser finds the options of a type by reflection. The mirror of this type has an option for each row of the
/// section, with its name, help and completion; values are kept as text.
struct CommandLineOptions<Section: CommandLineSection>: ParsableArguments, CustomReflectable {
    /// The texts of the options that were given, by their names without `--`.
    private(set) var texts: [String: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for row in Section.rows {
            for name in row.names {
                texts[name] = try Self.text(of: Name(stringValue: name), row.kind.form, in: container)
            }
        }
    }

    var customMirror: Mirror {
        Mirror(
            self,
            children: Section.rows.flatMap { row in
                row.names.map { (label: $0, value: Self.argument($0, of: row)) }
            })
    }

    /// Returns the option `name` of a row; former names are hidden from the help.
    private static func argument(_ name: String, of row: OptionRow) -> Any {
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

    /// Returns the text that was given for the option `name`; `nil` if it was not given.
    private static func text(
        of name: Name, _ form: OptionKind.Form, in container: KeyedDecodingContainer<Name>
    ) throws -> String? {
        switch form {
        case .flag: return try container.decode(Flag<Bool?>.self, forKey: name).wrappedValue.map { $0 ? "on" : "off" }
        case .value, .file: return try container.decode(Option<String?>.self, forKey: name).wrappedValue
        case .list:
            let texts = try container.decode(Option<[String]>.self, forKey: name).wrappedValue
            return texts.isEmpty ? nil : texts.joined(separator: " ")
        }
    }

    /// The name of an option as the coding key that ArgumentParser requires.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A section as a type, because ArgumentParser distinguishes option groups by type.
protocol CommandLineSection: Sendable {
    static var section: OptionTable.Section { get }
}

extension CommandLineSection {
    static var rows: [OptionRow] { section.rows }
}

/// Options for listening and forwarding.
enum RelaySection: CommandLineSection { static var section: OptionTable.Section { .relay } }
/// Options for admission.
enum AdmissionSection: CommandLineSection { static var section: OptionTable.Section { .admission } }
/// Options for the screen and the log.
enum ScreenSection: CommandLineSection { static var section: OptionTable.Section { .screen } }
/// Options for TLS and ICE servers.
enum TLSSection: CommandLineSection { static var section: OptionTable.Section { .tls } }
/// Limits.
enum LimitSection: CommandLineSection { static var section: OptionTable.Section { .limits } }

/// Options of the proxy.
enum ProxySection: CommandLineSection { static var section: OptionTable.Section { .proxy } }
