import Glibc
import Synchronization

/// The descriptors that a program has as its standard streams; `/dev/null` is its input if none is given.
struct StandardStreams {
    var input: Int32?
    var output: Int32
    var error: Int32
}

/// Held while a program is started, and while there is a descriptor that no program may inherit and that any one would.
private let inheritance = Mutex(())

/// Opens a pipe that programs do not inherit.
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
/// All signals are unblocked and have their default effect: the threads of Swift's concurrency block them, and a child
/// that inherited that would not receive SIGTERM.
///
/// - Parameters:
///   - command: The program and its arguments.
///   - environment: All of its variables, as `NAME=VALUE`.
///   - streams: Its standard streams.
///   - leadsSession: Whether it leads a session of its own.
///   - terminalPath: The terminal that becomes its standard input, and that of the session if it leads one.
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
        // The first terminal that the leader of a session opens controls that session.
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
