import Text

/// Reads a description line by line and notes what is wrong.
struct SDPValidator {
    /// The order of lines at session level (RFC 8866 §5); what has the same place may come in any.
    private static let sessionOrder: [Character: Int] = [
        "v": 0, "o": 1, "s": 2, "i": 3, "u": 4, "e": 5, "p": 6, "c": 7, "b": 8, "t": 9, "r": 9, "z": 9, "k": 10,
        "a": 11,
    ]
    /// That behind an `m=` line.
    private static let sectionOrder: [Character: Int] = ["m": 0, "i": 1, "c": 2, "b": 3, "k": 4, "a": 5]
    private static let required: [Character] = ["o", "s", "t"]
    /// Types that a session, or a section, has once.
    private static let single: Set<Character> = ["v", "o", "s", "i", "u", "k"]

    private(set) var faults: [SDPError] = []
    private var seen: Set<Character> = []
    /// What was missing where it should have been; it may yet come, out of order.
    private var missed: Set<Character> = []
    private var previous: Character?
    /// The `m=` line that is being read, and whether it has an address.
    private var section: (line: DescriptionLine, hasConnection: Bool)?
    private var sessionHasConnection = false
    private var endings: Set<DescriptionLine.Ending> = []
    private var last: DescriptionLine?

    mutating func read(_ line: DescriptionLine) {
        defer { last = line }
        if line.number == 1, line.text != "v=0", !line.text.utf8.starts(with: "v=0\\".utf8) {
            note(.noVersion(String(line.text.unicodeScalars.prefix(Excerpt.limit + 1))), line, at: line.text.startIndex)
        }
        readEnding(line)
        if let index = escapedLineEnd(line.text) { return note(.escapedLineEnd, line, at: index) }
        guard !line.text.isEmpty else { return note(.emptyLine, line, at: line.text.startIndex) }
        guard let letter = line.type else {
            let text = String(line.text.unicodeScalars.prefix(Excerpt.limit + 1))
            // That v=0 is missing has been told.
            if line.number > 1 { note(.notTypeAndValue(text), line, at: line.text.startIndex) }
            return
        }
        let type = Character(Unicode.Scalar(letter))
        readPlace(type, line)
        readValue(type, line)
    }

    /// Notes what shows only because nothing more came.
    mutating func end() {
        guard let last else { return faults.append(SDPError(line: 1, column: 1, fault: .noVersion(""))) }
        closeSection()
        if section == nil { require(before: .max, last, at: last.text.endIndex) }
        if last.ending == .none { note(.lastLineCut, last, at: last.text.endIndex) }
    }

    private mutating func readEnding(_ line: DescriptionLine) {
        guard line.ending != .none, endings.insert(line.ending).inserted else { return }
        switch line.ending {
        case .lineFeed: note(.lineFeedAlone, line, at: line.text.endIndex)
        case .carriageReturn: note(.carriageReturnAlone, line, at: line.text.endIndex)
        case .standard, .none: break
        }
    }

    private mutating func readPlace(_ type: Character, _ line: DescriptionLine) {
        let start = line.text.startIndex
        if type == "m" {
            if section == nil { require(before: .max, line, at: start) }
            closeSection()
            section = (line, false)
            seen = []
            previous = type
            return
        }
        let order = section == nil ? Self.sessionOrder : Self.sectionOrder
        guard let place = order[type] else {
            let isKnown = Self.sessionOrder[type] != nil
            return note(isKnown ? .outOfOrder("\(type)", after: "m") : .unknownType("\(type)"), line, at: start)
        }
        if let previous, let before = order[previous], before > place {
            note(.outOfOrder("\(type)", after: "\(previous)"), line, at: start)
        } else {
            if section == nil { require(before: place, line, at: start) }
            previous = type
        }
        let isSingle = Self.single.contains(type) || type == "c" && section == nil
        if !seen.insert(type).inserted, isSingle { note(.repeated("\(type)"), line, at: start) }
        if type == "c" {
            section?.hasConnection = true
            if section == nil { sessionHasConnection = true }
        }
    }

    /// Notes, once each, the types that must have come before `place`.
    private mutating func require(before place: Int, _ line: DescriptionLine, at index: Substring.Index) {
        for type in Self.required where Self.sessionOrder[type].map({ $0 < place }) == true {
            guard !seen.contains(type), missed.insert(type).inserted else { continue }
            note(.missing("\(type)"), line, at: index)
        }
    }

    private mutating func closeSection() {
        guard let section, !section.hasConnection, !sessionHasConnection else { return }
        note(.noConnection, section.line, at: section.line.text.startIndex)
    }

    private mutating func readValue(_ type: Character, _ line: DescriptionLine) {
        let value = line.value
        if value.utf8.first == UInt8(ascii: " "), type != "s" { note(.spaceBehindEquals, line, at: value.startIndex) }
        let words = value.words(limit: 8)
        switch type {
        case "o":
            guard count(words, 6...6, "6", type, line) else { return }
            number(words[1], "session id", line)
            number(words[2], "session version", line)
        case "t":
            guard count(words, 2...2, "2", type, line) else { return }
            number(words[0], "start time", line)
            number(words[1], "stop time", line)
        case "c": _ = count(words, 3...3, "3", type, line)
        case "m":
            guard count(words, 4...Int.max, "4 or more", type, line) else { return }
            let (port, _) = words[1].halves("/")
            guard number(port, "port", line), UInt16(port) == nil else { return }
            note(.portOutOfRange(String(port.prefix(Excerpt.limit + 1))), line, at: port.startIndex)
        case "a":
            guard value.utf8.first == nil || value.utf8.first == UInt8(ascii: ":") else { return }
            note(.namelessAttribute, line, at: value.startIndex)
        default: break
        }
    }

    private mutating func count(
        _ words: [Substring], _ range: ClosedRange<Int>, _ expected: String, _ type: Character,
        _ line: DescriptionLine
    ) -> Bool {
        if range.contains(words.count) { return true }
        // What is too much begins somewhere; what is missing is missing at the end.
        let index = words.count > range.upperBound ? words[range.upperBound].startIndex : line.text.endIndex
        let count = words.count < 8 ? words.count : line.value.words().count
        note(.fieldCount("\(type)", count: count, expected: expected), line, at: index)
        return false
    }

    @discardableResult
    private mutating func number(_ word: Substring, _ name: String, _ line: DescriptionLine) -> Bool {
        let isNumber =
            !word.isEmpty && word.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        if !isNumber {
            let text = String(word.unicodeScalars.prefix(Excerpt.limit + 1))
            note(.notANumber(name, text), line, at: word.startIndex)
        }
        return isNumber
    }

    /// Where the text has the four characters of an escaped CR LF, or those of an LF in front of a type.
    private func escapedLineEnd(_ text: Substring) -> Substring.Index? {
        let utf8 = text.utf8
        var rest = utf8[...]
        while let index = rest.firstIndex(of: UInt8(ascii: "\\")) {
            let tail = utf8[index...]
            if tail.starts(with: #"\r\n"#.utf8) { return index }
            let next = tail.dropFirst(2).prefix(2)
            if tail.starts(with: #"\n"#.utf8), next.count == 2, next.last == UInt8(ascii: "="),
                let letter = next.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
            {
                return index
            }
            rest = rest[utf8.index(after: index)...]
        }
        return nil
    }

    private mutating func note(_ fault: SDPError.Fault, _ line: DescriptionLine, at index: Substring.Index) {
        guard faults.count < SessionDescription.faultLimit else { return }
        let column = line.text.unicodeScalars[..<index].count + 1
        faults.append(SDPError(line: line.number, column: column, fault: fault))
    }
}
