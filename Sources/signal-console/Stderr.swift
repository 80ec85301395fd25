import Console
import Glibc
import Signaling

/// What the program itself has to say, a line each on standard error.
enum Stderr {
    /// Writes `words`, made printable: they may quote an argument, or a peer.
    static func say(_ words: String) {
        let line = Array("signal-console: \(Printable.line(words))\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
