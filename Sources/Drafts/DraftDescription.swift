import SDP

/// A description as lines that can be edited.
///
/// Unchanged lines keep their spelling and their endings.
struct DraftDescription {
    /// The lines of the session, followed by those of each section.
    var levels: [DraftLevel]
    /// The line ending for inserted lines, which is that of the first line.
    let ending: DescriptionLine.Ending

    /// Splits `text` into lines.
    ///
    /// - Throws: ``DraftError/noDescription(_:)`` if it does not begin with `v=0` (RFC 8866 §5.1).
    init(_ text: String) throws(DraftError) {
        guard text.utf8.starts(with: "v=0".utf8) else { throw .noDescription(text) }
        var levels = [DraftLevel(index: nil)]
        var ending = DescriptionLine.Ending.none
        for line in DescriptionLines(text) {
            if line.type == UInt8(ascii: "m") { levels.append(DraftLevel(index: levels.count - 1)) }
            levels[levels.count - 1].lines.append(line)
            if line.number == 1 { ending = line.ending }
        }
        self.levels = levels
        self.ending = ending == .none ? .standard : ending
    }

    /// The edited description.
    var text: String {
        var text = ""
        for line in levels.lazy.flatMap(\.lines) {
            text += line.text
            text += line.ending.text
        }
        return text
    }

    /// The indices in ``levels`` of the sections that carry media and are not rejected.
    var mediaSections: [Int] {
        levels.indices.dropFirst().filter { levels[$0].isRTP && !levels[$0].isRejected }
    }

    /// Returns the index in ``levels`` of the section `mid`, or the indices of all media sections if it is `nil`.
    ///
    /// - Throws: ``DraftError/noSection(mid:present:)``, ``DraftError/noMedia``.
    func sections(_ mid: String?) throws(DraftError) -> [Int] {
        guard let mid else {
            let sections = mediaSections
            guard !sections.isEmpty else { throw .noMedia }
            return sections
        }
        guard let index = levels.indices.dropFirst().first(where: { levels[$0].mid == mid }) else {
            throw .noSection(mid: mid, present: levels.dropFirst().compactMap(\.mid))
        }
        return [index]
    }
}

extension DescriptionLine.Ending {
    /// The characters of the line ending.
    var text: String {
        switch self {
        case .standard: "\r\n"
        case .lineFeed: "\n"
        case .carriageReturn: "\r"
        case .none: ""
        }
    }
}
