import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// Which relay, and whose memory and processor time.
struct Target: ParsableArguments {
    @Argument(help: "Where the relay is: ws://host:port, with any path and query.")
    var url: String

    @Option(help: "The relay's process, on this machine: its processor time and memory are measured too.")
    var pid: Int32?

    /// Measures, and prints what was measured.
    func run(_ title: String, _ measure: (LoadGenerator, ServerProcess?) throws -> [Figure]) throws {
        try Outcome.report {
            guard let relay = WebSocketURL(url) else { throw LoadError.noURL(url) }
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

/// How long is measured.
struct Time: ParsableArguments {
    @Option(help: "How long to measure, in seconds.")
    var seconds = Timing().seconds

    @Option(help: "How long to let messages go before that, in seconds.")
    var warmUp = Timing().warmUp

    var timing: Timing { Timing(seconds: seconds, warmUp: warmUp) }

    func validate() throws {
        try Outcome.check("seconds", Int(max(-1, min(seconds * 1000, 1e9))), 1...3_600_000, "--seconds 5")
        try Outcome.check("warm-up", Int(max(-1, min(warmUp * 1000, 1e9))), 0...3_600_000, "--warm-up 2")
    }
}

/// What the program says when it cannot go on, and its exit code.
enum Outcome {
    /// Turns what went wrong into a line on standard error and an exit code.
    static func report(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as LoadError {
            Stderr.say("\(error)")
            throw ExitCode(error.exitCode)
        }
    }

    /// Throws if a number is out of its range, with an example of one that is not.
    static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>, _ example: String) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            "\(name) is out of its range, \(range.lowerBound) to \(range.upperBound); give, say, \(example)")
    }
}

/// What is no figure, a line each on standard error.
enum Stderr {
    static func say(_ words: String) {
        let line = Array("signal-load: \(words)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

/// The number of sockets that may be open.
enum OpenFiles {
    /// Raises the limit as far as the system lets it.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    }
}
