/// A measured value with its name and unit.
struct Figure: Equatable, Sendable {
    /// The unit of a value.
    enum Unit: Equatable, Sendable {
        case perSecond, milliseconds, microseconds, kibibytes, percent, count

        var name: String {
            switch self {
            case .perSecond: "/s"
            case .milliseconds: "ms"
            case .microseconds: "µs"
            case .kibibytes: "KiB"
            case .percent: "%"
            case .count: ""
            }
        }
    }

    let name: String
    let value: Double
    let unit: Unit

    init(_ name: String, _ value: Double, _ unit: Unit) {
        self.name = name
        self.value = value
        self.unit = unit
    }

    /// The value with three significant digits, or all digits of its integer part: `8.91`, `61,234`.
    var text: String { Self.text(value, isCount: unit == .count) }

    static func text(_ value: Double, isCount: Bool = false) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "-" }
        let decimals = isCount ? 0 : abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
        let scale = [1, 10, 100][decimals]
        let scaled = Int((abs(value) * Double(scale)).rounded())
        var whole = "\(scaled / scale)"
        var groups: [String] = []
        while whole.count > 3 {
            groups.insert(String(whole.suffix(3)), at: 0)
            whole.removeLast(3)
        }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + ([whole] + groups).joined(separator: ",") }
        let rest = "\(scaled % scale)"
        return sign + whole + "." + String(repeating: "0", count: decimals - rest.count) + rest
    }
}

extension [Figure] {
    /// A line per figure.
    var text: String { Table(rows: map { ["  " + $0.name, $0.text, $0.unit.name] }).text }
}

/// A text table whose first column is left-aligned and whose other columns are right-aligned.
struct Table: Equatable, Sendable {
    var rows: [[String]] = []

    /// A line per row, without trailing spaces.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 ? cell + space : "  " + space + cell
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
