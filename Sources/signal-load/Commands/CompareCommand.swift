import ArgumentParser
import NIOCore
import NIOPosix

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Starts servers in turn, and compares each with the last.",
        discussion: """
            In each round, each server is started on a terminal of its own, measured in all scenarios, and ended. The \
            table contains the medians of the rounds, and the medians of the ratios.
            """)

    @Option(
        name: .customLong("server"),
        help: ArgumentHelp(
            "The name of a server and the shell command that starts it, with {port} for the port. Can be repeated.",
            valueName: "name=command"))
    var servers: [String] = []

    @Option(help: "The number of rounds.")
    var rounds = 3

    @Option(
        name: .customLong("scenario"),
        help: "A scenario: idle, churn, fan-out, steady or pairs. Can be repeated. (default: all)")
    var scenarios: [ScenarioName] = []

    @Option(help: "The number of idle connections.")
    var connections = Idle().connections

    @OptionGroup var time: Time

    func validate() throws {
        try check("rounds", rounds, in: 1...1000)
        try check("connections", connections, in: 2...1_000_000)
        guard !servers.isEmpty, servers.allSatisfy({ ServerCommand($0) != nil }) else { throw invalidServer }
    }

    func run() throws {
        try reportErrors {
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { group.shutdownGracefully { _ in } }
            let commands = servers.compactMap(ServerCommand.init)
            var comparison = Comparison(servers: commands.map(\.name))
            for round in 1...rounds {
                for (index, command) in commands.enumerated() {
                    StandardError.write("round \(round) of \(rounds): \(command.name)")
                    comparison.add(try measure(command, on: group.next()), of: index)
                }
            }
            print(comparison.table.text, terminator: "")
            print(comparison.report(Budget.all).text, terminator: "")
        }
    }

    private func measure(_ command: ServerCommand, on loop: any EventLoop) throws -> [Comparison.Scenario] {
        let server = try StartedServer(command, loop: loop)
        defer { server.end() }
        guard let url = server.url else { return [] }
        let generator = try LoadGenerator(url, loop: loop)
        let process = try ServerProcess(pid: server.pid)
        return try ScenarioName.allCases.filter { scenarios.isEmpty || scenarios.contains($0) }.map { scenario in
            let figures =
                switch scenario {
                case .idle: try Idle(connections: connections).run(on: generator, server: process)
                case .churn: try Churn().run(on: generator, server: process, timing: time.timing)
                case .fanOut: try FanOut().run(on: generator, server: process, timing: time.timing)
                case .steady: try Pairs(rate: 10_000).run(on: generator, server: process, timing: time.timing)
                case .pairs: try Pairs().run(on: generator, server: process, timing: time.timing)
                }
            return Comparison.Scenario(name: scenario.rawValue, figures: figures)
        }
    }
}

/// The scenarios in the order in which they are run: `idle` first, because it requires a newly started server.
enum ScenarioName: String, CaseIterable, ExpressibleByArgument {
    case idle
    case churn
    case fanOut = "fan-out"
    /// Pairs at a rate that every server sustains: 10,000 messages per second.
    case steady
    case pairs
}
