public import Glibc
import Synchronization

/// The descriptors that become the standard streams of a program; its input is `/dev/null` by default.
struct StandardStreams {
    var input: Int32?
    var output: Int32
    var error: Int32
}

/// Held while a program is started, and between the creation of a descriptor and setting `FD_CLOEXEC`.
private let inheritance = Mutex(())

/// Opens a pipe with `FD_CLOEXEC`.
func openPipe() throws(SystemError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    let isOpen = inheritance.withLock { _ in
        pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
    }
    guard isOpen else { throw SystemError("open a pipe") }
    return (ends[0], ends[1])
}

/// Starts a program, which is looked up in `PATH`.
///
/// All signals are unblocked and have their default actions: the threads of Swift Concurrency block signals, and the
/// program would inherit that.
///
/// - Parameters:
///   - command: The program and its arguments.
///   - environment: All of its variables, as `NAME=VALUE`.
///   - streams: Its standard streams.
///   - leadsSession: Whether it leads a session of its own.
///   - terminalPath: The terminal that becomes its standard input, and the controlling terminal of its session.
/// - Returns: Its process id.
/// - Throws: The error of posix_spawn(3).
func spawn(
    _ command: [String], environment: [String], _ streams: StandardStreams, leadsSession: Bool = false,
    terminalPath: String? = nil
) throws(SystemError) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    if let input = streams.input, terminalPath == nil {
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
    } else {
        // The first terminal that a session leader opens becomes the controlling terminal.
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, terminalPath ?? "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&files, streams.output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&files, streams.error, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // `POSIX_SPAWN_SETSID` of posix_spawnattr_setflags(3), which Swift does not import.
    let newSession: Int32 = leadsSession ? 0x80 : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }

    let program = command.first ?? ""
    var id: pid_t = 0
    let failure = inheritance.withLock { _ in
        posix_spawnp(&id, program, &files, &attributes, &arguments, &variables)
    }
    guard failure == 0 else { throw SystemError("start \(program)", code: failure) }
    return id
}

/// An error of a system call.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The action that failed, as in "cannot open a pipe".
    public let action: String
    /// The value of `errno`.
    public let code: Int32

    /// Creates an error; by default, with the current value of `errno`.
    public init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    /// The system's message for the code, in lower case.
    public var reason: String { String(cString: strerror(code)).lowercased() }

    public var description: String { "cannot \(action): \(reason)" }
}
