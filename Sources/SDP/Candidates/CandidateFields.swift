import Text

/// The mandatory fields of a candidate line (RFC 8839 §5.1), as ranges and numbers.
///
/// A line without them is not a candidate.
struct CandidateFields: Sendable {
    let foundation: Range<Int>
    let component: Int
    let transport: Range<Int>
    let priority: UInt32
    let address: Range<Int>
    let port: UInt16
    let type: Range<Int>
    /// The index of the first byte after the type, where the extensions begin.
    let end: Int

    /// Parses `line`, with or without `a=`; `nil` if it is not a candidate.
    init?(_ line: Span<UInt8>) {
        guard var index = Self.bodyStart(line) else { return nil }
        foundation = ByteScan.word(in: line, &index)
        guard let component = Self.number(line, ByteScan.word(in: line, &index), as: Int.self) else { return nil }
        transport = ByteScan.word(in: line, &index)
        guard let priority = Self.number(line, ByteScan.word(in: line, &index), as: UInt32.self) else { return nil }
        address = ByteScan.word(in: line, &index)
        guard let port = Self.number(line, ByteScan.word(in: line, &index), as: UInt16.self),
            ByteScan.stands("typ", line, at: ByteScan.word(in: line, &index))
        else { return nil }
        type = ByteScan.word(in: line, &index)
        guard !type.isEmpty else { return nil }
        self.component = component
        self.priority = priority
        self.port = port
        end = index
    }

    /// Whether the address in `line` ends in `.local`, in any case.
    func isMDNS(in line: Span<UInt8>) -> Bool {
        guard address.count > 6, line[address.upperBound - 6] == UInt8(ascii: ".") else { return false }
        for (index, letter) in zip(address.suffix(5), "local".utf8) where line[index] | 0x20 != letter { return false }
        return true
    }

    /// Returns the index after `candidate:`; `nil` if the line does not begin with it.
    static func bodyStart(_ line: Span<UInt8>) -> Int? {
        let start = line.count > 1 && line[0] == UInt8(ascii: "a") && line[1] == UInt8(ascii: "=") ? 2 : 0
        let end = start + 10
        return end <= line.count && ByteScan.stands("candidate:", line, at: start..<end) ? end : nil
    }

    /// Returns the number that a word spells, with the syntax of `Number.init(_:)`, which allows a sign.
    private static func number<Number: FixedWidthInteger>(
        _ line: Span<UInt8>, _ word: Range<Int>, as: Number.Type
    ) -> Number? {
        guard let first = word.first else { return nil }
        let isNegative = line[first] == UInt8(ascii: "-")
        let digits = isNegative || line[first] == UInt8(ascii: "+") ? word.dropFirst() : word
        guard !digits.isEmpty else { return nil }
        var value: Number = 0
        for index in digits {
            let digit = line[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let tens = value.multipliedReportingOverflow(by: 10)
            let sum =
                isNegative
                ? tens.partialValue.subtractingReportingOverflow(Number(digit))
                : tens.partialValue.addingReportingOverflow(Number(digit))
            guard !tens.overflow, !sum.overflow else { return nil }
            value = sum.partialValue
        }
        return value
    }
}
