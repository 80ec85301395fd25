public import Events

/// A sentence that refers to peers and entries; the names of peers are inserted when it is displayed.
///
/// ```swift
/// Sentence("\(peer: alice) answered \(entry: 7), which was not offered")
/// ```
/// It may contain text that a peer chose, so it is made printable when it is drawn.
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

    /// A sentence from an interpolated string.
    public init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    package static func + (left: Sentence, right: Sentence) -> Sentence { Sentence(pieces: left.pieces + right.pieces) }

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// The text, with peers as `label` names them and entries by number: `#7`.
    public func text(_ label: (PeerID) -> String = \.description) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .peer(let peer): label(peer)
            case .entry(let number): "#\(number)"
            }
        }.joined()
    }

    /// Collects the pieces of an interpolated string.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        /// Creates an interpolation without pieces.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends a literal part of the sentence.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.text(literal)) }
        }

        /// Appends a peer, which is shown by its label.
        public mutating func appendInterpolation(peer: PeerID) { pieces.append(.peer(peer)) }

        /// Appends an entry, which is shown as `#7`.
        public mutating func appendInterpolation(entry: Int) { pieces.append(.entry(entry)) }

        /// Appends a sentence.
        package mutating func appendInterpolation(_ sentence: Sentence) { pieces += sentence.pieces }

        /// Appends a text.
        public mutating func appendInterpolation(_ text: String) { pieces.append(.text(text)) }

        /// Appends a number.
        public mutating func appendInterpolation(_ number: Int) { pieces.append(.text(String(number))) }
    }
}
