/// The kinds of options.
extension OptionTable {
    typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    static func flag(_ name: String, _ path: Path<Bool>, _ help: String) -> Entry {
        Entry(name: name, help: help, values: "on or off", choices: ["on", "off"]) {
            $0[keyPath: path] ? "on" : "off"
        } set: { configuration, text in
            guard let value = flagValues[text] else { return false }
            configuration[keyPath: path] = value
            return true
        }
    }

    /// What a flag may be, in YAML's words and those of an environment too.
    private static let flagValues = [
        "on": true, "off": false, "true": true, "false": false, "yes": true, "no": false, "1": true, "0": false,
    ]

    /// A whole number, where 0 is no limit.
    static func count(_ name: String, _ path: Path<Int>, _ help: String) -> Entry {
        number(name, path, help, values: "1 to 1000000000, or 0 for no limit", limit: 1_000_000_000)
    }

    /// A time in whole seconds, where 0 is no limit.
    static func seconds(_ name: String, _ path: Path<Int>, _ help: String) -> Entry {
        number(name, path, help, values: "1 to 86400 seconds, or 0 for no limit", limit: 86_400)
    }

    static func number(_ name: String, _ path: Path<Int>, _ help: String, values: String, limit: Int) -> Entry {
        Entry(name: name, help: help, values: values, choices: []) {
            String($0[keyPath: path])
        } set: { configuration, text in
            guard let number = Int(text), (0...limit).contains(number) else { return false }
            configuration[keyPath: path] = number
            return true
        }
    }

    /// A number of bytes, where 0 is no limit.
    static func size(_ name: String, _ path: Path<Int>, _ help: String) -> Entry {
        Entry(name: name, help: help, values: "bytes, as 65536, 64K or 1M, or 0 for no limit", choices: []) {
            ByteSize.text($0[keyPath: path])
        } set: { configuration, text in
            guard let bytes = ByteSize.bytes(text) else { return false }
            configuration[keyPath: path] = bytes
            return true
        }
    }
}
