import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import TestSupport

struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak", abstract: "Measures a control pair under all kinds of load at the same time.",
        discussion: """
            The load consists of idle connections, clients that connect and disconnect, malformed requests and frames, \
            and clients that do not read. The exit code is 1 if a message of the pair was lost or its p99 reached the \
            limit.
            """)

    @Argument(help: "The URL of the relay: ws://host:port, with any path and query.")
    var url: String?

    @Option(help: "The process id of the relay, to measure its memory.")
    var pid: Int32?

    @Option(
        help: ArgumentHelp(
            "Instead of both, the name of a relay and the shell command that starts it, with {port} for the port.",
            valueName: "name=command"))
    var server: String?

    @Option(help: "The number of idle connections.")
    var connections = Soak().connections

    @Option(help: "The duration in seconds.")
    var seconds = Soak().seconds

    @Option(help: "The limit of the pair's p99 in milliseconds.")
    var limit = Soak().limit

    func validate() throws {
        try check("connections", connections, in: 2...1_000_000)
        try check("seconds", seconds: seconds, in: 1...86_400)
        guard (url == nil) != (server == nil), server == nil || pid == nil else {
            throw ValidationError(
                "expected either the URL of a relay or a server such as --server 'mine=./relay --port {port}'")
        }
        if let server, ServerCommand(server) == nil { throw invalidServer }
    }

    func run() throws {
        try reportErrors {
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            guard let command = server.flatMap(ServerCommand.init) else {
                guard let relay = WebSocketURL(url ?? "") else { throw LoadError.invalidURL(url ?? "") }
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
        print("soak of \(Figure.text(seconds)) s, at \(relay)")
        print(outcome.figures.text, terminator: "")
        if let failure = outcome.failure { throw LoadError.failed(reason: failure) }
    }
}
