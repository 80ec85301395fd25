/// The members of one object that say something, found in one pass over it.
struct Members: ~Copyable {
    typealias Role = Spellings.Role

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

        var isEmpty: Bool { start == end }
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private let object: JSONValue
    /// Where the values stand, by role, of which there are nineteen; empty where there is none.
    private let places: InlineArray<19, Place>
    /// Where those of ``Spellings/Role/wrap`` stand, each name once.
    private let wrapPlaces: [(rank: UInt8, place: Range<Int>)]
    /// What the member `type` says; nil where there is none, or an unknown word.
    let word: Spellings.Word?

    init(_ object: JSONValue) {
        self.object = object
        var places = InlineArray<19, Place>(repeating: Place())
        var wrapPlaces: [(rank: UInt8, place: Range<Int>)] = []
        // Thousands of times what the relay passes on.
        let isReadable = object.lastIndex < UInt32.max
        object.forEachMember { name, place in
            guard isReadable, let entry = object.withName(name, Spellings.member) else { return }
            if entry.meaning == .wrap {
                wrapPlaces.removeAll { $0.rank == entry.rank }
                wrapPlaces.append((entry.rank, place))
            } else if entry.rank <= places[entry.meaning.rawValue].rank {
                // Of two with one name the last counts, as for `JSON.parse`.
                places[entry.meaning.rawValue] = Place(place, rank: entry.rank)
            }
        }
        if wrapPlaces.count > 1 { wrapPlaces.sort { $0.rank < $1.rank } }
        self.places = places
        self.wrapPlaces = wrapPlaces
        let type = places[Role.type.rawValue]
        word = type.isEmpty ? nil : object.value(at: type.range).withText(Spellings.word)
    }

    subscript(role: Role) -> JSONValue? {
        let place = places[role.rawValue]
        return place.isEmpty ? nil : object.value(at: place.range)
    }

    /// How the name of the member of `role` is ranked among its spellings.
    func rank(_ role: Role) -> Int? {
        places[role.rawValue].isEmpty ? nil : Int(places[role.rawValue].rank)
    }

    /// What wraps something, in the order of ``Spellings``.
    var wraps: [JSONValue] { wrapPlaces.map { object.value(at: $0.place) } }

    /// The m-line a candidate belongs to: `m0` by index, else the mid; empty where neither is told.
    var section: String {
        if let index = self[.index]?.integer { return "m\(index)" }
        return self[.mid]?.string.map { "mid \($0)" } ?? ""
    }

    /// Whether a candidate's section is told, were it by null.
    var tellsSection: Bool { rank(.mid) != nil || rank(.index) != nil }
}
