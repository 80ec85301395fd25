extension RegularExpression {
    /// The syntax tree of a pattern.
    indirect enum Node {
        case symbol(Symbol)
        case sequence([Node])
        case choice([Node])
        /// A repetition with its minimum and its maximum, which is `nil` if it is unlimited.
        case repeated(Node, Int, Int?)
    }

    /// A syntax error, with the index of the offending scalar in the pattern.
    public struct Fault: Error, Hashable {
        public enum Kind: Hashable, Sendable {
            case tooLarge, tooDeep, nothingToRepeat, openGroup, closedGroup, openClass, emptyClass, lookaround, cut
            case range(String)
            case escape(String)
            case negatedScalar(String)
            case count(String)
        }

        public let offset: Int
        let kind: Kind

        init(offset: Int, _ kind: Kind) {
            self.offset = offset
            self.kind = kind
        }

        public var message: String {
            switch kind {
            case .tooLarge: "this expression has more than \(placeLimit) letters, what is repeated counted each time"
            case .tooDeep: "groups go \(RegularExpression.nestingLimit) deep at the most"
            case .nothingToRepeat: "nothing to repeat here; put \\ in front of the sign to find it"
            case .openGroup: "this ( is not closed; put \\ in front of it to find it"
            case .closedGroup: "this ) closes nothing; put \\ in front of it to find it"
            case .openClass: "this [ is not closed; put \\ in front of it to find it"
            case .emptyClass: "nothing stands between [ and ]"
            case .lookaround: "of groups with ?, only (?: is known"
            case .cut: "nothing follows this \\; write two of them to find one"
            case .range(let text): "'\(Excerpt(text))' is no range of ASCII characters"
            case .escape(let text):
                "'\(Excerpt(text))' is not known; \\d \\w \\s \\D \\W \\S \\t \\n \\r are, and signs"
            case .negatedScalar(let text): "'\(Excerpt(text))' cannot be left out: only ASCII characters can"
            case .count(let text): "'\(Excerpt(text))' is no count of repeats up to \(placeLimit)"
            }
        }
    }

    /// A recursive-descent parser for patterns.
    struct Reader {
        private let scalars: [Unicode.Scalar]
        private var index = 0
        private var depth = 0

        /// Parses a whole pattern.
        static func read(_ scalars: [Unicode.Scalar]) throws(Fault) -> Node {
            var reader = Reader(scalars: scalars)
            let node = try reader.choice()
            guard reader.index == scalars.count else { throw Fault(offset: reader.index, .closedGroup) }
            return node
        }

        private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

        private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

        private mutating func choice() throws(Fault) -> Node {
            var nodes = [try sequence()]
            while next == "|" {
                index += 1
                nodes.append(try sequence())
            }
            return nodes.count == 1 ? nodes[0] : .choice(nodes)
        }

        private mutating func sequence() throws(Fault) -> Node {
            var nodes: [Node] = []
            while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try repeated(try atom(scalar))) }
            return nodes.count == 1 ? nodes[0] : .sequence(nodes)
        }

        private mutating func repeated(_ node: Node) throws(Fault) -> Node {
            let least: Int
            let most: Int?
            switch next {
            case "*": (least, most) = (0, nil)
            case "+": (least, most) = (1, nil)
            case "?": (least, most) = (0, 1)
            case "{":
                guard let count = try count() else { return node }
                (least, most) = count
            default: return node
            }
            index += 1
            // A lazy quantifier matches the same texts.
            if next == "?" { index += 1 }
            return .repeated(node, least, most)
        }

        /// Parses `{2}`, `{2,}` or `{2,5}` up to its closing brace; returns `nil` if the opening brace stands for
        /// itself.
        private mutating func count() throws(Fault) -> (Int, Int?)? {
            guard let end = scalars[index...].firstIndex(of: "}") else { return nil }
            let inside = scalars[(index + 1)..<end]
            let bounds = inside.split(separator: ",", omittingEmptySubsequences: false)
            guard let first = bounds.first, !first.isEmpty, bounds.count <= 2,
                inside.allSatisfy({ ("0"..."9").contains($0) || $0 == "," })
            else { return nil }
            let numbers = bounds.map { Int(String(String.UnicodeScalarView($0))) }
            let isOpen = bounds.count == 2 && bounds[1].isEmpty
            guard let least = numbers[0], least <= placeLimit, isOpen || numbers[numbers.count - 1] ?? -1 >= least,
                isOpen || numbers[numbers.count - 1] ?? .max <= placeLimit
            else { throw Fault(offset: index, .count(text(index..<end + 1))) }
            index = end
            return (least, isOpen ? nil : numbers[numbers.count - 1])
        }

        private mutating func atom(_ scalar: Unicode.Scalar) throws(Fault) -> Node {
            let start = index
            index += 1
            switch scalar {
            case "*", "+", "?": throw Fault(offset: start, .nothingToRepeat)
            case "^": return .symbol(.beginning)
            case "$": return .symbol(.end)
            case ".": return Self.allBut(ByteSet("\r\n".utf8))
            case "(": return try group(start)
            case "[": return try set(start)
            case "\\":
                let (members, isNegated) = try escape(start)
                return isNegated ? Self.allBut(members) : .symbol(.bytes(members))
            default: return Self.literal(scalar)
            }
        }

        private mutating func group(_ start: Int) throws(Fault) -> Node {
            depth += 1
            guard depth <= RegularExpression.nestingLimit else { throw Fault(offset: start, .tooDeep) }
            if next == "?" {
                guard index + 1 < scalars.count, scalars[index + 1] == ":" else {
                    throw Fault(offset: start, .lookaround)
                }
                index += 2
            }
            let node = try choice()
            guard next == ")" else { throw Fault(offset: start, .openGroup) }
            index += 1
            depth -= 1
            return node
        }

        private mutating func set(_ start: Int) throws(Fault) -> Node {
            let isNegated = next == "^"
            if isNegated { index += 1 }
            var members = ByteSet()
            var others: [Node] = []
            let first = index
            while let scalar = next, scalar != "]" {
                let place = index
                index += 1
                if scalar == "\\" {
                    let (escaped, isAllBut) = try escape(place)
                    if isNegated, isAllBut { throw Fault(offset: place, .negatedScalar(text(place..<index))) }
                    members = members | (isAllBut ? ~escaped & Self.ascii : escaped)
                    if isAllBut { others.append(Self.allBut(escaped)) }
                } else if next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
                    let end = scalars[index + 1]
                    guard scalar.isASCII, end.isASCII, scalar <= end, end != "\\" else {
                        throw Fault(offset: place, .range(text(place..<index + 2)))
                    }
                    members = members | ByteSet(UInt8(scalar.value)...UInt8(end.value))
                    index += 2
                } else if scalar.isASCII {
                    members.insert(Int(scalar.value))
                } else if isNegated {
                    throw Fault(offset: place, .negatedScalar(String(Character(scalar))))
                } else {
                    others.append(Self.literal(scalar))
                }
            }
            guard next == "]" else { throw Fault(offset: start, .openClass) }
            guard index > first else { throw Fault(offset: start, .emptyClass) }
            index += 1
            if isNegated { return Self.allBut(Self.folded(members)) }
            return .choice(others + [.symbol(.bytes(Self.folded(members)))])
        }

        /// Parses the escape whose backslash is at `start`: the bytes that it matches, or the ones that it excludes.
        private mutating func escape(_ start: Int) throws(Fault) -> (ByteSet, isNegated: Bool) {
            guard let scalar = next else { throw Fault(offset: start, .cut) }
            index += 1
            switch scalar {
            case "d", "D": return (ByteSet("0123456789".utf8), scalar == "D")
            case "w", "W": return (Self.word, scalar == "W")
            case "s", "S": return (ByteSet(" \t\n\r\u{B}\u{C}".utf8), scalar == "S")
            case "t": return (ByteSet("\t".utf8), false)
            case "n": return (ByteSet("\n".utf8), false)
            case "r": return (ByteSet("\r".utf8), false)
            default:
                guard scalar.isASCII, !Self.word.contains(Int(scalar.value)) || scalar == "_" else {
                    throw Fault(offset: start, .escape(text(start..<index)))
                }
                return (ByteSet(CollectionOfOne(UInt8(scalar.value))), false)
            }
        }

        private func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

        private static let ascii = ByteSet(0...0x7F)
        private static let word = ByteSet("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

        private static func literal(_ scalar: Unicode.Scalar) -> Node {
            if scalar.isASCII { return .symbol(.bytes(folded(ByteSet(CollectionOfOne(UInt8(scalar.value)))))) }
            return .sequence(String(Character(scalar)).utf8.map { .symbol(.bytes(ByteSet(CollectionOfOne($0)))) })
        }

        /// Returns a node for one scalar that is not in `members`: its leading byte and any UTF-8 continuation bytes.
        private static func allBut(_ members: ByteSet) -> Node {
            let leading = ~members & (ascii | ByteSet(0xC0...0xFF))
            return .sequence([.symbol(.bytes(leading)), .repeated(.symbol(.bytes(ByteSet(0x80...0xBF))), 0, nil)])
        }

        private static func folded(_ members: ByteSet) -> ByteSet {
            var folded = members
            for (small, capital) in zip(UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"))
            where members.contains(Int(small)) || members.contains(Int(capital)) {
                folded.insert(Int(small))
                folded.insert(Int(capital))
            }
            return folded
        }
    }
}
