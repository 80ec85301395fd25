import Text
import Yams

/// Reads texts and entries from the nodes of a file.
extension ConfigurationReader {
    /// The entries of a mapping, each name once; none if the node is empty or is no mapping.
    mutating func entries(of node: Node, in section: Section? = nil) -> [Entry] {
        if let scalar = node.scalar, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return [] }
        guard let mapping = node.mapping else {
            note(.noEntries, at: node, in: section)
            return []
        }
        var entries: [Entry] = []
        var names: Set<String> = []
        for (key, value) in mapping {
            guard let name = key.scalar.map({ YAMLText.written($0.string) }) else {
                note(.noName, at: key, in: section)
                continue
            }
            guard names.insert(name).inserted else {
                note(.twice(name), at: key, in: section)
                continue
            }
            entries.append((Word(text: name, node: key), value))
        }
        return entries
    }

    /// The text of a scalar; `nil` if the node is none.
    mutating func text(of node: Node, _ name: Word, in section: Section? = nil) -> String? {
        guard let scalar = node.scalar else {
            note(.noValue(name.text), at: node, in: section)
            return nil
        }
        return YAMLText.written(scalar.string)
    }

    /// The text of a scalar, or those of a list of scalars; `nil` if the node is neither.
    mutating func texts(of node: Node, _ name: Word, in section: Section? = nil) -> [Word]? {
        func word(_ node: Node) -> Word? {
            node.scalar.map { Word(text: YAMLText.written($0.string), node: node) }
        }
        if let word = word(node) { return [word] }
        let words = node.sequence?.compactMap(word)
        guard let words, words.count == node.sequence?.count else {
            note(.noList(name.text), at: node, in: section)
            return nil
        }
        return words
    }

    mutating func noteUnknown(
        _ noun: ConfigurationError.Noun, _ name: Word, _ names: [String], in section: Section? = nil
    ) {
        guard !isFull else { return }
        let nearest = Nearest.of(name.text, in: names)
        note(.unknown(noun, name.text, nearest: nearest, all: names), at: name.node, in: section)
    }
}
