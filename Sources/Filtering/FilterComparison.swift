/// A bound for a size, in bytes, or for a duration, in nanoseconds.
public struct FilterComparison: Hashable, Sendable {
    enum Sign: String, Sendable {
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="
    }

    let sign: Sign
    let amount: Int64

    /// Whether `value` is within.
    func holds(_ value: Int64) -> Bool {
        switch sign {
        case .less: value < amount
        case .atMost: value <= amount
        case .more: value > amount
        case .atLeast: value >= amount
        }
    }

    /// The bytes that `text` says: `200`, `1k`, `1.5M`, by thousands; `nil` if it is none.
    static func bytes(_ text: String) -> Int64? {
        amount(text, ["": 1, "k": 1e3, "K": 1e3, "M": 1e6])
    }

    /// The nanoseconds that `text` says: `100ms`, `1.5s`, `5m`, `1h`; `nil` if it is none, or has no unit.
    static func nanoseconds(_ text: String) -> Int64? {
        amount(text, ["ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9])
    }

    private static func amount(_ text: String, _ units: [String: Double]) -> Int64? {
        let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        guard let first = digits.first, first != ".", digits.last != ".", let number = Double(digits),
            let unit = units[String(text[digits.endIndex...])], number * unit < 9e18
        else { return nil }
        return Int64((number * unit).rounded())
    }
}
