import Console
import Events

/// Every option that the command line, the environment and the configuration file have, in the order of `--help`.
public enum OptionTable {
    /// One option.
    public struct Entry: Sendable {
        /// `read-only`, which is `--read-only` among the flags.
        public let name: String
        /// What it is for, in a sentence.
        public let help: String
        /// What it may be, in words: `0 to 65535`.
        public let values: String
        /// The values that can be counted up; none where they cannot.
        let choices: [String]
        /// Whether it may be given several times: in a text with spaces between, in a file as a list, too.
        var isList = false
        /// Whether nobody is shown what it is.
        var isSecret = false
        /// Whether an empty text is an error: it comes from a variable of a script that is not set, and to take it for
        /// "none" would let everybody in.
        var isNeverEmpty = false
        /// What it is, as it is written.
        let value: @Sendable (Configuration) -> String
        /// Sets it to what a text says; false where it cannot be that.
        let set: @Sendable (inout Configuration, String) -> Bool

        /// Sets it to what an operator has written; returns what is wrong with it.
        func apply(_ text: String, to configuration: inout Configuration) -> ConfigurationError.Fault? {
            if text.isEmpty, isNeverEmpty { return .empty(name, values: values) }
            return set(&configuration, text) ? nil : .value(text, of: self)
        }

        /// Its variable in the environment: `SIGNAL_CONSOLE_READ_ONLY`.
        public var variable: String { Self.prefix + name.uppercased().replacing("-", with: "_") }

        /// Its help with what it is where nobody says anything.
        public var helpWithDefault: String { "\(help) (default: \(value(Configuration())))" }

        /// How the variables of all options begin.
        static let prefix = "SIGNAL_CONSOLE_"
    }

    /// Where to listen: a name or an address of this machine; default `localhost`.
    public static let host = Entry(
        name: "host", help: "Where to listen: localhost is both 127.0.0.1 and ::1, 0.0.0.0 is every address.",
        values: "a name or an address", choices: [], value: \.host
    ) { configuration, text in
        guard !text.isEmpty else { return false }
        configuration.host = text
        return true
    }

    /// The TCP port; default 8080, 0 takes a free one.
    public static let port = Entry(
        name: "port", help: "The port to listen on; 0 takes a free one.", values: "0 to 65535", choices: [],
        value: { String($0.port) }
    ) { configuration, text in
        guard let port = Int(text), (0...65_535).contains(port) else { return false }
        configuration.port = port
        return true
    }

    /// Whether there is no screen; default off.
    public static let headless = flag(
        "headless", \.headless, "No screen: a line for each entry on standard output.")

    /// What is printed of each entry without a screen; default text.
    public static let log = Entry(
        name: "log", help: "What those lines are.", values: "text, json or off",
        choices: LogFormat.allCases.map(\.rawValue), value: { $0.log.rawValue }
    ) { configuration, text in
        guard let format = LogFormat(rawValue: text) else { return false }
        configuration.log = format
        return true
    }

    /// Whether nothing may be done to the peers; default off.
    public static let readOnly = flag("read-only", \.isReadOnly, "Nothing can be done to peers: only look.")
    /// Whether a message also goes back to its sender; default off.
    public static let loopback = flag(
        "loopback", \.loopback, "A message also goes back to its sender: for trying one client alone.")
    /// Whether the glare guard works in all rooms from the start; default off, as it keeps messages back.
    public static let glareGuard = flag(
        "glare-guard", \.guardsGlare, "Let one of two offers that cross be the first, for plain clients.")
    /// In which frames plain peers get text messages; default as they came.
    public static let deliver = Entry(
        name: "deliver",
        help: "How plain peers get text: as it came, or in binary frames for clients that need a Blob.",
        values: "verbatim or binary", choices: PlainDelivery.allCases.map(\.rawValue),
        value: { $0.plainDelivery.rawValue }
    ) { configuration, text in
        guard let delivery = PlainDelivery(rawValue: text) else { return false }
        configuration.plainDelivery = delivery
        return true
    }

    /// Seconds that peers may go on once the relay is to end; default 2: what was just said is answered, and whoever
    /// ends it hardly waits.
    public static let grace = Entry(
        name: "grace", help: "Seconds that peers may go on once the relay is to end; nobody else is let in.",
        values: "0 to \(graceLimit)", choices: [], value: { String($0.grace) }
    ) { configuration, text in
        guard let grace = Int(text), (0...graceLimit).contains(grace) else { return false }
        configuration.grace = grace
        return true
    }
    /// The longest grace time: an hour, beyond which it is no end.
    public static let graceLimit = 3600
    /// Whether the screen is drawn in ASCII; default off, which leaves it to the locale.
    public static let ascii = flag("ascii", \.ascii, "Draw the screen in ASCII.")
    /// The setting of that name, which is an option too as it depends on the terminal; default off.
    public static let mouse = flag(
        "mouse", \.settings.mouse, "The console has the mouse, not the terminal, which selects text with it.")

    /// All of them.
    public static let all =
        [host, port, loopback, glareGuard, deliver, grace, headless, log, readOnly, ascii, mouse] + admission + tls
        + limits
}
