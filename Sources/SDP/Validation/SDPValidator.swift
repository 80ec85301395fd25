import Text

/// Checks a description line by line against RFC 8866 §5 and records every fault, with its line and column.
///
/// It builds the errors that ``SDPFastCheck`` only detects, so it runs on the few texts that are at fault.
struct SDPValidator {
    /// The largest number of faults that are reported; the first few are usually enough to find the cause.
    private static let faultLimit = 64

    /// The faults of `text`, including warnings, in order; at most 64.
    static func faults(in text: String) -> [SDPError] {
        var validator = SDPValidator()
        for line in DescriptionLines(text) where validator.faults.count < faultLimit { validator.check(line) }
        validator.finish()
        return validator.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    private var faults: [SDPError] = []
    private var grammar = LineGrammar.session
    private var seen = LineTypeSet()
    /// The required types that were reported as missing; they may still follow, out of order.
    private var reported = LineTypeSet()
    private var previous: UInt8?
    /// The `m=` line of the current section, and whether the section has a connection address.
    private var section: (line: DescriptionLine, hasConnection: Bool)?
    private var sessionHasConnection = false
    private var endings: Set<DescriptionLine.Ending> = []
    private var last: DescriptionLine?

    private mutating func check(_ line: DescriptionLine) {
        defer { last = line }
        if line.number == 1, line.text != "v=0", !line.text.utf8.starts(with: "v=0\\".utf8) {
            record(.noVersion(Self.excerpt(line.text)), line, at: line.text.startIndex)
        }
        checkEnding(line)
        if let index = escapedLineEnding(line.text) { return record(.escapedLineEnd, line, at: index) }
        guard !line.text.isEmpty else { return record(.emptyLine, line, at: line.text.startIndex) }
        guard let type = line.type else {
            // The first line has been reported as not being `v=0`.
            if line.number > 1 { record(.notTypeAndValue(Self.excerpt(line.text)), line, at: line.text.startIndex) }
            return
        }
        checkOrder(type, line)
        checkValue(type, line)
    }

    /// Records the faults that only the end of the text reveals.
    private mutating func finish() {
        guard let last else { return faults.append(SDPError(line: 1, column: 1, fault: .noVersion(""))) }
        checkConnection()
        if section == nil { require(grammar.required, last, at: last.text.endIndex) }
        if last.ending == .none { record(.unterminatedLastLine, last, at: last.text.endIndex) }
    }

    private mutating func checkEnding(_ line: DescriptionLine) {
        guard line.ending != .none, endings.insert(line.ending).inserted else { return }
        switch line.ending {
        case .lineFeed: record(.lineFeedAlone, line, at: line.text.endIndex)
        case .carriageReturn: record(.carriageReturnAlone, line, at: line.text.endIndex)
        case .standard, .none: break
        }
    }

    private mutating func checkOrder(_ type: UInt8, _ line: DescriptionLine) {
        let start = line.text.startIndex
        if type == UInt8(ascii: "m") {
            if section == nil { require(grammar.required, line, at: start) }
            checkConnection()
            section = (line, false)
            (grammar, seen, previous) = (.section, LineTypeSet(), type)
            return
        }
        guard let rule = grammar[type] else {
            let isKnown = LineGrammar.types.contains(type)
            return record(isKnown ? .outOfOrder(name(type), after: "m") : .unknownType(name(type)), line, at: start)
        }
        if let previous, grammar.isOrdered(type, before: previous) {
            record(.outOfOrder(name(type), after: name(previous)), line, at: start)
        } else {
            if section == nil { require(rule.prerequisites, line, at: start) }
            previous = type
        }
        if rule.isSingle, seen.contains(type) { record(.repeated(name(type)), line, at: start) }
        seen.insert(type)
        if type == UInt8(ascii: "c") {
            section?.hasConnection = true
            if section == nil { sessionHasConnection = true }
        }
    }

    /// Records, once each, which of the `required` types are missing before `index`.
    private mutating func require(_ required: LineTypeSet, _ line: DescriptionLine, at index: Substring.Index) {
        // A missing `v=` is reported for the first line.
        for type in grammar.requiredTypes where type != UInt8(ascii: "v") && required.contains(type) {
            guard !seen.contains(type), !reported.contains(type) else { continue }
            reported.insert(type)
            record(.missing(name(type)), line, at: index)
        }
    }

    /// Records that the section which ends here has no connection address.
    private mutating func checkConnection() {
        guard let section, !section.hasConnection, !sessionHasConnection else { return }
        record(.noConnection, section.line, at: section.line.text.startIndex)
    }

    private mutating func checkValue(_ type: UInt8, _ line: DescriptionLine) {
        let value = line.value
        if value.utf8.first == UInt8(ascii: " "), type != UInt8(ascii: "s") {
            record(.spaceAfterEquals, line, at: value.startIndex)
        }
        if type == UInt8(ascii: "a"), value.utf8.first == nil || value.utf8.first == UInt8(ascii: ":") {
            record(.namelessAttribute, line, at: value.startIndex)
        }
        guard let fields = LineGrammar.fields(of: type) else { return }
        let words = value.words(limit: 8)
        guard hasFields(words, fields.count, type, line) else { return }
        for (index, name) in zip(fields.numeric, Self.numberNames(type)) { checkNumber(words[index], name, line) }
        guard type == UInt8(ascii: "m") else { return }
        let (port, _) = words[1].halves("/")
        guard checkNumber(port, "port", line), UInt16(port) == nil else { return }
        record(.portOutOfRange(Self.excerpt(port)), line, at: port.startIndex)
    }

    /// The names of the numeric fields of a line in error messages, in order.
    private static func numberNames(_ type: UInt8) -> [String] {
        switch type {
        case UInt8(ascii: "o"): ["session id", "session version"]
        case UInt8(ascii: "t"): ["start time", "stop time"]
        default: []
        }
    }

    private mutating func hasFields(
        _ words: [Substring], _ range: ClosedRange<Int>, _ type: UInt8, _ line: DescriptionLine
    ) -> Bool {
        if range.contains(words.count) { return true }
        // The column of the first surplus field, or of the end if fields are missing.
        let index = words.count > range.upperBound ? words[range.upperBound].startIndex : line.text.endIndex
        let count = words.count < 8 ? words.count : line.value.words().count
        let expected = range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound)"
        record(.fieldCount(name(type), count: count, expected: expected), line, at: index)
        return false
    }

    @discardableResult
    private mutating func checkNumber(_ word: Substring, _ name: String, _ line: DescriptionLine) -> Bool {
        let isNumber =
            !word.isEmpty && word.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        if !isNumber { record(.notANumber(name, Self.excerpt(word)), line, at: word.startIndex) }
        return isNumber
    }

    /// The first index of the four characters `\r\n`, or of the two characters `\n` if a line type follows; `nil` if
    /// the text has neither.
    private func escapedLineEnding(_ text: Substring) -> Substring.Index? {
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

    private func name(_ type: UInt8) -> String { String(Unicode.Scalar(type)) }

    /// As much of `text` as an error message quotes, and one scalar more to tell that it is cut.
    private static func excerpt(_ text: Substring) -> String {
        String(text.unicodeScalars.prefix(Excerpt.limit + 1))
    }

    private mutating func record(_ fault: SDPError.Fault, _ line: DescriptionLine, at index: Substring.Index) {
        guard faults.count < Self.faultLimit else { return }
        let column = line.text.unicodeScalars[..<index].count + 1
        faults.append(SDPError(line: line.number, column: column, fault: fault))
    }
}
