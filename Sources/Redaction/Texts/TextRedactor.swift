import Messages
import Text

/// Finds secrets and personal data in texts of any format, and replaces them in place.
///
/// A text is JSON, a description, a candidate line, or anything else. The strings of JSON are texts themselves, with their
/// escapes resolved. Only the bytes of a secret are replaced, so that dialects that are not known keep working.
///
/// ```
/// {"token":"abc","data":"{\"sdp\":\"v=0\\r\\n…a=ice-pwd:fw+z…\"}"}
///           └ by the name of the member              └ by the marker in the line, two levels deep
/// ```
struct TextRedactor: Sendable {
    /// The depth of strings in strings, base64 and percent-encoding that is read: 6, when known clients have two.
    ///
    /// A string below it that has escapes is replaced as a whole.
    static let depthLimit = Secrets.depthLimit + 1
    /// The shortest text that is examined, in bytes: 4, as in the IPv6 address `a::b`.
    static let shortest = 4

    var pseudonyms: Pseudonyms
    /// The names of peers and rooms that are replaced; `nil` if names stay.
    var names: KnownNames?
    /// The meanings of names.
    var roles = MemberRoles()

    init(key: [UInt8], names: Bool) {
        pseudonyms = Pseudonyms(key: key)
        self.names = names ? KnownNames() : nil
    }

    /// Returns the text `bytes` without secrets.
    mutating func redacted(_ bytes: [UInt8]) -> [UInt8] { Edit.apply(edits(in: bytes, depth: 0), to: bytes) }

    /// Returns `text` without secrets.
    mutating func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let edits = edits(in: bytes, depth: 0)
        return edits.isEmpty ? text : String(decoding: Edit.apply(edits, to: bytes), as: UTF8.self)
    }

    /// Returns the replacements in a whole text.
    mutating func edits(in bytes: [UInt8], depth: Int) -> [Edit] {
        var edits: [Edit] = []
        if Self.isDescription(bytes) {
            scan(bytes, bytes.indices, into: &edits)
        } else if bytes.contains(UInt8(ascii: "\"")) {
            walk(bytes, depth: depth, into: &edits)
        } else {
            collect(plain: bytes.indices, of: bytes, depth: depth, into: &edits)
        }
        return edits
    }

    /// Whether a text is a session description (RFC 8866 §5), which has no strings in it.
    private static func isDescription(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "v=0".utf8) && bytes.count > 3
            && (bytes[3] == UInt8(ascii: "\r") || bytes[3] == UInt8(ascii: "\n"))
    }

    // MARK: Strings

    /// Adds the replacements in the content of a JSON string.
    mutating func collect(string content: Range<Int>, of bytes: [UInt8], depth: Int, into edits: inout [Edit]) {
        guard bytes[content].contains(UInt8(ascii: "\\")) else {
            return collect(plain: content, of: bytes, depth: depth, into: &edits)
        }
        guard depth < Self.depthLimit else {
            return edits.append(Edit(content, pseudonyms.pseudonym(.secret, of: Array(bytes[content]))))
        }
        let text = Unescaped(bytes, content)
        if let name = names?.pseudonym(of: text.bytes, &pseudonyms) { return edits.append(Edit(content, name)) }
        for edit in self.edits(in: text.bytes, depth: depth + 1) {
            edits.append(Edit(text.source(edit.range), Self.escaped(edit.bytes)))
        }
    }

    /// Adds the replacements in text without quotes and escapes.
    mutating func collect(plain range: Range<Int>, of bytes: [UInt8], depth: Int, into edits: inout [Edit]) {
        if names != nil, let name = names?.pseudonym(of: Array(bytes[range]), &pseudonyms) {
            return edits.append(Edit(range, name))
        }
        guard range.count >= Self.shortest else { return }
        if depth < Self.depthLimit, let encoded = EncodedText(bytes[range]) {
            let inner = self.edits(in: encoded.decoded, depth: depth + 1)
            if !inner.isEmpty { edits.append(Edit(range, encoded.encode(Edit.apply(inner, to: encoded.decoded)))) }
            return
        }
        scan(bytes, range, into: &edits)
        if depth < Self.depthLimit, let text = PercentDecoded(bytes, range) {
            for edit in self.edits(in: text.bytes, depth: depth + 1) {
                edits.append(Edit(text.source(edit.range), PercentDecoded.encode(edit.bytes)))
            }
        }
    }

    /// Returns ASCII text as it is spelled in a JSON string.
    static func escaped(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }) else {
            return text
        }
        return Array(JSONString.encode(String(decoding: text, as: UTF8.self)).utf8.dropFirst().dropLast())
    }
}

/// Text in base64 (RFC 4648 §4, §5), with or without padding.
struct EncodedText {
    /// The shortest text that is decoded, in bytes: 18, as in ``ContentSearch``.
    static let shortest = 18

    let decoded: [UInt8]
    private let isForURLs: Bool
    private let isPadded: Bool

    /// Decodes `bytes`; `nil` if they are not base64 of text.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.shortest else { return nil }
        var letters: [UInt8] = []
        var isForURLs = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"):
                isForURLs = true
                letters.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : UInt8(ascii: "/"))
            case UInt8(ascii: "="): letters.append(byte)
            default:
                guard Alphabet.isICE(byte) else { return nil }
                letters.append(byte)
            }
        }
        isPadded = letters.count % 4 == 0
        self.isForURLs = isForURLs
        while letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
        guard let decoded = Base64.decode(letters.span), String(validating: decoded, as: UTF8.self) != nil,
            decoded.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) })
        else { return nil }
        self.decoded = decoded
    }

    /// Returns `text` in the same variant of base64.
    func encode(_ text: [UInt8]) -> [UInt8] {
        var letters = Base64.encode(text.span)
        if !isPadded { while letters.last == UInt8(ascii: "=") { letters.removeLast() } }
        guard isForURLs else { return letters }
        return letters.map { letter in
            letter == UInt8(ascii: "+") ? UInt8(ascii: "-") : letter == UInt8(ascii: "/") ? UInt8(ascii: "_") : letter
        }
    }
}

/// The names of peers and rooms that are replaced wherever they are the whole of a value.
struct KnownNames: Sendable {
    /// The number of names that are known: 20,000, one for each of 10,000 peers and its room; further ones are replaced only
    /// in members that have names.
    static let limit = 20_000
    /// The longest name in messages, in bytes: 64, the longest value that ``MemberPaths`` takes for one.
    static let byteLimit = MemberPaths.valueLimit
    /// Values that are no names: they address everybody, or are the relay's own.
    private static let others = Set(
        ["all", "*", "everyone", "everybody", "broadcast", "others", "room", "lobby", "server", "relay"].map {
            Array($0.utf8)
        })

    private var known: Set<[UInt8]> = []

    /// Returns the pseudonym of `text` if it is a known name; `nil` otherwise.
    func pseudonym(of text: [UInt8], _ pseudonyms: inout Pseudonyms) -> [UInt8]? {
        known.contains(text) ? pseudonyms.pseudonym(.name, of: text) : nil
    }

    /// Records a name and returns its pseudonym; `nil` if `text` is no name.
    mutating func record(_ text: [UInt8], _ pseudonyms: inout Pseudonyms) -> [UInt8]? {
        let spelled = String(decoding: text, as: UTF8.self)
        guard !text.isEmpty, !Self.others.contains(text.map(Alphabet.lowercased)), !Self.isPeerID(text),
            KindWords.kind(spelled) == nil
        else { return nil }
        if known.count < Self.limit { known.insert(text) }
        return pseudonyms.pseudonym(.name, of: text)
    }

    /// Whether `text` is the id of a peer, such as `p3`, which the relay makes.
    private static func isPeerID(_ text: [UInt8]) -> Bool {
        text.first == UInt8(ascii: "p") && text.count > 1 && text.dropFirst().allSatisfy(Alphabet.isDigit)
    }
}
