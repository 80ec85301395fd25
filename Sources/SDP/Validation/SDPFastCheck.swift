/// Whether a description is without fault, told line by line as it is read: almost all are.
///
/// It never passes what ``SDPValidator`` has anything to say of. What it does not pass, such as a text with a backslash,
/// may be faultless all the same.
struct SDPFastCheck {
    /// The places of types in their order (RFC 8866 §5) by letter, 1 for the first; 0 is none.
    private struct Places {
        private let places: [UInt8]

        init(_ order: [String]) {
            var places = [UInt8](repeating: 0, count: 256)
            for (place, types) in order.enumerated() {
                for type in types.utf8 { places[Int(type)] = UInt8(place + 1) }
            }
            self.places = places
        }

        subscript(type: UInt8) -> UInt8 { places[Int(type)] }
    }

    private static let session = Places(["v", "o", "s", "i", "u", "e", "p", "c", "b", "trz", "k", "a"])
    private static let section = Places(["m", "i", "c", "b", "k", "a"])
    private static let required: UInt32 = bit("o") | bit("s") | bit("t")
    private static let single: UInt32 = bit("v") | bit("o") | bit("s") | bit("i") | bit("u") | bit("k")

    private static func bit(_ type: Unicode.Scalar) -> UInt32 { 1 << (type.value & 31) }

    /// Whether there was anything that may be wrong.
    private var isDoubtful = false
    private var places = session
    private var previous: UInt8 = 0
    private var seen: UInt32 = 0
    private var isSection = false
    private var hasConnection = false
    private var sessionHasConnection = false

    /// Whether nothing is wrong with the lines that were read, for certain.
    var isCertain: Bool { !isDoubtful && ends }

    /// That of a section by itself, whose `m=` line is where it may be.
    static var inSection: SDPFastCheck {
        var section = SDPFastCheck()
        (section.isSection, section.hasConnection) = (true, true)
        return section
    }

    /// Takes in a section that was read by itself, and follows what was read.
    mutating func add(_ section: SDPFastCheck) {
        isDoubtful = isDoubtful || section.isDoubtful || !ends
        (isSection, hasConnection) = (true, section.hasConnection)
    }

    /// Reads the line from `start` to `end`, which ends as it should where it `isPlain`.
    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, isPlain: Bool) {
        guard !isDoubtful else { return }
        isDoubtful = !isPlain || !passes(bytes, start, end)
    }

    /// Whether the text may end here.
    private var ends: Bool {
        isSection ? hasConnection || sessionHasConnection : seen & Self.required == Self.required
    }

    /// Whether the line from `start` to `end` is right, and in its place.
    private mutating func passes(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start >= 2, bytes[start + 1] == UInt8(ascii: "=") else { return false }
        let type = bytes[start]
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(type) else { return false }
        let value = start + 2
        if value < end, bytes[value] == UInt8(ascii: " "), type != UInt8(ascii: "s") { return false }
        guard isInPlace(type) else { return false }
        switch type {
        case UInt8(ascii: "a"): return value < end && bytes[value] != UInt8(ascii: ":")
        case UInt8(ascii: "v"): return value + 1 == end && bytes[value] == UInt8(ascii: "0")
        case UInt8(ascii: "o"): return Words(bytes, value, end) { $0 == 1 || $0 == 2 }.count == 6
        case UInt8(ascii: "t"): return Words(bytes, value, end) { $0 < 2 }.count == 2
        case UInt8(ascii: "c"): return Words(bytes, value, end) { _ in false }.count == 3
        case UInt8(ascii: "m"): return isMedia(bytes, value, end)
        default: return true
        }
    }

    private mutating func isInPlace(_ type: UInt8) -> Bool {
        let bit = UInt32(1) << UInt32(type & 31)
        if type == UInt8(ascii: "m") {
            guard ends else { return false }
            (places, isSection, hasConnection, seen) = (Self.section, true, false, 0)
            previous = 1
            return true
        }
        let place = places[type]
        guard place > 0, place >= previous else { return false }
        let isConnection = type == UInt8(ascii: "c")
        if seen & bit != 0, Self.single & bit != 0 || isConnection && !isSection { return false }
        // At session level, v is first, and o and s come before whatever is not them.
        if !isSection {
            let before: UInt32 =
                place > Self.session[UInt8(ascii: "t")]
                ? Self.required : place > 3 ? Self.bit("o") | Self.bit("s") : place == 3 ? Self.bit("o") : 0
            guard seen & before == before, place == 1 || seen & Self.bit("v") != 0 else { return false }
        }
        seen |= bit
        previous = place
        if isConnection {
            hasConnection = true
            if !isSection { sessionHasConnection = true }
        }
        return true
    }

    private func isMedia(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let words = Words(bytes, start, end) { _ in false }
        guard words.count >= 4 else { return false }
        var port = 0
        var index = words.second
        while index < end, bytes[index] != UInt8(ascii: " "), bytes[index] != UInt8(ascii: "/") {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]), port <= 65535 else { return false }
            port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        return index > words.second && port <= 65535
    }

    /// The words between spaces: how many, and where the second begins; none if one is no number but should be.
    private struct Words {
        private(set) var count = 0
        private(set) var second = 0

        init(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, isNumber: (Int) -> Bool) {
            var index = start
            while index < end {
                guard bytes[index] != UInt8(ascii: " ") else {
                    index += 1
                    continue
                }
                if count == 1 { second = index }
                let mustBeNumber = isNumber(count)
                while index < end, bytes[index] != UInt8(ascii: " ") {
                    if mustBeNumber, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
                        count = 0
                        return
                    }
                    index += 1
                }
                count += 1
            }
        }
    }
}
