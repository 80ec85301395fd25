import SDP

/// The commands for editing a description.
///
/// The command line of the console, its completion and the help are derived from this table.
public enum EditCommand: String, CaseIterable, Hashable, Sendable {
    case keepCodec = "keep-codec"
    case dropCodec = "drop-codec"
    case direction
    case stripCandidates = "drop-candidates"
    case setup
    case bandwidth

    /// The name of the command: `keep-codec`.
    public var name: String { rawValue }

    /// The arguments: `WAY [MID]`; an ellipsis stands for repetition.
    public var parameters: String {
        switch self {
        case .keepCodec, .dropCodec: "NAME…"
        case .direction: "WAY [MID]"
        case .stripCandidates: "TYPE…"
        case .setup: "ROLE"
        case .bandwidth: "KBPS [MID]"
        }
    }

    /// A one-line description of the command.
    public var help: String {
        switch self {
        case .keepCodec: "keep only these codecs, in the sections that have one of them"
        case .dropCodec: "remove these codecs and their retransmissions"
        case .direction: "set who sends, in one section or in all that carry media"
        case .stripCandidates: "remove the candidates of these types"
        case .setup: "set who begins the DTLS handshake"
        case .bandwidth: "limit one section, or each that carries media, to so many kbit/s"
        }
    }

    /// The suggestions for the first argument; empty if it is a number.
    ///
    /// Codecs that are not suggested are accepted, too.
    public var values: [String] {
        switch self {
        case .keepCodec, .dropCodec: KnownCodec.all.map(\.name)
        case .direction: Direction.allCases.map(\.rawValue)
        case .stripCandidates: CandidateType.allCases.map(\.rawValue)
        case .setup: SetupRole.allCases.map(\.rawValue)
        case .bandwidth: []
        }
    }
}

extension DescriptionEdit {
    /// All commands, in order.
    public static let commands = EditCommand.allCases

    /// Parses a command with its arguments.
    ///
    /// - Throws: Which argument is wrong or missing, and what is allowed.
    public init(command: String, arguments: [String]) throws(DraftError) {
        guard let form = EditCommand(rawValue: command) else {
            throw .unknownCommand(command, known: EditCommand.allCases.map(\.name))
        }
        guard let first = arguments.first else { throw .missingWord(form.name, parameters: form.parameters) }
        switch form {
        case .keepCodec: self = .keepCodecs(arguments)
        case .dropCodec: self = .dropCodecs(arguments)
        case .direction: self = .direction(try Self.word(first, "direction"), mid: try form.mid(arguments))
        case .stripCandidates:
            var types: [CandidateType] = []
            for argument in arguments { types.append(try Self.word(argument, "type of candidates")) }
            self = .stripCandidates(types)
        case .setup:
            if arguments.count > 1 { throw .extraWord(form.name, arguments[1], parameters: form.parameters) }
            self = .setup(try Self.word(first, "setup role"))
        case .bandwidth:
            guard let kilobits = Int(first), (0...Self.kilobitLimit).contains(kilobits) else { throw .bandwidth(first) }
            self = .bandwidth(kilobits: kilobits, mid: try form.mid(arguments))
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String, _ what: String
    ) throws(DraftError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text.lowercased()) else {
            throw .unknownWord(text, what: what, known: Word.allCases.map(\.rawValue))
        }
        return word
    }
}

extension EditCommand {
    /// Returns the second argument, which is the mid of a section.
    fileprivate func mid(_ arguments: [String]) throws(DraftError) -> String? {
        if arguments.count > 2 { throw .extraWord(name, arguments[2], parameters: parameters) }
        return arguments.count == 2 ? arguments[1] : nil
    }
}
