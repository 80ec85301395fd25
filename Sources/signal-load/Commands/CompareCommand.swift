import ArgumentParser
import NIOCore
import NIOPosix

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Starts servers in turn, and measures each against the last.",
        discussion: """
            Each is started with a terminal of its own, measured in all scenarios, and ended; then the next; and all \
            that again in each round. The table has the medians of the rounds, and the medians of the ratios.
            """)

    @Option(
        name: .customLong("server"),
        help: ArgumentHelp(
            "A server: its name, and a shell command that becomes it, where {port} is the port. Give it several times.",
            valueName: "name=command"))
    var servers: [String] = []

    @Option(help: "How often all is done.")
    var rounds = 3

    @Option(
        name: .customLong("scenario"),
        help: "Only this: idle, churn, fan-out, steady or pairs. Can be given several times.")
    var scenarios: [ScenarioName] = []

    @Option(help: "How many connections are quiet.")
    var connections = Idle().connections

    @OptionGroup var time: Time

    func validate() throws {
        try Outcome.check("rounds", rounds, 1...1000, "--rounds 3")
        try Outcome.check("connections", connections, 2...1_000_000, "--connections 2000")
        guard !servers.isEmpty, servers.allSatisfy({ ServerCommand($0) != nil }) else {
            throw ValidationError("give servers as NAME=COMMAND: --server 'mine=./relay --port {port}'")
        }
    }

    func run() throws {
        try Outcome.report {
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { group.shutdownGracefully { _ in } }
            let commands = servers.compactMap(ServerCommand.init)
            var comparison = Comparison(servers: commands.map(\.name))
            for round in 1...rounds {
                for (place, command) in commands.enumerated() {
                    Stderr.say("round \(round) of \(rounds): \(command.name)")
                    comparison.add(try measure(command, on: group.next()), of: place)
                }
            }
            print(comparison.table.text, terminator: "")
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

/// The scenarios, in the order in which a server has them: its memory while it is new.
enum ScenarioName: String, CaseIterable, ExpressibleByArgument {
    case idle
    case churn
    case fanOut = "fan-out"
    /// Pairs that say no more than anybody takes in with ease: 10,000 messages a second.
    case steady
    case pairs
}
