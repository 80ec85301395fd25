/// The lines of a canvas as paths: drawn, they join whatever font shows the rest.
///
/// ```
/// ─ │ ┬ ┴ ┼ ├ ┤    ═ ╞ ╡ ╪
/// ```
struct BoxDrawing {
    /// To which edges of its cell a sign reaches.
    struct Arms: OptionSet {
        let rawValue: UInt8

        static let left = Arms(rawValue: 1)
        static let right = Arms(rawValue: 2)
        static let up = Arms(rawValue: 4)
        static let down = Arms(rawValue: 8)
        /// Whether the lines to left and right are two.
        static let double = Arms(rawValue: 16)
    }

    /// Those of `scalar`; `nil` if it is no line.
    static func arms(_ scalar: Unicode.Scalar) -> Arms? {
        switch scalar {
        case "─": [.left, .right]
        case "│": [.up, .down]
        case "┬": [.left, .right, .down]
        case "┴": [.left, .right, .up]
        case "┼": [.left, .right, .up, .down]
        case "├": [.right, .up, .down]
        case "┤": [.left, .up, .down]
        case "═": [.left, .right, .double]
        case "╞": [.right, .up, .down, .double]
        case "╡": [.left, .up, .down, .double]
        case "╪": [.left, .right, .up, .down, .double]
        default: nil
        }
    }

    /// A straight piece: where it begins and how long it is.
    private struct Piece {
        var x: Double
        var y: Double
        var length: Double
    }

    private let width: Double
    private let height: Double
    private var across: [Piece] = []
    private var down: [Int: [Piece]] = [:]

    /// Lines of cells of so many pixels.
    init(width: Double, height: Double) {
        (self.width, self.height) = (width, height)
    }

    /// Takes in a sign, those of a row from left to right and the rows from top to bottom.
    mutating func add(_ arms: Arms, row: Int, column: Int) {
        let (x, y) = (Double(column) * width, Double(row) * height)
        if !arms.isDisjoint(with: [.left, .right]) {
            let start = arms.contains(.left) ? x : x + width / 2
            let end = arms.contains(.right) ? x + width : x + width / 2
            for offset in arms.contains(.double) ? [-1.5, 1.5] : [0] { addAcross(start, y + height / 2 + offset, end) }
        }
        if !arms.isDisjoint(with: [.up, .down]) {
            let start = arms.contains(.up) ? y : y + height / 2
            let end = arms.contains(.down) ? y + height : y + height / 2
            addDown(column, x + width / 2, start, end)
        }
    }

    private mutating func addAcross(_ start: Double, _ y: Double, _ end: Double) {
        // Of a double line the other half was added last.
        for index in across.indices.suffix(2)
        where across[index].y == y && abs(across[index].x + across[index].length - start) < 0.01 {
            across[index].length = end - across[index].x
            return
        }
        across.append(Piece(x: start, y: y, length: end - start))
    }

    private mutating func addDown(_ column: Int, _ x: Double, _ start: Double, _ end: Double) {
        var pieces = down[column, default: []]
        if let last = pieces.last, abs(last.y + last.length - start) < 0.01 {
            pieces[pieces.count - 1].length = end - last.y
        } else {
            pieces.append(Piece(x: x, y: start, length: end - start))
        }
        down[column] = pieces
    }

    /// The data of a path of all of them.
    var path: String {
        let number = Markup.length
        let vertical = down.sorted { $0.key < $1.key }.flatMap(\.value)
        return
            (across.map { "M\(number($0.x)) \(number($0.y))h\(number($0.length))" }
            + vertical.map { "M\(number($0.x)) \(number($0.y))v\(number($0.length))" }).joined()
    }
}
