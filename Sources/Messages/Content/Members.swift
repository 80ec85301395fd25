import Text

/// The members of an object that have a role in signaling, found in a single pass.
struct Members: ~Copyable {
    typealias Role = FieldNames.Role

    /// The range of a value in 12 bytes, as most of the many places are empty.
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

    /// The number of roles that fit.
    static var capacity: Int { Places.count }

    private let bytes: [UInt8]
    /// The range of the object.
    private let range: Range<Int>
    /// The ranges of the values by role; empty for roles that are missing.
    private let places: Places
    /// The roles that are present, a bit each.
    ///
    /// Accessing ``places`` for the many others would copy the array.
    private let roles: UInt32
    /// The ranges of the members of ``FieldNames/Role/wrap``, each name once.
    private let wrapPlaces: [(rank: UInt8, place: Range<Int>)]
    /// The meaning of the member `type`; `nil` if it is missing or unknown.
    let word: FieldNames.Word?

    /// Finds the members of `object`, with the state of an earlier `scan` of its text; `nil` if it is not an object.
    init?(_ object: JSONValue, _ scan: inout JSONScanner.State) {
        self.init(object.bytes, from: object.range.lowerBound, &scan)
    }

    /// Finds the members of the object that begins at `start`; `nil` if there is none (RFC 8259).
    init?(_ bytes: [UInt8], from start: Int, _ scan: inout JSONScanner.State) {
        var places = Places(repeating: Place())
        var roles: UInt32 = 0
        var wrapPlaces: [(rank: UInt8, place: Range<Int>)] = []
        // Thousands of times the size of a message that the relay forwards.
        guard bytes.count < UInt32.max else { return nil }
        let end = JSONScanner.endOfObject(bytes.span, from: start, &scan) { name, place in
            guard let entry = JSONString.withName(bytes.span.extracting(name), FieldNames.member) else { return }
            if entry.meaning == .wrap {
                wrapPlaces.removeAll { $0.rank == entry.rank }
                wrapPlaces.append((entry.rank, place))
            } else if entry.rank <= places[entry.meaning.rawValue].rank {
                // If a name occurs twice, the last one counts, as in `JSON.parse`.
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

    /// Whether the object is all of its text.
    var isWholeText: Bool { JSONScanner.skipSpace(bytes.span, from: range.upperBound) == bytes.count }

    subscript(role: Role) -> JSONValue? {
        has(role) ? JSONValue(bytes, at: places[role.rawValue].range) : nil
    }

    /// Returns the rank of the member's name among the names of `role`; `nil` if there is none.
    func rank(_ role: Role) -> Int? {
        has(role) ? Int(places[role.rawValue].rank) : nil
    }

    /// Whether there is a member of `role`.
    func has(_ role: Role) -> Bool { roles & 1 << UInt32(role.rawValue) != 0 }

    /// The number of members that may contain an inner message.
    var wrapCount: Int { wrapPlaces.count }

    /// Returns the value at `index` of those that may contain an inner message, in the order of ``FieldNames``, and the
    /// rank of its name.
    func wrap(_ index: Int) -> (rank: Int, value: JSONValue) {
        (Int(wrapPlaces[index].rank), JSONValue(bytes, at: wrapPlaces[index].place))
    }

    /// The target that these members name for a candidate among them.
    var section: CandidateTarget {
        CandidateTarget(
            mid: self[.mid]?.string, index: self[.index]?.integer, usernameFragment: self[.usernameFragment]?.string)
    }

    /// Whether there is a member for the section of a candidate, even if it is null.
    var hasSection: Bool { has(.mid) || has(.index) }
}
