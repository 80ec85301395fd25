import CTerminalSignals
import Glibc

/// Another program, started with no signal of ours ignored or blocked and with no descriptor of ours but those given.
struct ChildProgram {
    /// Its name, which is looked for on `PATH`, and its arguments.
    let command: [String]
    /// Whether it is the first of a process group of its own: a job.
    var isJob = false

    /// Starts it with the descriptors below 3 that `open` has opened for it.
    ///
    /// - Returns: 0, with the process in `id`, or the error's number.
    func start(_ id: inout pid_t, open: (inout posix_spawn_file_actions_t) -> Void) -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        open(&files)
        posix_spawn_file_actions_addclosefrom_np(&files, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What is ignored or blocked here would be there.
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
