import Glibc

/// Kills the running children of this process when it ends, even after a crash or SIGKILL.
///
/// A shell reads their process ids from a pipe. The pipe ends with this process, because only this process has its write
/// end open.
enum ChildGuard {
    private static let script = """
        trap '' HUP INT QUIT TERM
        ids=' '
        while read -r change id; do
            case $change in
                started) ids="$ids$id " ;;
                ended) case $ids in *" $id "*) ids="${ids%% $id *} ${ids#* $id }" ;; esac ;;
            esac
        done
        for id in $ids; do kill -KILL "$id"; done
        """

    /// The write end of the pipe; -1 if the shell could not be started.
    private static let pipe: Int32 = {
        guard let ends = try? openPipe() else { return -1 }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { for descriptor in [ends.read, null] { close(descriptor) } }
        let streams = StandardStreams(input: ends.read, output: null, error: null)
        let command = ["/bin/sh", "-c", script]
        guard (try? spawn(command, environment: [], streams, leadsSession: true)) != nil else {
            close(ends.write)
            return -1
        }
        return ends.write
    }()

    /// Adds a child that has been started.
    static func add(_ id: pid_t) { write("started \(id)\n") }

    /// Removes a child that has ended and been waited for.
    static func remove(_ id: pid_t) { write("ended \(id)\n") }

    private static func write(_ line: String) {
        let bytes = Array(line.utf8)
        _ = Glibc.write(pipe, bytes, bytes.count)
    }
}
