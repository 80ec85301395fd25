/// Reads what a description commits to off its bytes, once from end to end.
///
/// It says what ``SessionDescription`` says, which looks for an attribute when it is asked for: that is for the few
/// descriptions that somebody looks at, this for every one that passes.
struct TermsReader {
    private(set) var origin: Origin?
    private(set) var bundles: [[String]] = []
    private(set) var sections: [Terms.Section] = []
    private(set) var digest = Digest()
    /// Whether nothing is wrong with the text by the letter of RFC 8866, for certain; where it is not, there may be.
    var isFaultless: Bool { isWhole && faultless.isCertain }

    /// Who begins the DTLS handshake, as the session says it.
    var setup: SetupRole? { session.setup.flatMap { SetupRole(rawValue: String(text.piece($0))) } }

    /// How many groups are read: browsers write one.
    private static let bundleLimit = 16

    private let text: String
    private var session = SectionReader()
    private var open: SectionReader?
    private var previous: SectionReader?
    /// Whether the line that names the maker was there, which may be unreadable.
    private var hasOrigin = false
    private var faultless = FaultlessText()
    /// Whether all lines were read.
    private var isWhole = true

    init(_ text: String) {
        self.text = text
        let bytes = text.utf8.span
        var start = 0
        while start < bytes.count {
            let line = Self.line(bytes, from: start)
            faultless.read(bytes, start, line.end, isPlain: line.isPlain)
            if line.end > start, !read(bytes, start, line.end) {
                isWhole = false
                break
            }
            start = line.end + (line.isPlain ? 2 : 1)
        }
        closeSection()
    }

    /// Where the line that begins at `start` ends, at a CR or an LF, or with the text; and whether it is plain: it ends
    /// with CR and LF, and there is no other control character in it, nor a backslash.
    private static func line(_ bytes: borrowing Span<UInt8>, from start: Int) -> (end: Int, isPlain: Bool) {
        var isPlain = true
        var end = ByteScan.first(in: bytes, from: start, ByteScan.isUnplain)
        while end < bytes.count, bytes[end] != UInt8(ascii: "\r"), bytes[end] != UInt8(ascii: "\n") {
            isPlain = false
            end = ByteScan.first(in: bytes, from: end + 1, ByteScan.isUnplain)
        }
        isPlain =
            isPlain && end + 1 < bytes.count && bytes[end] == UInt8(ascii: "\r")
            && bytes[end + 1] == UInt8(ascii: "\n")
        return (end, isPlain)
    }

    /// The section that is being read is over.
    private mutating func closeSection() {
        guard let open else { return }
        let last = previous.flatMap { reader in sections.last.map { (reader, $0) } }
        sections.append(Terms.Section(open, in: session, text, after: last))
        previous = open
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
            closeSection()
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
                origin = Origin(bytes.extracting(value..<end))
            }
            digest.add(bytes, start, end)
        default: digest.add(bytes, start, end)
        }
        return true
    }

    private mutating func readSession(_ attribute: Attribute) {
        session.read(attribute)
        guard attribute.name == .group, bundles.count < Self.bundleLimit else { return }
        let value = text.utf8.span.extracting(attribute.value)
        var index = 0
        guard ByteScan.stands("BUNDLE", value, at: ByteScan.word(in: value, &index)) else { return }
        var mids: [String] = []
        while mids.count < SessionDescription.mediaLimit {
            let word = ByteScan.word(in: value, &index)
            if word.isEmpty { break }
            mids.append(String(copying: value, word))
        }
        bundles.append(mids)
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
        if index < end, end - start >= 8 {
            // What is left, behind some that was there before.
            rest = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: end - 8, as: UInt64.self))
            index = end
        }
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
