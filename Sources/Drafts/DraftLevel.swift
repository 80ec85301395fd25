import SDP
import Text

/// The lines of the session or of a section (RFC 8866 §5) in a description that is edited.
struct DraftLevel {
    /// The index of the section; `nil` for the session.
    let index: Int?
    /// The lines in order.
    ///
    /// The first line of a section is its `m=` line.
    var lines: [DescriptionLine] = []

    /// The fields of the `m=` line; empty for the session.
    private var fields: [Substring] {
        guard index != nil, let line = lines.first else { return [] }
        return Substring(line.text.utf8.dropFirst(2)).words()
    }

    /// `audio`, `video`, `application` and others.
    var kind: String { fields.first.map(String.init) ?? "" }

    /// Payload types, or `webrtc-datachannel`.
    var formats: [String] { fields.dropFirst(3).map(String.init) }

    /// Whether the section uses RTP.
    var isRTP: Bool {
        let fields = fields
        return fields.count > 2
            && fields[2].utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("RTP".utf8) }
    }

    /// Whether the section is rejected or stopped (RFC 3264 §6).
    var isRejected: Bool {
        let fields = fields
        return fields.count > 1 && fields[1] == "0" && value("bundle-only") == nil
    }

    /// The identification of the section (RFC 5888 §4).
    var mid: String? { value("mid").map(String.init) }

    /// The name of the section in messages: `m1 video`.
    var name: String { "m\(index ?? 0) \(Excerpt(kind))" }

    /// Returns the value of the first attribute `name`, which is empty for a flag; `nil` if there is none.
    func value(_ name: String) -> Substring? {
        for line in lines {
            if let attribute = line.attribute, attribute.name == name { return attribute.value ?? "" }
        }
        return nil
    }

    /// Returns the values of all attributes `name`.
    func values(_ name: String) -> [Substring] {
        lines.compactMap { line in
            guard let attribute = line.attribute, attribute.name == name else { return nil }
            return attribute.value
        }
    }

    /// The direction in the lines of this level (RFC 8866 §6.7); `nil` if there is none.
    var direction: Direction? {
        for line in lines {
            if let direction = line.attribute.flatMap({ Direction(rawValue: String($0.name)) }) { return direction }
        }
        return nil
    }

    /// Inserts a line at the index `place`.
    ///
    /// If the line before it has no ending, that line gets `ending` and the new one has none.
    mutating func insert(_ text: String, at place: Int, ending: DescriptionLine.Ending) {
        var line = DescriptionLine(number: 0, text: text[...], ending: ending)
        if place > 0, lines[place - 1].ending == .none {
            lines[place - 1].ending = ending
            line.ending = .none
        }
        lines.insert(line, at: place)
    }

    /// Replaces all lines that satisfy `isOne` by a single line at the place of the first.
    ///
    /// - Returns: Whether there was such a line.
    mutating func replace(by text: String, where isOne: (DescriptionLine) -> Bool) -> Bool {
        guard let first = lines.firstIndex(where: isOne) else { return false }
        lines[first].text = text[...]
        let rest = lines[(first + 1)...].filter { !isOne($0) }
        lines.replaceSubrange((first + 1)..., with: rest)
        return true
    }

    /// Removes formats from the `m=` line together with their attributes (RFC 8866 §6.6 and §6.15, RFC 4585 §4.2).
    mutating func remove(formats removed: Set<String>) {
        guard !removed.isEmpty, !lines.isEmpty else { return }
        let fields = fields
        let left = fields.prefix(3) + fields.dropFirst(3).filter { !removed.contains(String($0)) }
        lines[0].text = "m=\(left.joined(separator: " "))"
        lines.removeAll { line in
            guard let attribute = line.attribute, Self.formatAttributes.contains(String(attribute.name)),
                let format = attribute.value?.halves(" ").0
            else { return false }
            return removed.contains(String(format))
        }
    }

    /// The attributes whose value begins with a format.
    private static let formatAttributes: Set = ["rtpmap", "fmtp", "rtcp-fb", "imageattr"]
}
