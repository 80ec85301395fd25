import Glibc
import NIOConcurrencyHelpers
import NIOPosix

/// The servers that run now, which must end with this program.
enum Children {
    private static let pids = NIOLockedValueBox<Set<pid_t>>([])

    static func began(_ pid: pid_t) { pids.withLockedValue { _ = $0.insert(pid) } }

    static func ended(_ pid: pid_t) { pids.withLockedValue { _ = $0.remove(pid) } }

    /// From now on an interruption of this program ends them first.
    ///
    /// To be called before there are other threads.
    static func endWithThisProgram() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        pool.submit { [signals] _ in
            var signals = signals
            var signal: Int32 = 0
            sigwait(&signals, &signal)
            pids.withLockedValue { for pid in $0 { kill(pid, SIGTERM) } }
            exit(128 + signal)
        }
    }
}
