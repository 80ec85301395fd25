/// Reads what a description commits to off its bytes, once from end to end.
///
/// It says what ``SessionDescription`` says, which looks for an attribute when it is asked for: that is for the few
/// descriptions that somebody looks at, this for every one that passes.
struct TermsReader {
    private(set) var origin: Origin?
    private(set) var bundles: [[String]] = []
    private(set) var sections: [Terms.Section] = []
    private(set) var digest = Digest()

    /// Who begins the DTLS handshake, as the session says it.
    var setup: SetupRole? { session.setup.flatMap { SetupRole(rawValue: String(text.piece($0))) } }

    /// How many groups are read: browsers write one.
    private static let bundleLimit = 16

    private let text: String
    private var session = SectionReader()
    private var open: SectionReader?
    /// Whether the line that names the maker was there, which may be unreadable.
    private var hasOrigin = false

    init(_ text: String) {
        self.text = text
        let bytes = text.utf8.span
        var start = 0
        while start < bytes.count {
            let end = Self.endOfLine(bytes, from: start)
            if end > start, !read(bytes, start, end) { break }
            start = end + 1
        }
        if let open { sections.append(Terms.Section(open, in: session, text)) }
    }

    /// Where the line that begins at `start` ends: at a CR or an LF, or with the text.
    private static func endOfLine(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var end = ByteScan.first(in: bytes, from: start, ByteScan.isControl)
        while end < bytes.count, bytes[end] != UInt8(ascii: "\r"), bytes[end] != UInt8(ascii: "\n") {
            end = ByteScan.first(in: bytes, from: end + 1, ByteScan.isControl)
        }
        return end
    }

    /// Reads the line from `start` to `end`; false behind the last section that counts.
    private mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let type = end - start >= 2 && bytes[start + 1] == UInt8(ascii: "=") ? bytes[start] : 0
        let value = start + 2
        switch type {
        case UInt8(ascii: "a"):
            let attribute = Attribute(bytes, value, end)
            if attribute.name?.isSettled != false { digest.add(bytes, start, end) }
            open == nil ? readSession(attribute) : open?.read(attribute)
        case UInt8(ascii: "m"):
            if let open { sections.append(Terms.Section(open, in: session, text)) }
            guard sections.count < SessionDescription.mediaLimit else {
                open = nil
                return false
            }
            let section = SectionReader(fields: Self.words(bytes, value, end))
            digest.add(bytes, section.fields.count > 2 ? section.fields[2].lowerBound : value, end)
            open = section
        case UInt8(ascii: "c"): break
        case UInt8(ascii: "o"):
            if open == nil, !hasOrigin {
                hasOrigin = true
                origin = Origin(text.piece(value..<end))
            }
            digest.add(bytes, start, end)
        default: digest.add(bytes, start, end)
        }
        return true
    }

    private mutating func readSession(_ attribute: Attribute) {
        session.read(attribute)
        guard attribute.name == .group, bundles.count < Self.bundleLimit else { return }
        let limit = SessionDescription.mediaLimit + 1
        let words = text.piece(attribute.value).words(limit: limit + 1).prefix(limit).map(String.init)
        if words.first == "BUNDLE" { bundles.append(Array(words.dropFirst())) }
    }

    /// The first fields of an `m=` line, as many as are read.
    private static func words(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> [Range<Int>] {
        var words: [Range<Int>] = []
        words.reserveCapacity(32)
        var index = start
        while index < end, words.count < 3 + MediaDescription.formatLimit {
            guard bytes[index] != UInt8(ascii: " ") else {
                index += 1
                continue
            }
            let first = index
            while index < end, bytes[index] != UInt8(ascii: " ") { index += 1 }
            words.append(first..<index)
        }
        return words
    }
}

/// A hash of lines; nobody is harmed by a collision but one who makes it.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        let raw = bytes.bytes
        var index = start
        while index + 8 <= end {
            add(UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest: UInt64 = 0
        while index < end {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        add(rest)
        add(UInt64(end - start))
    }

    private mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
    }
}

extension String {
    /// The bytes at `offsets`, which lie between ASCII characters.
    func piece(_ offsets: Range<Int>) -> Substring {
        let start = utf8.index(utf8.startIndex, offsetBy: offsets.lowerBound)
        return Substring(utf8[start..<utf8.index(start, offsetBy: offsets.count)])
    }
}
