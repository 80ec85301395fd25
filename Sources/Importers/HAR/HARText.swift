import Text

/// The text of a HAR, passed over in one pass although it may be cut off or malformed somewhere.
///
/// ``JSONValue`` exists only for a text that is valid as a whole. A HAR of a browser that crashed ends in the middle, so
/// the containers around the entries are passed over here, and each entry is a value of its own.
struct HARText {
    let bytes: [UInt8]
    /// The index of the first byte that is not white space or a byte order mark.
    let start: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = JSONScanner.skipSpace(bytes.span, from: ByteOrderMark.length(bytes))
    }

    /// Returns the index after the value that begins at `index`; `nil` if it is malformed or cut off.
    func endOfValue(_ index: Int) -> Int? {
        index < bytes.count ? JSONScanner.endOfValue(bytes.span, from: index) : nil
    }

    /// Whether `byte` is at `index`.
    func has(_ byte: Unicode.Scalar, at index: Int) -> Bool {
        index < bytes.count && bytes[index] == UInt8(ascii: byte)
    }

    /// Passes over the object that begins at `index`.
    ///
    /// - Parameters:
    ///   - index: The index of the opening brace.
    ///   - member: Called for each member with its name, in quotes as it is spelled, and the index of its value; returns
    ///     the index after the value, `nil` to stop.
    /// - Returns: The index after the object; `nil` if it is malformed or cut off, or if `member` has stopped.
    func endOfObject(_ index: Int, member: (ArraySlice<UInt8>, Int) -> Int?) -> Int? {
        guard has("{", at: index) else { return nil }
        var next = skipSpace(index + 1)
        if has("}", at: next) { return next + 1 }
        while has("\"", at: next), let nameEnd = JSONScanner.endOfString(bytes.span, from: next) {
            let colon = skipSpace(nameEnd)
            guard has(":", at: colon), let end = member(bytes[next..<nameEnd], skipSpace(colon + 1)) else { return nil }
            let mark = skipSpace(end)
            if has("}", at: mark) { return mark + 1 }
            guard has(",", at: mark) else { return nil }
            next = skipSpace(mark + 1)
        }
        return nil
    }

    /// Passes over the array that begins at `index`.
    ///
    /// - Parameters:
    ///   - index: The index of the opening bracket.
    ///   - element: Called for each element with the index of its first byte; returns the index after it, `nil` to stop.
    /// - Returns: The index after the array; `nil` if it is malformed or cut off, or if `element` has stopped.
    func endOfArray(_ index: Int, element: (Int) -> Int?) -> Int? {
        guard has("[", at: index) else { return nil }
        var next = skipSpace(index + 1)
        if has("]", at: next) { return next + 1 }
        while let end = element(next) {
            let mark = skipSpace(end)
            if has("]", at: mark) { return mark + 1 }
            guard has(",", at: mark) else { return nil }
            next = skipSpace(mark + 1)
        }
        return nil
    }

    private func skipSpace(_ index: Int) -> Int { JSONScanner.skipSpace(bytes.span, from: index) }

    /// Whether anything but white space is after `end`, the end of the text if it is not `nil`.
    func isFollowed(after end: Int?) -> Bool { end.map { skipSpace($0) < bytes.count } ?? false }

    // MARK: Errors

    /// The first error in the text; `nil` if it is JSON.
    ///
    /// It passes over the text once more, so it is looked for once an error is known to exist.
    var error: (offset: Int, expected: String)? {
        let mark = ByteOrderMark.length(bytes)
        let error = JSONScanner.error(in: mark > 0 ? Array(bytes[mark...]) : bytes)
        return error.map { ($0.offset + mark, $0.expected) }
    }

    /// Returns the beginning of the value at `index` up to an error, completed to a value: without the member or element
    /// that the error is in, and with closing brackets.
    ///
    /// ```
    /// {"a":1,"b":[{"c":2},{"c":3,"d":"x      ──►     {"a":1,"b":[{"c":2}]}
    /// ```
    /// Values that are nested more than two levels deep, such as a message, are complete or left out.
    ///
    /// - Returns: The bytes of the value, each at its offset from `index`; `nil` if it is no object or array.
    func completed(_ index: Int, before error: Int) -> [UInt8]? {
        guard index < error, error <= bytes.count, has("{", at: index) || has("[", at: index) else { return nil }
        let text = Array(bytes[index..<error])
        // The brackets that close the open containers, and the place up to which all but those is complete.
        var closing: [UInt8] = []
        var complete = (end: 1, depth: 1)
        for token in JSONTokens(text) {
            switch token.kind {
            case .open: closing.append(text[token.range.lowerBound] == UInt8(ascii: "{") ? Self.brace : Self.bracket)
            case .close:
                guard closing.popLast() != nil else { return nil }
                if closing.count <= 2 { complete = (token.range.upperBound, closing.count) }
            // The value before a comma is complete, unlike that before the error.
            case .comma where closing.count <= 2: complete = (token.range.lowerBound, closing.count)
            case .comma, .colon, .string, .word: break
            }
        }
        return Array(text[..<complete.end]) + closing.prefix(complete.depth).reversed()
    }

    private static let brace = UInt8(ascii: "}")
    private static let bracket = UInt8(ascii: "]")
}
