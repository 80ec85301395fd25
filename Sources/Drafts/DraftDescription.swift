import SDP

/// A description as its lines, to be changed: what is not changed goes back as it stood, line ends too.
struct DraftDescription {
    /// The session, then its sections in order.
    var levels: [DraftLevel]
    /// What ends a line that is put in: what ends the first.
    let ending: DescriptionLine.Ending

    /// The lines of `text`.
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

    /// The description as it is now.
    var text: String {
        var text = ""
        for line in levels.lazy.flatMap(\.lines) {
            text += line.text
            text += line.ending.text
        }
        return text
    }

    /// The places in ``levels`` of the sections that carry media and are not refused.
    var mediaSections: [Int] {
        levels.indices.dropFirst().filter { levels[$0].isRTP && !levels[$0].isRejected }
    }

    /// The places in ``levels`` of the section that `mid` names, or of all that carry media where it is nil.
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
    /// The characters that end the line.
    var text: String {
        switch self {
        case .standard: "\r\n"
        case .lineFeed: "\n"
        case .carriageReturn: "\r"
        case .none: ""
        }
    }
}
