/// One thing that was measured.
struct Figure: Equatable, Sendable {
    /// What the value counts.
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

    /// The value with three digits that say something, or all those of a whole number: `8.91`, `61,234`.
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
    /// A line for each.
    var text: String { Table(rows: map { ["  " + $0.name, $0.text, $0.unit.name] }).text }
}
