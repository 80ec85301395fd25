/// A quick check that a description has no fault, made line by line while it is parsed; nearly all descriptions pass.
///
/// It never passes a text that ``SDPValidator`` finds a fault in. A text that it does not pass, such as one with a
/// backslash, may still have none.
struct SDPFastCheck {
    /// Whether a line was found that may be at fault.
    private var isDoubtful = false
    private var grammar = LineGrammar.session
    /// The position in ``grammar`` of the last line.
    private var position: UInt8 = 0
    private var seen = LineTypeSet()
    private var isSection = false
    private var hasConnection = false
    private var sessionHasConnection = false

    /// Whether the lines checked so far have no fault, but for what may be missing after them.
    var isSound: Bool { !isDoubtful }

    /// Whether the lines checked so far certainly have no fault, and nothing is missing.
    var isCertain: Bool { !isDoubtful && isComplete }

    /// A check of a single section that starts at its `m=` line; a missing connection address does not count.
    static var inSection: SDPFastCheck {
        var section = SDPFastCheck()
        (section.isSection, section.hasConnection) = (true, true)
        return section
    }

    /// Adds the result for a section that was checked by itself and follows the lines checked so far.
    mutating func add(_ section: SDPFastCheck) {
        isDoubtful = isDoubtful || section.isDoubtful || !isComplete
        (isSection, hasConnection) = (true, section.hasConnection)
    }

    /// Checks the line from `start` to `end`, whose line end is CR LF if it `isPlain`.
    mutating func check(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, isPlain: Bool) {
        guard !isDoubtful else { return }
        isDoubtful = !isPlain || !passes(bytes, start, end)
    }

    /// Whether the text may end here.
    private var isComplete: Bool {
        isSection ? hasConnection || sessionHasConnection : seen.isSuperset(of: grammar.required)
    }

    /// Whether the line from `start` to `end` is well formed and in order.
    private mutating func passes(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start >= 2, bytes[start + 1] == UInt8(ascii: "=") else { return false }
        let type = bytes[start]
        let value = start + 2
        if value < end, bytes[value] == UInt8(ascii: " "), type != UInt8(ascii: "s") { return false }
        if type == UInt8(ascii: "m") {
            guard isComplete else { return false }
            (grammar, isSection, hasConnection, seen, position) = (.section, true, false, LineTypeSet(), 0)
        }
        guard let rule = grammar[type], isInOrder(type, rule) else { return false }
        switch type {
        case UInt8(ascii: "a"): return value < end && bytes[value] != UInt8(ascii: ":")
        case UInt8(ascii: "v"): return value + 1 == end && bytes[value] == UInt8(ascii: "0")
        case UInt8(ascii: "m"): return isMedia(bytes, value, end)
        default:
            guard let fields = LineGrammar.fields(of: type) else { return true }
            return fields.count.contains(Words(bytes, value, end, numeric: fields.numeric).count)
        }
    }

    private mutating func isInOrder(_ type: UInt8, _ rule: LineGrammar.Rule) -> Bool {
        guard rule.position >= position, !rule.isSingle || !seen.contains(type),
            seen.isSuperset(of: rule.prerequisites)
        else { return false }
        seen.insert(type)
        position = rule.position
        if type == UInt8(ascii: "c") {
            hasConnection = true
            if !isSection { sessionHasConnection = true }
        }
        return true
    }

    private func isMedia(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let words = Words(bytes, start, end, numeric: 0..<0)
        guard words.count >= 4 else { return false }
        var port = 0
        var index = words.second
        while index < end, bytes[index] != UInt8(ascii: " "), bytes[index] != UInt8(ascii: "/") {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]), port <= 65535 else { return false }
            port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        return index > words.second && port <= 65535
    }

    /// The number of words between spaces, and the start of the second; no words if one should be a number and is not.
    private struct Words {
        private(set) var count = 0
        private(set) var second = 0

        init(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, numeric: Range<Int>) {
            var index = start
            while index < end {
                guard bytes[index] != UInt8(ascii: " ") else {
                    index += 1
                    continue
                }
                if count == 1 { second = index }
                let isNumeric = numeric.contains(count)
                while index < end, bytes[index] != UInt8(ascii: " ") {
                    if isNumeric, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
                        count = 0
                        return
                    }
                    index += 1
                }
                count += 1
            }
        }
    }
}
