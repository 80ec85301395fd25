/// An attribute line that terms are made of: which it is, and where in the text its value stands.
struct Attribute {
    /// The attributes that commit to something; the others are passed over.
    enum Name: String, CaseIterable {
        case mid, setup, fingerprint, rtpmap, candidate, crypto, group, rtcp
        case ufrag = "ice-ufrag"
        case password = "ice-pwd"
        case sendrecv, sendonly, recvonly, inactive
        case endOfCandidates = "end-of-candidates"
        case bundleOnly = "bundle-only"

        /// Whether it may not change without a new version (RFC 8840 §4).
        var isSettled: Bool { self != .candidate && self != .endOfCandidates && self != .rtcp }
    }

    /// nil for one that commits to nothing.
    let name: Name?
    let value: Range<Int>

    /// The attribute whose name begins at `start`, in a line that ends at `end`.
    init(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        var colon = start
        while colon < end, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        value = min(colon + 1, end)..<end
        name = colon > start ? Self.name(bytes, start, colon) : nil
    }

    private static func name(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Name? {
        let name: Name
        switch (end - start, bytes[start]) {
        case (3, UInt8(ascii: "m")): name = .mid
        case (4, UInt8(ascii: "r")): name = .rtcp
        case (5, UInt8(ascii: "s")): name = .setup
        case (5, UInt8(ascii: "g")): name = .group
        case (6, UInt8(ascii: "r")): name = .rtpmap
        case (6, UInt8(ascii: "c")): name = .crypto
        case (7, UInt8(ascii: "i")): name = .password
        case (8, UInt8(ascii: "s")): name = bytes[start + 4] == UInt8(ascii: "r") ? .sendrecv : .sendonly
        case (8, UInt8(ascii: "r")): name = .recvonly
        case (8, UInt8(ascii: "i")): name = .inactive
        case (9, UInt8(ascii: "i")): name = .ufrag
        case (9, UInt8(ascii: "c")): name = .candidate
        case (11, UInt8(ascii: "f")): name = .fingerprint
        case (11, UInt8(ascii: "b")): name = .bundleOnly
        case (17, UInt8(ascii: "e")): name = .endOfCandidates
        default: return nil
        }
        var index = start
        for byte in name.rawValue.utf8 {
            guard bytes[index] == byte else { return nil }
            index += 1
        }
        return name
    }
}

/// What stands in one section, or in the session, by where it stands in the text.
struct SectionReader {
    /// The fields of its `m=` line; none for the session.
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

    /// Keeps `attribute`; where it stands more than once, the first counts.
    mutating func read(_ attribute: Attribute) {
        count += 1
        guard let name = attribute.name, count <= Level.attributeLimit else { return }
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

    /// Of several, the one that ``MediaDescription/direction`` takes.
    private mutating func read(_ said: Direction) {
        let all = Direction.allCases
        guard let direction, let old = all.firstIndex(of: direction), let new = all.firstIndex(of: said) else {
            self.direction = said
            return
        }
        if new < old { self.direction = said }
    }
}
