import CTerminalSignals
@preconcurrency import Glibc
import Terminal

/// The preparations that must precede everything else in the program.
enum ProgramStart {
    /// Opens the null device as each standard descriptor that is closed.
    ///
    /// Otherwise the next file or socket would get its number, and output would be written to it.
    static func openStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            guard open("/dev/null", O_RDWR) == descriptor else { exit(EX_OSERR) }
        }
    }

    /// The arguments after the program's name.
    ///
    /// `CommandLine.arguments` is not reliable: Swift locates the arguments relative to the environment, and finds none if
    /// a library has called `setenv` while it was loaded.
    static var arguments: [String] {
        (1..<max(1, ts_argument_count())).compactMap { ts_argument($0).map { String(cString: $0) } }
    }
}

/// The environment variables of this process.
enum ProcessEnvironment {
    /// The values by name; if a name occurs twice, its first value.
    static var variables: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if parts.count == 2, variables[name] == nil { variables[name] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}

/// Standard output for help, version and configuration; the log uses ``LogOutput``.
enum StandardOutput {
    /// Writes `text`, blocking until it has been written; reports an error on standard error and returns false.
    static func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var polled = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&polled, 1, -1)
            } else if count == 0 || errno != EINTR {
                StandardError.report("cannot write to standard output: \(String(cString: strerror(errno)))")
                return false
            }
        }
        return true
    }
}

/// The version of the program.
enum Version {
    /// The version number (Semantic Versioning 2.0.0).
    static let number = "0.1.0"
}
