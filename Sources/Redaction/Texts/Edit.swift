/// A replacement of a range of bytes.
struct Edit: Hashable, Sendable {
    /// The range of the bytes that are replaced.
    var range: Range<Int>
    /// The bytes in their place.
    var bytes: [UInt8]

    init(_ range: Range<Int>, _ bytes: [UInt8]) { (self.range, self.bytes) = (range, bytes) }

    /// Returns `bytes` with all `edits`.
    ///
    /// An edit within the range of another one is left out. Of two that overlap otherwise, the later one replaces only the
    /// bytes that the earlier one has left.
    static func apply(_ edits: [Edit], to bytes: [UInt8]) -> [UInt8] {
        guard !edits.isEmpty else { return bytes }
        var edited: [UInt8] = []
        edited.reserveCapacity(bytes.count + bytes.count / 8)
        var index = 0
        for edit in ordered(edits) where edit.range.upperBound > index {
            if edit.range.lowerBound > index { edited += bytes[index..<edit.range.lowerBound] }
            edited += edit.bytes
            index = edit.range.upperBound
        }
        return edited + bytes[index...]
    }

    /// Returns the edits in the order in which they begin, the longest first of those that begin at one place.
    private static func ordered(_ edits: [Edit]) -> [Edit] {
        func isInOrder(_ one: Edit, _ other: Edit) -> Bool {
            (one.range.lowerBound, other.range.upperBound) < (other.range.lowerBound, one.range.upperBound)
        }
        let isSorted = zip(edits, edits.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound }
        return isSorted ? edits : edits.sorted(by: isInOrder)
    }
}

/// Text whose escapes `%2E` are resolved (RFC 3986 §2.1), with the source range of each of its bytes.
struct PercentDecoded {
    private(set) var bytes: [UInt8] = []
    private var places: [Int] = []

    /// Decodes the text at `range` of `text`; `nil` if it has no escapes.
    init?(_ text: [UInt8], _ range: Range<Int>) {
        guard text[range].contains(UInt8(ascii: "%")) else { return nil }
        bytes.reserveCapacity(range.count)
        places.reserveCapacity(range.count + 1)
        var index = range.lowerBound
        while index < range.upperBound {
            places.append(index)
            if text[index] == UInt8(ascii: "%"), index + 2 < range.upperBound,
                let high = Self.digit(text[index + 1]), let low = Self.digit(text[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        places.append(range.upperBound)
        guard bytes.count < range.count else { return nil }
    }

    /// Returns the range of the source that spells the bytes at `range`.
    func source(_ range: Range<Int>) -> Range<Int> { places[range.lowerBound]..<places[range.upperBound] }

    /// Returns `bytes` with escapes for all that are not unreserved (RFC 3986 §2.3).
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count)
        for byte in bytes {
            if Alphabet.isLetterOrDigit(byte) || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return encoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if Alphabet.isDigit(byte) { return byte - UInt8(ascii: "0") }
        return Alphabet.isHexadecimal(byte) ? (byte | 0x20) - UInt8(ascii: "a") + 10 : nil
    }
}
