/// The maximum of a figure of a server: a threshold that `compare` reports about, and that fails nothing.
///
/// ```
/// budget                                  limit  found
/// relay pairs, processor per delivery     ×0.40  ×0.41  over
/// relay idle, memory per connection, KiB  4.00   2.81   within
/// ```
struct Budget: Equatable, Sendable {
    /// The limited quantity: the value in the figure's unit, or its ratio to that of the last server.
    enum Limit: Equatable, Sendable {
        case value(Double)
        case ratio(Double)

        func text(_ number: Double) -> String {
            if case .ratio = self { "×" + Figure.text(number) } else { Figure.text(number) }
        }

        var maximum: Double {
            switch self {
            case .value(let maximum), .ratio(let maximum): maximum
            }
        }
    }

    /// The name of the server: `relay`, `console` or `recorded` in `make bench`.
    let server: String
    let scenario: ScenarioName
    /// The name of the figure, without indentation.
    let figure: String
    let limit: Limit

    /// The budgets of this project's relay, alone and with its console, relative to Node's `ws`.
    static let all = [
        Budget(server: "relay", scenario: .idle, figure: "memory per connection", limit: .value(4)),
        Budget(server: "relay", scenario: .churn, figure: "processor per connection", limit: .ratio(0.7)),
        Budget(server: "relay", scenario: .fanOut, figure: "processor per delivery", limit: .ratio(1)),
        Budget(server: "relay", scenario: .steady, figure: "processor per delivery", limit: .ratio(0.6)),
        Budget(server: "console", scenario: .steady, figure: "processor per delivery", limit: .ratio(1)),
        Budget(server: "recorded", scenario: .steady, figure: "processor per delivery", limit: .ratio(1.25)),
        Budget(server: "relay", scenario: .pairs, figure: "processor per delivery", limit: .ratio(0.4)),
        Budget(server: "relay", scenario: .pairs, figure: "its event loop alone", limit: .ratio(0.4)),
    ]
}

extension Comparison {
    /// A row for each budget whose server and scenario were measured, with the medians of the rounds; `not measured` if it has
    /// no such figure.
    func report(_ budgets: [Budget]) -> Table {
        let rows = budgets.compactMap { budget -> [String]? in
            guard let server = servers.firstIndex(of: budget.server),
                let scenario = rounds.last?.first?.firstIndex(where: { $0.name == budget.scenario.rawValue })
            else { return nil }
            let figures = rounds.last?.first?[scenario].figures ?? []
            let place = figures.firstIndex { $0.name.drop { $0 == " " } == budget.figure }
            let found = place.flatMap { place in
                switch budget.limit {
                case .value: value(server, scenario, place)
                case .ratio: ratio(server, scenario, place)
                }
            }
            let unit = if case .value = budget.limit { place.map { ", " + figures[$0].unit.name } ?? "" } else { "" }
            let name = "\(budget.server) \(budget.scenario.rawValue), \(budget.figure)\(unit)"
            let limit = budget.limit.text(budget.limit.maximum)
            guard let found else { return [name, limit, "-", "not measured"] }
            // What is shown as the limit is within it.
            let isOver = found > budget.limit.maximum && budget.limit.text(found) != limit
            return [name, limit, budget.limit.text(found), isOver ? "over" : "within"]
        }
        return Table(rows: rows.isEmpty ? [] : [["budget", "limit", "found"]] + rows)
    }
}
