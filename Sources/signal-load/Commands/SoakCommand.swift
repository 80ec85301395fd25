import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import TestSupport

struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak", abstract: "Everything at once, while a control pair goes on talking.",
        discussion: """
            Quiet connections, others that come and go, garbage instead of requests and of frames, and readers that \
            never read. The pair loses nothing, or the exit code is 1; and so it is where its p99 reaches the limit.
            """)

    @Argument(help: "Where the relay is: ws://host:port, with any path and query.")
    var url: String?

    @Option(help: "The relay's process, on this machine: its memory is measured too.")
    var pid: Int32?

    @Option(
        help: ArgumentHelp(
            "Instead of both: a relay's name, and a shell command that becomes it, where {port} is the port.",
            valueName: "name=command"))
    var server: String?

    @Option(help: "How many connections are quiet.")
    var connections = Soak().connections

    @Option(help: "How long, in seconds.")
    var seconds = Soak().seconds

    @Option(help: "What 99 of 100 of the pair's messages may take, in milliseconds.")
    var limit = Soak().limit

    func validate() throws {
        try Outcome.check("connections", connections, 2...1_000_000, "--connections 5000")
        try Outcome.check("seconds", Int(max(-1, min(seconds, 1e9))), 1...86_400, "--seconds 60")
        guard (url == nil) != (server == nil), server == nil || pid == nil else {
            throw ValidationError("give a relay's URL, or how to start one: --server 'mine=./relay --port {port}'")
        }
        if let server, ServerCommand(server) == nil {
            throw ValidationError("give a server as NAME=COMMAND: --server 'mine=./relay --port {port}'")
        }
    }

    func run() throws {
        try Outcome.report {
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            guard let command = server.flatMap(ServerCommand.init) else {
                guard let relay = WebSocketURL(url ?? "") else { throw LoadError.noURL(url ?? "") }
                return try soak(relay, try pid.map { pid throws(LoadError) in try ServerProcess(pid: pid) }, group)
            }
            let started = try StartedServer(command, loop: group.next())
            defer { started.end() }
            guard let relay = started.url else { return }
            try soak(relay, ServerProcess(pid: started.pid), group)
        }
    }

    private func soak(_ relay: WebSocketURL, _ process: ServerProcess?, _ group: MultiThreadedEventLoopGroup) throws {
        let outcome = try Soak(connections: connections, seconds: seconds, limit: limit).run(
            on: LoadGenerator(relay, loop: group.next()), pair: LoadGenerator(relay, loop: group.next()),
            server: process)
        print("everything at once for \(Figure.text(seconds)) s, at \(relay)")
        print(outcome.figures.text, terminator: "")
        if let failure = outcome.failure { throw LoadError.soaked(reason: failure) }
    }
}
