import SDP
import Text

/// The lines of one level of a description, those of the session or of a section (RFC 8866 §5), to be changed.
struct DraftLevel {
    /// The section's place, counted from 0; nil for the session.
    let index: Int?
    /// In order; the `m=` line of a section comes first.
    var lines: [DescriptionLine] = []

    /// The fields of the `m=` line.
    private var fields: [Substring] {
        guard index != nil, let line = lines.first else { return [] }
        return Substring(line.text.utf8.dropFirst(2)).words()
    }

    /// `audio`, `video`, `application` and others.
    var kind: String { fields.first.map(String.init) ?? "" }

    /// Payload types, or `webrtc-datachannel`.
    var formats: [String] { fields.dropFirst(3).map(String.init) }

    /// Whether it carries media over RTP.
    var isRTP: Bool {
        let fields = fields
        return fields.count > 2
            && fields[2].utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("RTP".utf8) }
    }

    /// Whether it is refused, or stopped (RFC 3264 §6).
    var isRejected: Bool {
        let fields = fields
        return fields.count > 1 && fields[1] == "0" && value("bundle-only") == nil
    }

    /// Its name (RFC 5888 §4).
    var mid: String? { value("mid").map(String.init) }

    /// As sentences call it: `m1 video`.
    var name: String { "m\(index ?? 0) \(Excerpt(kind))" }

    /// The value of the first attribute `name`, empty for a flag; `nil` if there is none.
    func value(_ name: String) -> Substring? {
        for line in lines {
            if let attribute = line.attribute, attribute.name == name { return attribute.value ?? "" }
        }
        return nil
    }

    /// The values of all attributes `name`.
    func values(_ name: String) -> [Substring] {
        lines.compactMap { line in
            guard let attribute = line.attribute, attribute.name == name else { return nil }
            return attribute.value
        }
    }

    /// Who sends, as it says itself (RFC 8866 §6.7); `nil` if it does not.
    var direction: Direction? {
        for line in lines {
            if let direction = line.attribute.flatMap({ Direction(rawValue: String($0.name)) }) { return direction }
        }
        return nil
    }

    /// Puts a line where that at `place` stands, or behind the last; `ending` ends it, if lines do.
    mutating func insert(_ text: String, at place: Int, ending: DescriptionLine.Ending) {
        var line = DescriptionLine(number: 0, text: text[...], ending: ending)
        if place > 0, lines[place - 1].ending == .none {
            lines[place - 1].ending = ending
            line.ending = .none
        }
        lines.insert(line, at: place)
    }

    /// Makes the lines for which `isOne` holds a single one that says `text`, in the place of the first.
    ///
    /// - Returns: whether there was one.
    mutating func replace(by text: String, where isOne: (DescriptionLine) -> Bool) -> Bool {
        guard let first = lines.firstIndex(where: isOne) else { return false }
        lines[first].text = text[...]
        let rest = lines[(first + 1)...].filter { !isOne($0) }
        lines.replaceSubrange((first + 1)..., with: rest)
        return true
    }

    /// Takes formats off the `m=` line, with what is said of them (RFC 8866 §6.6 and §6.15, RFC 4585 §4.2).
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

    /// Attributes whose value begins with a format.
    private static let formatAttributes: Set = ["rtpmap", "fmtp", "rtcp-fb", "imageattr"]
}
