import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TestSupport

/// A server that this program has started on a pseudo-terminal.
struct StartedServer: Sendable {
    /// The time that the server has to end before it is killed.
    private static let endTimeout = Duration.seconds(10)
    private static let (columns, rows) = (120, 40)

    let command: ServerCommand
    let port: Int
    private let process: ChildProcess
    private let terminal: ServerTerminal

    /// Starts the server and waits until it listens.
    init(_ command: ServerCommand, loop: any EventLoop) throws {
        self.command = command
        port = try Self.freePort(loop)
        do throws(SystemError) {
            let terminal = try PseudoTerminal(columns: Self.columns, rows: Self.rows)
            process = try ChildProcess(
                ["sh", "-c", command.shellCommand(port: port)], on: terminal, leadsSession: true)
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

    /// Sends SIGTERM and waits for the end of the process; kills it after the timeout.
    func end() {
        process.signal(SIGTERM)
        if !waitUntil(within: Self.endTimeout, { process.exit != nil }) { process.kill() }
    }

    /// Types `text` on the server's terminal.
    func type(_ text: String) { terminal.type(text) }

    private func waitUntilListening(_ loop: any EventLoop) throws {
        let isListening = try waitUntil(within: .seconds(LoadGenerator.timeout), every: .milliseconds(50)) {
            guard process.exit == nil else {
                throw LoadError.ended(server: command.name, output: terminal.lastLines)
            }
            let channel = try? ClientBootstrap(group: loop).connect(host: "127.0.0.1", port: port).wait()
            channel?.close(promise: nil)
            return channel != nil
        }
        if !isListening { throw LoadError.notListening(server: command.name, port: port) }
    }

    /// Returns a port of 127.0.0.1 that is not in use.
    private static func freePort(_ loop: any EventLoop) throws -> Int {
        let channel = try ServerBootstrap(group: loop).bind(host: "127.0.0.1", port: 0).wait()
        let port = channel.localAddress?.port
        try channel.close().wait()
        return port ?? 0
    }
}

/// The name of a server and the command that starts it, given as `NAME=COMMAND`.
struct ServerCommand: Equatable, Sendable {
    let name: String
    /// A shell command; `{port}` is replaced by the port.
    let command: String

    /// Parses `NAME=COMMAND`; returns `nil` if either is empty.
    init?(_ text: String) {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        name = String(text[..<sign])
        command = String(text[text.index(after: sign)...])
        guard !name.isEmpty, !command.isEmpty else { return nil }
    }

    /// Returns the command for `sh -c`.
    ///
    /// With `exec`, the server replaces the shell, so that the process id is the server's.
    func shellCommand(port: Int) -> String {
        "TERM=xterm-256color exec " + command.replacing("{port}", with: "\(port)")
    }
}

/// The terminal of a server.
///
/// A dedicated thread reads it continuously, so that the server never blocks on output.
struct ServerTerminal: Sendable {
    /// The number of bytes of output that are kept for error messages.
    private static let keptBytes = 2048

    private let terminal: PseudoTerminal
    private let tail = NIOLockedValueBox<[UInt8]>([])

    /// Reads the terminal until no process has it open.
    init(_ terminal: PseudoTerminal) {
        self.terminal = terminal
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        pool.submit { [tail] _ in
            while let bytes = terminal.read(within: .seconds(3600)) {
                tail.withLockedValue { $0 = ($0 + bytes).suffix(Self.keptBytes) }
            }
            pool.shutdownGracefully { _ in }
        }
    }

    func type(_ text: String) { terminal.type(text) }

    /// The last lines of the output, without control characters.
    var lastLines: String {
        let text = String(decoding: tail.withLockedValue { $0 }, as: UTF8.self)
        return text.split { $0.isNewline }.map { $0.filter { $0.isASCII && $0 >= " " } }.joined(separator: " / ")
    }
}
