import Text

/// An attribute line: its name, if a summary needs it, and the range of its value.
struct Attribute {
    /// The attributes that a summary needs; all others are skipped.
    enum Name {
        case mid, setup, fingerprint, rtpmap, candidate, crypto, group, rtcp
        /// `ice-ufrag` and `ice-pwd`.
        case ufrag, password
        case sendrecv, sendonly, recvonly, inactive
        case endOfCandidates, bundleOnly

        /// Whether the attribute must not change without a new version (RFC 8840 §4).
        var isSettled: Bool { self != .candidate && self != .endOfCandidates && self != .rtcp }
    }

    /// The name; `nil` for attributes that a summary does not need.
    let name: Name?
    let value: Range<Int>

    /// Parses the attribute whose name begins at `start`, in a line that ends at `end`.
    init(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        var colon = start
        // The first letter rules out most attributes.
        name = start < end ? Self.name(copy bytes, start, end, &colon) : nil
        value = min(colon + 1, end)..<end
    }

    private static func name(
        _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ colon: inout Int
    ) -> Name? {
        func has(_ text: StaticString) -> Bool {
            colon = start + text.utf8CodeUnitCount
            guard colon <= end, colon == end || bytes[colon] == UInt8(ascii: ":") else { return false }
            return ByteScan.stands(text, bytes, at: start..<colon)
        }
        switch bytes[start] {
        case UInt8(ascii: "m"): return has("mid") ? .mid : nil
        case UInt8(ascii: "r"):
            return has("rtpmap") ? .rtpmap : has("rtcp") ? .rtcp : has("recvonly") ? .recvonly : nil
        case UInt8(ascii: "s"):
            return has("setup") ? .setup : has("sendrecv") ? .sendrecv : has("sendonly") ? .sendonly : nil
        case UInt8(ascii: "c"): return has("candidate") ? .candidate : has("crypto") ? .crypto : nil
        case UInt8(ascii: "i"):
            return has("ice-ufrag") ? .ufrag : has("ice-pwd") ? .password : has("inactive") ? .inactive : nil
        case UInt8(ascii: "f"): return has("fingerprint") ? .fingerprint : nil
        case UInt8(ascii: "g"): return has("group") ? .group : nil
        case UInt8(ascii: "b"): return has("bundle-only") ? .bundleOnly : nil
        case UInt8(ascii: "e"): return has("end-of-candidates") ? .endOfCandidates : nil
        default: return nil
        }
    }
}

/// The attributes of a section or of the session, as ranges of the text.
struct SectionReader {
    /// The fields of the `m=` line; empty for the session.
    let fields: [Range<Int>]
    private(set) var mid: Range<Int>?
    private(set) var setup: Range<Int>?
    private(set) var ufrag: Range<Int>?
    private(set) var password: Range<Int>?
    private(set) var fingerprints: [Range<Int>] = []
    private(set) var mappings: [Range<Int>] = []
    private(set) var candidates: [Range<Int>] = []
    private(set) var direction: Direction?
    private(set) var isBundleOnly = false
    private(set) var hasCrypto = false
    private(set) var endsCandidates = false
    private var count = 0

    init(fields: [Range<Int>] = []) {
        self.fields = fields
    }

    /// Records `attribute`.
    ///
    /// If it occurs more than once, the first value counts.
    mutating func read(_ attribute: Attribute) {
        count += 1
        guard let name = attribute.name, count <= SDPBlock.attributeLimit else { return }
        let value = attribute.value
        switch name {
        case .mid: mid = mid ?? value
        case .setup: setup = setup ?? value
        case .ufrag: ufrag = ufrag ?? value
        case .password: password = password ?? value
        case .fingerprint: fingerprints.append(value)
        case .rtpmap:
            if mappings.isEmpty { mappings.reserveCapacity(fields.count) }
            mappings.append(value)
        case .candidate: candidates.append(value)
        case .crypto: hasCrypto = true
        case .bundleOnly: isBundleOnly = true
        case .endOfCandidates: endsCandidates = true
        case .sendrecv: read(.sendrecv)
        case .sendonly: read(.sendonly)
        case .recvonly: read(.recvonly)
        case .inactive: read(.inactive)
        case .group, .rtcp: break
        }
    }

    /// If there are several directions, the one that ``MediaDescription/direction`` chooses counts.
    private mutating func read(_ new: Direction) {
        let all = Direction.allCases
        guard let direction, let oldIndex = all.firstIndex(of: direction), let newIndex = all.firstIndex(of: new) else {
            self.direction = new
            return
        }
        if newIndex < oldIndex { self.direction = new }
    }
}
