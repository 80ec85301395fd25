import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// The options that select the relay and its process.
struct Target: ParsableArguments {
    @Argument(help: "The URL of the relay: ws://host:port, with any path and query.")
    var url: String

    @Option(help: "The process id of the relay, to measure its processor time and memory.")
    var pid: Int32?

    /// Connects to the relay, runs `measure`, and prints the figures.
    func run(_ title: String, _ measure: (LoadGenerator, ServerProcess?) throws -> [Figure]) throws {
        try reportErrors {
            guard let relay = WebSocketURL(url) else { throw LoadError.invalidURL(url) }
            let server = try pid.map { pid throws(LoadError) in try ServerProcess(pid: pid) }
            OpenFiles.raise()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { group.shutdownGracefully { _ in } }
            let figures = try measure(LoadGenerator(relay, loop: group.next()), server)
            print("\(title), at \(relay)")
            print(figures.text, terminator: "")
        }
    }
}

/// The options for the duration of the measurement.
struct Time: ParsableArguments {
    @Option(help: "The duration of the measurement in seconds.")
    var seconds = Timing().seconds

    @Option(help: "The time before the measurement in seconds.")
    var warmUp = Timing().warmUp

    var timing: Timing { Timing(seconds: seconds, warmUp: warmUp) }

    func validate() throws {
        try check("seconds", seconds: seconds, in: 0.001...3600)
        try check("warm-up", seconds: warmUp, in: 0...3600)
    }
}

// MARK: Arguments and errors

extension ParsableArguments {
    /// Runs `body`; prints a ``LoadError`` and converts it to an exit code.
    func reportErrors(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as LoadError {
            StandardError.write("\(error)")
            throw ExitCode(error.exitCode)
        }
    }

    /// Throws if a number is not in `range`.
    func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError("invalid --\(name) \"\(value)\": expected \(range.lowerBound) to \(range.upperBound)")
    }

    /// Throws if a number of seconds is not in `range`.
    func check(_ name: String, seconds: Double, in range: ClosedRange<Double>) throws {
        guard !range.contains(seconds) else { return }
        throw ValidationError(
            "invalid --\(name) \"\(seconds)\": expected \(range.lowerBound) to \(range.upperBound) seconds")
    }

    /// The error for a value of `--server` that is not `NAME=COMMAND`.
    var invalidServer: ValidationError {
        ValidationError("invalid --server: expected NAME=COMMAND such as 'mine=./relay --port {port}'")
    }
}

/// Standard error, for progress and errors.
enum StandardError {
    /// Writes a line that starts with the name of the program.
    static func write(_ message: String) {
        let line = Array("signal-load: \(message)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, line, line.count)
    }
}

/// The limit of open sockets.
enum OpenFiles {
    /// Raises the soft limit to the hard limit.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    }
}
