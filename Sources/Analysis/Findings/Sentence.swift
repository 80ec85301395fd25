public import Events

/// A sentence that names peers and entries: what they are called is known only where it is read.
///
/// ```swift
/// Sentence("\(peer: alice) answered \(entry: 7), which was not offered")
/// ```
/// It may hold words that a peer chose, so it is made printable when it is drawn.
public struct Sentence: Hashable, Sendable, ExpressibleByStringInterpolation {
    fileprivate enum Piece: Hashable, Sendable {
        case text(String)
        case peer(PeerID)
        case entry(Int)
    }

    private let pieces: [Piece]

    /// A sentence without peers and entries.
    public init(stringLiteral value: String) {
        pieces = [.text(value)]
    }

    /// A sentence of the pieces that an interpolation has collected.
    public init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    static func + (left: Sentence, right: Sentence) -> Sentence { Sentence(pieces: left.pieces + right.pieces) }

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// The sentence with each peer by what `label` calls it, and each entry by its number: `#7`.
    public func words(_ label: (PeerID) -> String = \.description) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .peer(let peer): label(peer)
            case .entry(let number): "#\(number)"
            }
        }.joined()
    }

    /// Collects the pieces.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        /// An interpolation without pieces.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends text of the sentence itself.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.text(literal)) }
        }

        /// Appends a peer, to be shown by its label.
        public mutating func appendInterpolation(peer: PeerID) { pieces.append(.peer(peer)) }

        /// Appends an entry, shown as `#7`.
        public mutating func appendInterpolation(entry: Int) { pieces.append(.entry(entry)) }

        /// Appends a text.
        public mutating func appendInterpolation(_ text: String) { pieces.append(.text(text)) }

        /// Appends a number.
        public mutating func appendInterpolation(_ number: Int) { pieces.append(.text(String(number))) }
    }
}
