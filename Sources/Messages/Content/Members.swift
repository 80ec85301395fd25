import Text

/// The members of one object that say something, found in one pass over it.
struct Members: ~Copyable {
    typealias Role = FieldNames.Role

    /// Where a value stands, in few bytes: there are many, and most are empty.
    private struct Place {
        private var start: UInt32 = 0
        private var end: UInt32 = 0
        var rank = UInt8.max

        init() {}

        init(_ range: Range<Int>, rank: UInt8) {
            start = UInt32(range.lowerBound)
            end = UInt32(range.upperBound)
            self.rank = rank
        }

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private typealias Places = InlineArray<20, Place>

    /// The number of roles that there is room for.
    static var capacity: Int { Places.count }

    private let bytes: [UInt8]
    /// Where the object itself stands.
    private let range: Range<Int>
    /// Where the values stand, by role; empty if there is none.
    private let places: Places
    /// Which roles there are, a bit each: most are not, and to look into the array copies it.
    private let roles: UInt32
    /// Where those of ``FieldNames/Role/wrap`` stand, each name once.
    private let wrapPlaces: [(rank: UInt8, place: Range<Int>)]
    /// What the member `type` says; `nil` if there is none, or an unknown word.
    let word: FieldNames.Word?

    /// The members of `object`, of a text whose `longest` string may be known; `nil` if it is none.
    init?(_ object: JSONValue, _ scan: inout JSONScanner.State) {
        self.init(object.bytes, from: object.range.lowerBound, &scan)
    }

    /// The members of the object that begins at `start` of `bytes`; `nil` if there is none (RFC 8259).
    init?(_ bytes: [UInt8], from start: Int, _ scan: inout JSONScanner.State) {
        var places = Places(repeating: Place())
        var roles: UInt32 = 0
        var wrapPlaces: [(rank: UInt8, place: Range<Int>)] = []
        // Thousands of times what the relay passes on.
        guard bytes.count < UInt32.max else { return nil }
        let end = JSONScanner.endOfObject(bytes.span, from: start, &scan) { name, place in
            guard let entry = JSONString.withName(bytes.span.extracting(name), FieldNames.member) else { return }
            if entry.meaning == .wrap {
                wrapPlaces.removeAll { $0.rank == entry.rank }
                wrapPlaces.append((entry.rank, place))
            } else if entry.rank <= places[entry.meaning.rawValue].rank {
                // Of two with one name the last counts, as for `JSON.parse`.
                places[entry.meaning.rawValue] = Place(place, rank: entry.rank)
                roles |= 1 << UInt32(entry.meaning.rawValue)
            }
        }
        guard let end else { return nil }
        if wrapPlaces.count > 1 { wrapPlaces.sort { $0.rank < $1.rank } }
        self.bytes = bytes
        range = start..<end
        self.places = places
        self.roles = roles
        self.wrapPlaces = wrapPlaces
        let type = places[Role.type.rawValue]
        word = roles & 1 == 0 ? nil : JSONValue(bytes, at: type.range).withText(FieldNames.word)
    }

    /// The object itself.
    var object: JSONValue { JSONValue(bytes, at: range) }

    /// Whether it is all there is in its text.
    var isWholeText: Bool { JSONScanner.skipSpace(bytes.span, from: range.upperBound) == bytes.count }

    subscript(role: Role) -> JSONValue? {
        has(role) ? JSONValue(bytes, at: places[role.rawValue].range) : nil
    }

    /// How the name of the member of `role` is ranked among its spellings; `nil` if there is none.
    func rank(_ role: Role) -> Int? {
        has(role) ? Int(places[role.rawValue].rank) : nil
    }

    /// Whether there is a member of `role`.
    func has(_ role: Role) -> Bool { roles & 1 << UInt32(role.rawValue) != 0 }

    /// How many members wrap something.
    var wrapCount: Int { wrapPlaces.count }

    /// What wraps something, in the order of ``FieldNames``, with the rank of its name there.
    func wrap(_ index: Int) -> (rank: Int, value: JSONValue) {
        (Int(wrapPlaces[index].rank), JSONValue(bytes, at: wrapPlaces[index].place))
    }

    /// Where a candidate among these belongs.
    var section: CandidateTarget {
        CandidateTarget(
            mid: self[.mid]?.string, index: self[.index]?.integer, usernameFragment: self[.usernameFragment]?.string)
    }

    /// Whether a candidate's section is told, were it by null.
    var tellsSection: Bool { has(.mid) || has(.index) }
}
