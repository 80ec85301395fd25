import SDP

/// Descriptions without what is random for each connection, or depends on the network.
///
/// ```
/// a=ice-ufrag:Xy1f                  a=ice-ufrag:*          user names, passwords, fingerprints, streams, SSRCs
/// m=audio 51234 UDP/TLS/… 111       m=audio * UDP/TLS/… 111    the port of the default candidate (RFC 8839 §4.2.1.2)
/// o=… c=… a=rtcp:… a=candidate:…    left out                   session id, version, addresses, candidates
/// ```
/// The order of attributes has no meaning, so two descriptions are equal if their levels have the same lines in any order.
enum NormalizedDescription {
    /// The number of bytes of a description that are compared; default 256 KiB, which is the limit of a relayed message.
    static let byteLimit = 256 * 1024
    /// The number of changed lines that are listed for a description; default 40, more than a codec has.
    static let lineLimit = 40

    /// Returns the normalized lines of the description in `text`, the same for equal descriptions.
    static func text(_ text: String) -> String {
        let whole = text.utf8.count > byteLimit ? String(decoding: text.utf8.prefix(byteLimit), as: UTF8.self) : text
        var levels: [[String]] = [[]]
        for line in DescriptionLines(whole) {
            if line.type == UInt8(ascii: "m") { levels.append([]) }
            if let normalized = Self.line(line.text) { levels[levels.count - 1].append(normalized) }
        }
        return levels.map { $0.sorted().joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// Returns a line without random values; `nil` if it is left out.
    static func line(_ line: Substring) -> String? {
        let utf8 = line.utf8
        guard !utf8.isEmpty else { return nil }
        let omitted = ["o=", "c=", "a=candidate:", "a=end-of-candidates", "a=rtcp:", "a=remote-candidates:"]
        if omitted.contains(where: { utf8.starts(with: $0.utf8) }) { return nil }
        if utf8.starts(with: "m=".utf8) {
            var words = line.words(limit: 3)
            // Port 0 rejects the section (RFC 3264 §6).
            if words.count == 3, words[1] != "0" { words[1] = "*" }
            return words.joined(separator: " ")
        }
        // The obsolete keys of RFC 4566 §5.12, and those of SDES (RFC 4568 §6.1).
        if utf8.starts(with: "k=".utf8) { return "k=*" }
        if utf8.starts(with: "a=crypto:".utf8) { return line.words(limit: 3).prefix(2).joined(separator: " ") + " *" }
        var masked = ""
        var start = line.startIndex
        for range in VolatileFields.ranges(in: line) {
            masked += line[start..<range.lowerBound] + "*"
            start = range.upperBound
        }
        return masked + line[start...]
    }

    /// The differences of two descriptions that are not equal.
    struct Changes {
        /// The names of the m-sections that differ, with their differences, and the session if it has other lines.
        var sections: [(name: String, text: String)] = []
        /// The changed lines without random values: `- a=setup:active`, `+ a=setup:passive`.
        var lines: [String] = []
        /// Whether there are more than ``NormalizedDescription/lineLimit`` changed lines.
        var isCut = false
    }

    /// Compares the descriptions of two runs.
    static func changes(_ first: SessionDescription, _ second: SessionDescription) -> Changes {
        // A description of another run is from another side, whose credentials and certificate always differ.
        let comparison = LineComparison(first, second, isSameSide: false, ignoringIDs: true)
        var changes = Changes()
        var session: [String] = []
        for part in comparison.parts {
            let lines = part.pairs.flatMap(changedLines)
            guard let section = part.section else {
                session = lines
                continue
            }
            let name = (section.after ?? section.before).map { "m\($0.index) \($0.kind)" } ?? ""
            let isSame = section.summary == "\(name) · same"
            guard !isSame || !lines.isEmpty else { continue }
            guard section.changes.isEmpty else {
                // All lines of a section that is new, removed or rejected would differ.
                changes.sections.append((name, section.summary))
                continue
            }
            let others = names(of: lines).filter { isSame || !summarized.contains($0) }
            let texts = [isSame ? name : section.summary, others.isEmpty ? nil : listed(others)]
            changes.sections.append((name, texts.compactMap(\.self).joined(separator: " · ")))
            changes.add(lines)
        }
        if !session.isEmpty {
            changes.sections.append(("session", "session · " + listed(names(of: session))))
            changes.add(session)
        }
        return changes
    }

    /// The attributes whose changes the summary of a section states, or that follow from them.
    private static let summarized: Set<String> = [
        "formats", "rtpmap", "fmtp", "rtcp-fb", "setup", "sendrecv", "sendonly", "recvonly", "inactive", "msid", "ssrc",
        "ssrc-group",
    ]

    /// Returns the changed lines of a pair; empty if only random values differ.
    private static func changedLines(_ pair: LinePair) -> [String] {
        guard !pair.isSame else { return [] }
        let (before, after) = (pair.before.flatMap(line), pair.after.flatMap(line))
        guard before != after else { return [] }
        return [before.map { "- \($0)" }, after.map { "+ \($0)" }].compactMap(\.self)
    }

    /// Returns the distinct attributes in changed lines, and `formats` for an `m=` line, which has them in the order of
    /// preference.
    private static func names(of lines: [String]) -> [String] {
        var names: [String] = []
        for line in lines {
            let rest = line.dropFirst(2)
            let name =
                switch rest.prefix(2) {
                case "a=": String(rest.dropFirst(2).prefix { $0 != ":" })
                case "m=": "formats"
                default: String(rest.prefix(2))
                }
            if !names.contains(name), names.count <= namedLimit { names.append(name) }
        }
        return names
    }

    /// The number of attributes that a difference names; default 12.
    private static let namedLimit = 12

    /// Returns names in a line: `other fmtp, extmap`.
    private static func listed(_ names: [String]) -> String {
        "other " + names.prefix(namedLimit).joined(separator: ", ") + (names.count > namedLimit ? "…" : "")
    }
}

extension NormalizedDescription.Changes {
    fileprivate mutating func add(_ changed: [String]) {
        let room = NormalizedDescription.lineLimit - lines.count
        lines += changed.prefix(max(0, room))
        isCut = isCut || changed.count > room
    }
}
