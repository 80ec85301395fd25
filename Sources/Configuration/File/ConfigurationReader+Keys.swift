import Console
import Drawing
import Messages
import Text

/// Reads the keys of commands, and the additional spellings.
extension ConfigurationReader {
    mutating func readSpellings(_ node: YAMLNode) {
        for (name, value) in entries(of: node, in: .spellings) {
            guard let subject = TaughtSpellings.Subject(rawValue: name.text) else {
                addUnknown(.spelling, name, among: TaughtSpellings.Subject.allCases.map(\.rawValue), in: .spellings)
                continue
            }
            for scalar in scalars(of: value, name, in: .spellings) ?? []
            where !configuration.spellings.add(scalar.text, as: subject) {
                addError(.spelling(scalar.text), at: scalar.node, in: .spellings)
            }
        }
    }

    mutating func readKeys(_ node: YAMLNode) {
        var bound: [String: YAMLNode] = [:]
        for (name, value) in entries(of: node, in: .keys) {
            guard let command = CommandTable.all.first(where: { $0.name == name.text }) else {
                addUnknown(.command, name, among: CommandTable.all.map(\.name), in: .keys)
                continue
            }
            // Default keys are not bound explicitly: commands of different screens may share them.
            guard let scalars = scalars(of: value, name, in: .keys), let keys = keys(scalars, of: command.name),
                keys != configuration.keyMap.keys(of: command)
            else { continue }
            configuration.keyMap.bind(command.name, to: keys)
            bound[command.name] = value
        }
        var reported: Set<Set<String>> = []
        for clash in configuration.keyMap.clashes {
            // A clash of two commands that are both in the file is listed for each of them.
            guard let value = bound[clash.command],
                reported.insert([clash.command, clash.other, clash.key.name]).inserted
            else { continue }
            addError(.clash(clash.key, clash.command, other: clash.other), at: value, in: .keys)
        }
    }

    /// Returns the keys that the scalars name; `nil` if one of them is invalid.
    private mutating func keys(_ scalars: [Scalar], of command: String) -> [Key]? {
        var keys: [Key] = []
        for scalar in scalars {
            if let key = Key(scalar.text) {
                keys.append(key)
            } else {
                let nearest = Nearest.closestMatch(scalar.text, in: Key.names.keys.sorted())
                addError(.key(scalar.text, of: command, nearest: nearest), at: scalar.node, in: .keys)
            }
        }
        return keys.count == scalars.count ? keys : nil
    }
}
