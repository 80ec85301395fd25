import ArgumentParser
import NIOCore
import NIOPosix

struct InterceptedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intercepted",
        abstract: "Rules hold what is said in full rooms, while a control pair goes on talking.",
        discussion: """
            In each full room 100 peers hear one that says 195 candidates a second. The pair, in a room of its own, says \
            offers: it is measured while nothing is armed, and then, in the same run, with the rule typed into the \
            console. The exit code is 1 if a message of the pair was lost, its p99 reached the limit, or it was three \
            times that without the rule.
            """)

    @Option(
        help: ArgumentHelp(
            "A relay's name, and a shell command that becomes it with its console, where {port} is the port.",
            valueName: "name=command"))
    var server: String

    @Option(help: "How long each is measured, in seconds.")
    var seconds = 10.0

    @Option(help: "What 99 of 100 of the pair's messages may take, in milliseconds.")
    var limit = 10.0

    private static let hold = "hold 30 kind:candidate"
    private static let cases: [(rooms: Int, rule: String?)] = [
        (1, nil), (5, nil), (1, hold), (5, hold), (5, "delay 500 kind:candidate"),
    ]

    func validate() throws {
        try Outcome.check("seconds", Int(max(-1, min(seconds, 1e9))), 1...3600, "--seconds 10")
        if ServerCommand(server) == nil {
            throw ValidationError("give a server as NAME=COMMAND: --server 'mine=./relay --port {port}'")
        }
    }

    func run() throws {
        try Outcome.report {
            guard let command = ServerCommand(server) else { return }
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            let (storm, pair) = (group.next(), group.next())
            var table = Table(rows: [
                ["rooms, rule", "p50 ms", "p99 ms", "armed p50", "armed p99", "ratio", ":disarm all s", "TERM s"]
            ])
            var failures: [String] = []
            for (rooms, rule) in Self.cases {
                let name = "\(rooms), \(rule ?? "nothing armed")"
                Stderr.say(name)
                let outcome = try InterceptedRooms(rooms: rooms, rule: rule, seconds: seconds).run(
                    command, rooms: storm, pair: pair)
                table.rows.append([name] + Self.cells(outcome))
                if let failure = outcome.failure(limit: limit) { failures.append("\(name): \(failure)") }
            }
            print(table.text, terminator: "")
            if !failures.isEmpty { throw LoadError.soaked(reason: failures.joined(separator: "; ")) }
        }
    }

    private static func cells(_ outcome: InterceptedRooms.Outcome) -> [String] {
        var cells = [0.5, 0.99].map { Figure.text(milliseconds(outcome.unarmed, $0)) }
        if let armed = outcome.armed {
            cells +=
                [0.5, 0.99].map { Figure.text(milliseconds(armed, $0)) } + ["×" + Figure.text(outcome.ratio ?? 0)]
        } else {
            cells += ["-", "-", "-"]
        }
        return cells + [outcome.disarming.map { Figure.text($0) } ?? "-", Figure.text(outcome.ending)]
    }

    private static func milliseconds(_ latency: Histogram, _ part: Double) -> Double {
        Double(latency.quantile(part)) / 1e6
    }
}
