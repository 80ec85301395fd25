import Console
import Drawing
import Messages
import Text
import Yams

/// The commands' keys, and the spellings of signaling.
extension ConfigurationReader {
    mutating func readSpellings(_ node: Node) {
        for (name, value) in entries(of: node, in: .spellings) {
            guard let subject = TaughtSpellings.Subject(rawValue: name.text) else {
                noteUnknown(.spelling, name, TaughtSpellings.Subject.allCases.map(\.rawValue), in: .spellings)
                continue
            }
            for word in texts(of: value, name, in: .spellings) ?? []
            where !configuration.spellings.add(word.text, as: subject) {
                note(.spelling(word.text), at: word.node, in: .spellings)
            }
        }
    }

    mutating func readKeys(_ node: Node) {
        var bound: [String: Node] = [:]
        for (name, value) in entries(of: node, in: .keys) {
            guard let command = CommandTable.all.first(where: { $0.name == name.text }) else {
                noteUnknown(.command, name, CommandTable.all.map(\.name), in: .keys)
                continue
            }
            // Those of the table need no binding, and may be shared as there.
            guard let words = texts(of: value, name, in: .keys), let keys = keys(words, of: command.name),
                keys != configuration.keyMap.keys(of: command)
            else { continue }
            configuration.keyMap.bind(command.name, to: keys)
            bound[command.name] = value
        }
        var told: Set<Set<String>> = []
        for clash in configuration.keyMap.clashes {
            // Of two commands that were both given a key, each clashes with the other.
            guard let value = bound[clash.command], told.insert([clash.command, clash.other, clash.key.name]).inserted
            else { continue }
            note(.clash(clash.key, clash.command, other: clash.other), at: value, in: .keys)
        }
    }

    /// The keys that `words` spell; `nil` if one of them is no key.
    private mutating func keys(_ words: [Word], of command: String) -> [Key]? {
        var keys: [Key] = []
        for word in words {
            if let key = Key(word.text) {
                keys.append(key)
            } else {
                let nearest = Nearest.of(word.text, in: Key.names.keys.sorted())
                note(.key(word.text, of: command, nearest: nearest), at: word.node, in: .keys)
            }
        }
        return keys.count == words.count ? keys : nil
    }
}
