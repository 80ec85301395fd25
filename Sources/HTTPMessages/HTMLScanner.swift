/// A tokenizer for the beginning of an HTML document (WHATWG HTML §13.2.5), one byte after the other.
///
/// It works on bytes, because all names and delimiters are ASCII. It tells tags from comments, quoted values and the text
/// of elements such as `script`, and has the attributes of `meta` only.
struct HTMLScanner {
    /// A part of the document that is complete.
    enum Token: Equatable {
        /// A character that is no white space.
        case text
        case comment
        case doctype
        case start(Tag)
        case end(String)
    }

    /// A start tag.
    struct Tag: Equatable {
        /// The name in lower case, at most ``HTMLScanner/nameLimit`` bytes of it.
        let name: String
        /// The values of the attributes of `meta` by their names in lower case.
        var attributes: [String: String] = [:]
    }

    /// A place within a tag, after its name.
    private enum Place {
        case beforeName, name, afterName, beforeValue
        /// Within a value; the quotation mark is `nil` if there is none.
        case value(quote: UInt8?)
    }

    /// An attribute of `meta`, as far as it was scanned.
    private struct Attribute {
        var name: [UInt8] = []
        var value: [UInt8] = []
    }

    private enum State {
        case text
        /// After `<`.
        case open
        /// After `</`.
        case endOpen
        case tagName
        case attributes(Place)
        /// After `<!`.
        case declaration
        case doctype
        /// Within `<?…>` and the like, which ends with the first `>`.
        case bogusComment
        /// After `<!--` and perhaps a dash.
        case commentStart(isAfterDash: Bool)
        case comment(dashes: Int)
        /// After `--!` in a comment.
        case commentBang
        /// Within the text of an element, after the first bytes of its end tag.
        case rawText(matched: Int)
    }

    /// The number of bytes of a name that are kept: 16, more than the names that matter have.
    static let nameLimit = 16
    /// The number of bytes of an attribute of `meta` that are kept: 8 KiB, more than a policy has.
    private static let valueLimit = 8 * 1024
    /// The elements whose text has no tags and comments (WHATWG HTML §13.1.2), if scripts are enabled.
    private static let rawElements: Set = [
        "script", "style", "title", "textarea", "noscript", "noframes", "iframe", "noembed", "xmp",
    ]

    private var state = State.text
    /// The name of the current tag or declaration, in lower case.
    private var word: [UInt8] = []
    private var isEndTag = false
    private var attribute = Attribute()
    private var attributes: [String: String] = [:]

    /// Scans a byte; returns the token that it completes, if any.
    mutating func scan(_ byte: UInt8) -> Token? {
        switch state {
        case .text:
            guard byte == UInt8(ascii: "<") else { return Self.isBlank(byte) ? nil : .text }
            state = .open
        case .open: return scanOpen(byte)
        case .endOpen:
            if Self.isLetter(byte) { return beginTag(byte, isEnd: true) }
            state = .bogusComment
            return scan(byte)
        case .tagName:
            if byte == UInt8(ascii: ">") { return finishTag() }
            if Self.isBlank(byte) || byte == UInt8(ascii: "/") {
                state = .attributes(.beforeName)
            } else if word.count < Self.nameLimit {
                word.append(Self.lowercased(byte))
            }
        case .attributes(let place): return scanAttributes(byte, place)
        case .declaration: return scanDeclaration(byte)
        case .doctype, .bogusComment:
            guard byte == UInt8(ascii: ">") else { return nil }
            let isDoctype = if case .doctype = state { true } else { false }
            state = .text
            return isDoctype ? .doctype : .comment
        case .commentStart, .comment, .commentBang: return scanComment(byte)
        case .rawText(let matched): return scanRawText(byte, matched)
        }
        return nil
    }

    private mutating func scanOpen(_ byte: UInt8) -> Token? {
        switch byte {
        case UInt8(ascii: "/"): state = .endOpen
        case UInt8(ascii: "!"): (state, word) = (.declaration, [])
        case UInt8(ascii: "?"): state = .bogusComment
        case _ where Self.isLetter(byte): return beginTag(byte, isEnd: false)
        default:
            state = byte == UInt8(ascii: "<") ? .open : .text
            return .text
        }
        return nil
    }

    // MARK: Comments and declarations

    private mutating func scanDeclaration(_ byte: UInt8) -> Token? {
        let (dashes, doctype) = (Array("--".utf8), Array("doctype".utf8))
        word.append(Self.lowercased(byte))
        if word == dashes {
            state = .commentStart(isAfterDash: false)
        } else if word == doctype {
            state = .doctype
        } else if !dashes.starts(with: word), !doctype.starts(with: word) {
            state = .bogusComment
            return scan(byte)
        }
        return nil
    }

    private mutating func scanComment(_ byte: UInt8) -> Token? {
        switch (state, byte) {
        case (.commentStart, UInt8(ascii: ">")), (.comment(dashes: 2), UInt8(ascii: ">")),
            (.commentBang, UInt8(ascii: ">")):
            state = .text
            return .comment
        case (.commentStart(let isAfterDash), UInt8(ascii: "-")):
            state = isAfterDash ? .comment(dashes: 2) : .commentStart(isAfterDash: true)
        case (.comment(let dashes), UInt8(ascii: "-")): state = .comment(dashes: min(2, dashes + 1))
        case (.commentBang, UInt8(ascii: "-")): state = .comment(dashes: 1)
        case (.comment(dashes: 2), UInt8(ascii: "!")): state = .commentBang
        default: state = .comment(dashes: 0)
        }
        return nil
    }

    private mutating func scanRawText(_ byte: UInt8, _ matched: Int) -> Token? {
        let isWhole = matched == word.count + 2
        if isWhole, Self.isBlank(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") {
            isEndTag = true
            state = .attributes(.beforeName)
            return scan(byte)
        }
        let expected =
            switch matched {
            case 0: UInt8(ascii: "<")
            case 1: UInt8(ascii: "/")
            default: isWhole ? 0 : word[matched - 2]
            }
        let isExpected = !isWhole && Self.lowercased(byte) == expected
        state = .rawText(matched: isExpected ? matched + 1 : byte == UInt8(ascii: "<") ? 1 : 0)
        return nil
    }

    // MARK: Tags

    private mutating func beginTag(_ byte: UInt8, isEnd: Bool) -> Token? {
        (state, word, isEndTag, attributes) = (.tagName, [Self.lowercased(byte)], isEnd, [:])
        return nil
    }

    private mutating func finishTag() -> Token {
        let name = String(decoding: word, as: UTF8.self)
        state = !isEndTag && Self.rawElements.contains(name) ? .rawText(matched: 0) : .text
        return isEndTag ? .end(name) : .start(Tag(name: name, attributes: attributes))
    }

    private mutating func scanAttributes(_ byte: UInt8, _ place: Place) -> Token? {
        if case .value(let quote?) = place {
            if byte == quote { finishAttribute() } else { append(byte, to: \.value) }
            return nil
        }
        if byte == UInt8(ascii: ">") {
            finishAttribute()
            return finishTag()
        }
        let isBlank = Self.isBlank(byte)
        switch (place, byte) {
        case (.value, _): if isBlank { finishAttribute() } else { append(byte, to: \.value) }
        case (.beforeValue, UInt8(ascii: "\"")), (.beforeValue, UInt8(ascii: "'")):
            state = .attributes(.value(quote: byte))
        case (.beforeValue, _):
            guard !isBlank else { return nil }
            append(byte, to: \.value)
            state = .attributes(.value(quote: nil))
        case (_, UInt8(ascii: "/")): finishAttribute()
        case (.name, UInt8(ascii: "=")), (.afterName, UInt8(ascii: "=")): state = .attributes(.beforeValue)
        case (.name, _): if isBlank { state = .attributes(.afterName) } else { append(byte, to: \.name) }
        case (.beforeName, _), (.afterName, _):
            guard !isBlank else { return nil }
            finishAttribute()
            append(byte, to: \.name)
            state = .attributes(.name)
        }
        return nil
    }

    private mutating func append(_ byte: UInt8, to part: WritableKeyPath<Attribute, [UInt8]>) {
        guard !isEndTag, word == Array("meta".utf8), attribute[keyPath: part].count < Self.valueLimit else { return }
        attribute[keyPath: part].append(byte)
    }

    /// Keeps the current attribute, unless the tag has another one of that name before it.
    private mutating func finishAttribute() {
        state = .attributes(.beforeName)
        guard !attribute.name.isEmpty else { return }
        let name = String(decoding: attribute.name, as: UTF8.self).lowercased()
        if ["http-equiv", "content"].contains(name), attributes[name] == nil {
            attributes[name] = String(decoding: attribute.value, as: UTF8.self)
        }
        attribute = Attribute()
    }

    // MARK: Bytes

    private static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
