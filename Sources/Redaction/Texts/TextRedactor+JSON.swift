import Messages
import Text

/// Redaction of JSON, and of text that is nearly JSON or JSON cut short.
extension TextRedactor {
    /// An object or an array that is open.
    private struct Frame {
        /// Whether all values in it are secrets.
        var isSecret = false
        /// Whether it is an ICE server (W3C webrtc-pc §4.2.4).
        var isServer = false
        /// The replacements of user names, if it is one.
        var users: [Edit] = []
    }

    /// Adds the replacements in a text with strings; what is between them is text, too.
    mutating func walk(_ bytes: [UInt8], depth: Int, into edits: inout [Edit]) {
        var frames = [Frame()]
        var role = MemberRole.other
        // The end of the last string.
        var gap = 0
        var tokens = JSONTokens(bytes)
        var next = tokens.next()
        while let token = next {
            next = tokens.next()
            // In malformed JSON, a colon may follow the value of a secret.
            let isName = next?.kind == .colon && !role.isPending
            switch token.kind {
            case .string:
                collectGap(gap..<token.range.lowerBound, of: bytes, depth: depth, into: &edits)
                gap = token.range.upperBound
                if isName {
                    role = self.role(ofMember: token.content, of: bytes)
                    if role.isOfServer { frames[frames.count - 1].isServer = true }
                    collect(member: token.content, of: bytes, depth: depth, into: &edits)
                } else {
                    let found = collect(value: token.content, of: bytes, role, depth: depth, &frames[frames.count - 1])
                    edits += found
                    role = .other
                }
            case .word:
                if isName {
                    role = self.role(ofMember: token.content, of: bytes)
                    if role.isOfServer { frames[frames.count - 1].isServer = true }
                } else {
                    if frames[frames.count - 1].isSecret || role.isSecret(length: token.range.count) {
                        collect(secretWord: token.range, of: bytes, into: &edits)
                    }
                    role = .other
                }
            case .open:
                var frame = Frame()
                frame.isSecret = role.isSecret(length: .max) || frames[frames.count - 1].isSecret
                frames.append(frame)
                role = .other
            case .close:
                if frames.count > 1, let frame = frames.popLast(), frame.isServer { edits += frame.users }
                role = .other
            case .comma: role = .other
            case .colon: break
            }
        }
        collectGap(min(gap, bytes.count)..<bytes.count, of: bytes, depth: depth, into: &edits)
        for frame in frames where frame.isServer { edits += frame.users }
    }

    private mutating func collectGap(_ gap: Range<Int>, of bytes: [UInt8], depth: Int, into edits: inout [Edit]) {
        if gap.count > 2 { collect(plain: gap, of: bytes, depth: depth, into: &edits) }
    }

    /// Adds the replacements in the name of a member, which may be an address, but is not the name of a peer or a room: such
    /// a name may be a word that the format of the message gives a meaning.
    private mutating func collect(member name: Range<Int>, of bytes: [UInt8], depth: Int, into edits: inout [Edit]) {
        guard name.count >= Self.shortest else { return }
        let known = names.take()
        collect(string: name, of: bytes, depth: depth, into: &edits)
        names = known
    }

    // MARK: Values

    /// Returns the replacements in a string that is a value in `frame`.
    private mutating func collect(
        value content: Range<Int>, of bytes: [UInt8], _ role: MemberRole, depth: Int, _ frame: inout Frame
    ) -> [Edit] {
        func text() -> [UInt8] {
            bytes[content].contains(UInt8(ascii: "\\")) ? Unescaped(bytes, content).bytes : Array(bytes[content])
        }
        guard !content.isEmpty else { return [] }
        if case .userName = role { return [Edit(content, Self.escaped(pseudonyms.pseudonym(.userName, of: text())))] }
        if frame.isSecret || role.isSecret(length: content.count) { return [Edit(content, secret(text()))] }
        var edits: [Edit] = []
        switch role {
        case .serverUser: frame.users.append(Edit(content, pseudonyms.pseudonym(.secret, of: text())))
        case .url: frame.isServer = frame.isServer || Self.schemes.contains { bytes[content].starts(with: $0) }
        case .name where content.count <= KnownNames.byteLimit:
            if let name = names?.record(text(), &pseudonyms) { return [Edit(content, name)] }
        default: break
        }
        if content.count >= Self.shortest || names != nil {
            collect(string: content, of: bytes, depth: depth, into: &edits)
        }
        return edits
    }

    /// The beginnings of the URLs of ICE servers (RFC 7064, RFC 7065).
    private static let schemes = ["turn:", "turns:", "stun:", "stuns:"].map { Array($0.utf8) }

    /// Returns the pseudonym of a secret, with the scheme before credentials of HTTP (RFC 9110 §11.4).
    mutating func secret(_ text: [UInt8]) -> [UInt8] {
        for scheme in Self.authorizations where text.starts(with: scheme) {
            return scheme + pseudonyms.pseudonym(.secret, of: Array(text[scheme.count...]))
        }
        return pseudonyms.pseudonym(.secret, of: text)
    }

    static let authorizations = ["Bearer ", "Basic "].map { Array($0.utf8) }

    /// Adds the replacement of a number that is a secret, whose digits become others.
    private mutating func collect(secretWord range: Range<Int>, of bytes: [UInt8], into edits: inout [Edit]) {
        let word = Array(bytes[range])
        guard !["true", "false", "null"].contains(where: { word.elementsEqual($0.utf8) }) else { return }
        let made = pseudonyms.pseudonym(.secret, of: word)
        let isNumber = word.allSatisfy { Alphabet.isDigit($0) || "+-.eE".utf8.contains($0) }
        guard isNumber, made.count == word.count else { return edits.append(Edit(range, made)) }
        let first = word.firstIndex(where: Alphabet.isDigit)
        let digits = word.indices.map { index in
            guard Alphabet.isDigit(word[index]) else { return word[index] }
            // A number does not begin with a zero (RFC 8259 §6).
            if index == first, word[index] != UInt8(ascii: "0") { return made[index] % 9 + UInt8(ascii: "1") }
            if index == first { return word[index] }
            return made[index] % 10 + UInt8(ascii: "0")
        }
        edits.append(Edit(range, digits))
    }

    // MARK: Names of members

    /// Returns the meaning of the member name at `content`.
    private mutating func role(ofMember content: Range<Int>, of bytes: [UInt8]) -> MemberRole {
        guard (2...KnownNames.byteLimit).contains(content.count) else { return .other }
        let hasEscapes = bytes[content].contains(UInt8(ascii: "\\"))
        return roles[hasEscapes ? Unescaped(bytes, content).bytes : Array(bytes[content]), names != nil]
    }
}
