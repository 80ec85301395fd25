import ArgumentParser
import Events
import NIOCore
import NIOPosix

struct InterceptedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intercepted",
        abstract: "Measures a control pair while intercept rules hold messages of full rooms.",
        discussion: """
            In each full room, 99 peers receive 195 candidates per second from one. The pair sends offers in a room of its \
            own. Its latency is measured without rules, and then, in the same run, with a rule that is typed into the \
            console. The exit code is 1 if a message of the pair was lost, or its p99 reached the limit or three times \
            that without the rule.
            """)

    @Option(
        help: ArgumentHelp(
            "The name of a relay and the shell command that starts its console, with {port} for the port.",
            valueName: "name=command"))
    var server: String

    @Option(help: "The duration of each measurement in seconds.")
    var seconds = 10.0

    @Option(help: "The limit of the pair's p99 in milliseconds.")
    var limit = 10.0

    private static let hold = "hold 30 kind:candidate"
    private static let cases: [(rooms: Int, rule: String?)] = [
        (1, nil), (5, nil), (1, hold), (5, hold), (5, "delay 500 kind:candidate"),
    ]

    func validate() throws {
        try check("seconds", seconds: seconds, in: 1...3600)
        if ServerCommand(server) == nil { throw invalidServer }
    }

    func run() throws {
        try reportErrors {
            guard let command = ServerCommand(server) else { return }
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            let (load, pair) = (group.next(), group.next())
            var table = Table(rows: [
                [
                    "rooms, rule", "p50 ms", "p99 ms", "with rule p50", "with rule p99", "ratio", ":disarm all s",
                    "TERM s",
                ]
            ])
            var failures: [String] = []
            for (rooms, rule) in Self.cases {
                let name = "\(rooms), \(rule ?? "no rule")"
                StandardError.write(name)
                let outcome = try InterceptedRooms(rooms: rooms, rule: rule, seconds: seconds).run(
                    command, rooms: load, pair: pair)
                table.rows.append([name] + Self.cells(outcome))
                if let failure = outcome.failure(limit: limit) { failures.append("\(name): \(failure)") }
            }
            print(table.text, terminator: "")
            if !failures.isEmpty { throw LoadError.failed(reason: failures.joined(separator: "; ")) }
        }
    }

    private static func cells(_ outcome: InterceptedRooms.Outcome) -> [String] {
        func percentiles(_ latency: DelayHistogram) -> [String] {
            [500, 990].map { Figure.text(latency.milliseconds(permille: $0)) }
        }
        var cells = percentiles(outcome.baseline)
        if let withRule = outcome.withRule {
            cells += percentiles(withRule) + ["×" + Figure.text(outcome.ratio ?? 0)]
        } else {
            cells += ["-", "-", "-"]
        }
        return cells + [outcome.removalTime.map { Figure.text($0) } ?? "-", Figure.text(outcome.endTime)]
    }
}
