/// What several servers took for the same, in rounds, and how that is to what the last of them took.
struct Comparison: Equatable, Sendable {
    /// The servers' names, in order; the last is what the others are measured against.
    let servers: [String]
    /// Of each server, in each round: the scenarios by name, each with its figures.
    private(set) var rounds: [[[Scenario]]]

    /// A scenario's name and its figures.
    struct Scenario: Equatable, Sendable {
        let name: String
        let figures: [Figure]
    }

    init(servers: [String]) {
        self.servers = servers
        rounds = servers.map { _ in [] }
    }

    /// Adds what a server, by its place, took in one more round.
    mutating func add(_ scenarios: [Scenario], of server: Int) {
        guard rounds.indices.contains(server) else { return }
        rounds[server].append(scenarios)
    }

    /// A row for each figure: the median of the rounds, and beside it the median of the rounds' ratios to the last.
    var table: Table {
        var table = Table(rows: [[""] + servers.flatMap { [$0, "ratio"] }.dropLast()])
        for (index, scenario) in (rounds.last?.first ?? []).enumerated() {
            table.rows.append([scenario.name])
            for (place, figure) in scenario.figures.enumerated() {
                let values = rounds.map { $0.map { Self.value($0, index, place) } }
                let last = values.last ?? []
                var row = ["  " + figure.name + (figure.unit.name.isEmpty ? "" : ", " + figure.unit.name)]
                for (server, own) in values.enumerated() {
                    row.append(Self.median(own.compactMap { $0 }).map { Figure.text($0) } ?? "-")
                    guard server < values.count - 1 else { break }
                    row.append(Self.median(zip(own, last).compactMap(Self.ratio)).map(Self.ratioText) ?? "-")
                }
                table.rows.append(row)
            }
        }
        return table
    }

    private static func value(_ round: [Scenario], _ scenario: Int, _ figure: Int) -> Double? {
        guard round.indices.contains(scenario), round[scenario].figures.indices.contains(figure) else { return nil }
        return round[scenario].figures[figure].value
    }

    private static func ratio(_ own: Double?, _ other: Double?) -> Double? {
        guard let own, let other, other > 0 else { return nil }
        return own / other
    }

    /// The middle one, or the mean of the two in the middle; nil of none.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private static func ratioText(_ ratio: Double) -> String { "×" + Figure.text(ratio) }
}
