import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// A server that this program has started, on a terminal of its own, and ends.
struct StartedServer: Sendable {
    /// How long it may take to end before it is killed.
    private static let endLimit = Duration.seconds(10)
    private static let (columns, rows) = (120, 40)

    let command: ServerCommand
    let port: Int
    private let process: ChildProcess
    private let terminal: ServerTerminal

    /// Starts it and waits until it listens.
    init(_ command: ServerCommand, loop: any EventLoop) throws {
        self.command = command
        port = try Self.freePort(loop)
        do throws(SystemError) {
            let terminal = try PseudoTerminal(columns: Self.columns, rows: Self.rows)
            process = try ChildProcess(
                ["sh", "-c", command.words(port: port)], on: terminal, leadsSession: true)
            terminal.closeTerminal()
            self.terminal = ServerTerminal(terminal)
        } catch {
            throw LoadError.notStarted(server: command.name, reason: error.reason)
        }
        do { try waitUntilListening(loop) } catch {
            end()
            throw error
        }
    }

    var pid: pid_t { process.id }

    var url: WebSocketURL? { WebSocketURL("ws://127.0.0.1:\(port)") }

    /// Asks it to end, and waits for that.
    func end() {
        process.signal(SIGTERM)
        if !waitUntil(within: Self.endLimit, { process.exit != nil }) { process.kill() }
    }

    /// Types `text` on its terminal.
    func type(_ text: String) { terminal.type(text) }

    private func waitUntilListening(_ loop: any EventLoop) throws {
        let isListening = try waitUntil(within: .seconds(LoadGenerator.patience), every: .milliseconds(50)) {
            guard process.exit == nil else {
                throw LoadError.ended(server: command.name, output: terminal.lastLines)
            }
            let channel = try? ClientBootstrap(group: loop).connect(host: "127.0.0.1", port: port).wait()
            channel?.close(promise: nil)
            return channel != nil
        }
        if !isListening { throw LoadError.notListening(server: command.name, port: port) }
    }

    /// A port that nobody has, on 127.0.0.1.
    private static func freePort(_ loop: any EventLoop) throws -> Int {
        let channel = try ServerBootstrap(group: loop).bind(host: "127.0.0.1", port: 0).wait()
        let port = channel.localAddress?.port
        try channel.close().wait()
        return port ?? 0
    }
}
