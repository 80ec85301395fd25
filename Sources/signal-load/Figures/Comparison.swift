/// The figures of several servers in the same scenarios, over several rounds, compared with the last server.
struct Comparison: Equatable, Sendable {
    /// The names of the servers; the last is the reference.
    let servers: [String]
    /// The scenarios of each round of each server.
    private(set) var rounds: [[[Scenario]]]

    /// The name of a scenario and its figures.
    struct Scenario: Equatable, Sendable {
        let name: String
        let figures: [Figure]
    }

    init(servers: [String]) {
        self.servers = servers
        rounds = servers.map { _ in [] }
    }

    /// Adds the results of a round of the server with index `server`.
    mutating func add(_ scenarios: [Scenario], of server: Int) {
        guard rounds.indices.contains(server) else { return }
        rounds[server].append(scenarios)
    }

    /// A row per figure, with the median of the rounds and the median of the ratios to the reference for each server.
    var table: Table {
        var table = Table(rows: [[""] + servers.flatMap { [$0, "ratio"] }.dropLast()])
        for (index, scenario) in (rounds.last?.first ?? []).enumerated() {
            table.rows.append([scenario.name])
            for (place, figure) in scenario.figures.enumerated() {
                var row = ["  " + figure.name + (figure.unit.name.isEmpty ? "" : ", " + figure.unit.name)]
                for server in servers.indices {
                    row.append(value(server, index, place).map { Figure.text($0) } ?? "-")
                    guard server < servers.count - 1 else { break }
                    row.append(ratio(server, index, place).map(Self.ratioText) ?? "-")
                }
                table.rows.append(row)
            }
        }
        return table
    }

    /// Returns the median of a figure of a server; `nil` if it was not measured.
    func value(_ server: Int, _ scenario: Int, _ figure: Int) -> Double? {
        Self.median(rounds[server].compactMap { Self.value($0, scenario, figure) })
    }

    /// Returns the median of the ratios of a figure to that of the last server in the same round; `nil` if there are none.
    func ratio(_ server: Int, _ scenario: Int, _ figure: Int) -> Double? {
        let pairs = zip(rounds[server], rounds.last ?? []).map { own, last in
            (Self.value(own, scenario, figure), Self.value(last, scenario, figure))
        }
        return Self.median(pairs.compactMap(Self.ratio))
    }

    private static func value(_ round: [Scenario], _ scenario: Int, _ figure: Int) -> Double? {
        guard round.indices.contains(scenario), round[scenario].figures.indices.contains(figure) else { return nil }
        return round[scenario].figures[figure].value
    }

    private static func ratio(_ own: Double?, _ other: Double?) -> Double? {
        guard let own, let other, other > 0 else { return nil }
        return own / other
    }

    /// Returns the median; `nil` if there are no values.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private static func ratioText(_ ratio: Double) -> String { "×" + Figure.text(ratio) }
}
