/// The box-drawing characters of a canvas as one path, so that lines join in any font.
///
/// ```
/// ─ │ ┬ ┴ ┼ ├ ┤    ═ ╞ ╡ ╪
/// ```
struct BoxDrawing {
    /// The edges of its cell that a box-drawing character reaches.
    struct Arms: OptionSet {
        let rawValue: UInt8

        static let left = Arms(rawValue: 1)
        static let right = Arms(rawValue: 2)
        static let up = Arms(rawValue: 4)
        static let down = Arms(rawValue: 8)
        /// Whether the horizontal line is doubled.
        static let double = Arms(rawValue: 16)
    }

    /// Returns the arms of `scalar`; `nil` if it is not a supported box-drawing character.
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

    /// A straight line, by its start and its length.
    private struct Segment {
        var x: Double
        var y: Double
        var length: Double
    }

    private let width: Double
    private let height: Double
    private var horizontal: [Segment] = []
    /// The vertical segments by column.
    private var vertical: [Int: [Segment]] = [:]

    /// Creates an empty path for cells of the given size in pixels.
    init(width: Double, height: Double) {
        (self.width, self.height) = (width, height)
    }

    /// Adds a character.
    ///
    /// Characters must be added row by row, from left to right.
    mutating func add(_ arms: Arms, row: Int, column: Int) {
        let (x, y) = (Double(column) * width, Double(row) * height)
        if !arms.isDisjoint(with: [.left, .right]) {
            let start = arms.contains(.left) ? x : x + width / 2
            let end = arms.contains(.right) ? x + width : x + width / 2
            for offset in arms.contains(.double) ? [-1.5, 1.5] : [0] {
                addHorizontal(from: start, to: end, y: y + height / 2 + offset)
            }
        }
        if !arms.isDisjoint(with: [.up, .down]) {
            let start = arms.contains(.up) ? y : y + height / 2
            let end = arms.contains(.down) ? y + height : y + height / 2
            addVertical(from: start, to: end, x: x + width / 2, column: column)
        }
    }

    private mutating func addHorizontal(from start: Double, to end: Double, y: Double) {
        // The last two segments, as both halves of a double line are added in turn.
        for index in horizontal.indices.suffix(2)
        where horizontal[index].y == y && abs(horizontal[index].x + horizontal[index].length - start) < 0.01 {
            horizontal[index].length = end - horizontal[index].x
            return
        }
        horizontal.append(Segment(x: start, y: y, length: end - start))
    }

    private mutating func addVertical(from start: Double, to end: Double, x: Double, column: Int) {
        var segments = vertical[column, default: []]
        if let last = segments.last, abs(last.y + last.length - start) < 0.01 {
            segments[segments.count - 1].length = end - last.y
        } else {
            segments.append(Segment(x: x, y: start, length: end - start))
        }
        vertical[column] = segments
    }

    /// The path data of all segments.
    var path: String {
        let number = Markup.length
        let sorted = vertical.sorted { $0.key < $1.key }.flatMap(\.value)
        return
            (horizontal.map { "M\(number($0.x)) \(number($0.y))h\(number($0.length))" }
            + sorted.map { "M\(number($0.x)) \(number($0.y))v\(number($0.length))" }).joined()
    }
}
