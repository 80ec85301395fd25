import Glibc
import NIOCore
import NIOPosix

/// A server that this program has started, on a terminal of its own, and ends.
struct StartedServer: Sendable {
    /// How long it may take to end, in seconds, before it is killed.
    private static let patience = 10
    /// `POSIX_SPAWN_SETSID` of posix_spawnattr_setflags(3), which Swift is not shown.
    private static let newSession: Int32 = 0x80

    let command: ServerCommand
    let port: Int
    let pid: pid_t
    private let terminal: PseudoTerminal

    /// Starts it and waits until it listens.
    init(_ command: ServerCommand, loop: any EventLoop) throws {
        self.command = command
        port = try Self.freePort(loop)
        do throws(SystemError) {
            terminal = try PseudoTerminal()
            pid = try Self.spawn(command.words(port: port), on: terminal.path)
        } catch {
            throw LoadError.notStarted(server: command.name, reason: error.words)
        }
        Children.began(pid)
        do { try waitUntilListening(loop) } catch {
            end()
            throw error
        }
    }

    var url: RelayURL? { RelayURL("ws://127.0.0.1:\(port)") }

    /// Asks it to end, and waits for that.
    func end() {
        kill(pid, SIGTERM)
        for _ in 0..<Self.patience * 100 {
            if hasEnded { return }
            Pause.seconds(0.01)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        Children.ended(pid)
    }

    /// Types `text` on its terminal.
    func type(_ text: String) { terminal.type(text) }

    private var hasEnded: Bool {
        guard waitpid(pid, nil, WNOHANG) != 0 else { return false }
        Children.ended(pid)
        return true
    }

    private func waitUntilListening(_ loop: any EventLoop) throws {
        for _ in 0..<LoadGenerator.patience * 20 {
            guard !hasEnded else { throw LoadError.ended(server: command.name, output: terminal.lastWords) }
            if let channel = try? ClientBootstrap(group: loop).connect(host: "127.0.0.1", port: port).wait() {
                return channel.close(promise: nil)
            }
            Pause.seconds(0.05)
        }
        throw LoadError.notListening(server: command.name, port: port)
    }

    /// A port that nobody has, on 127.0.0.1.
    private static func freePort(_ loop: any EventLoop) throws -> Int {
        let channel = try ServerBootstrap(group: loop).bind(host: "127.0.0.1", port: 0).wait()
        let port = channel.localAddress?.port
        try channel.close().wait()
        return port ?? 0
    }

    /// Starts a shell command in a session of its own, whose terminal is `path`.
    private static func spawn(_ words: String, on path: String) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // The first terminal that a session's leader opens is the session's.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK))
        let arguments = ["sh", "-c", words].map { (text: String) in strdup(text) }
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments + [nil], environ)
        guard code == 0 else { throw SystemError(code: code) }
        return pid
    }
}
