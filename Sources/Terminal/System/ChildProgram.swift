import CTerminalSignals
import Glibc

/// Another program, started with default signal handling and with only the descriptors that it is given.
struct ChildProgram {
    /// The name of the program, which is searched in `PATH`, and its arguments.
    let command: [String]
    /// Whether the program is the leader of a new process group, like a job of a shell.
    var isJob = false

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - id: Set to the process id.
    ///   - open: Adds the actions that open the descriptors 0 to 2 of the program.
    /// - Returns: 0, or the number of the error.
    func start(_ id: inout pid_t, open: (inout posix_spawn_file_actions_t) -> Void) -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        open(&files)
        posix_spawn_file_actions_addclosefrom_np(&files, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ignored and blocked signals are inherited otherwise.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (isJob ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        return posix_spawnp(&id, command[0], &files, &attributes, &arguments, ts_environment())
    }
}
