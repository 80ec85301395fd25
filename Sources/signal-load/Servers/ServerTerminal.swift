import NIOConcurrencyHelpers
import NIOPosix
import TestSupport

/// The terminal of a server, which is read on a thread of its own, whatever the event loops do: the server must never
/// wait for it.
struct ServerTerminal: Sendable {
    /// The number of bytes of its output that are kept.
    private static let keptBytes = 2048

    private let terminal: PseudoTerminal
    private let end = NIOLockedValueBox<[UInt8]>([])

    /// Reads the terminal until no process has it open.
    init(_ terminal: PseudoTerminal) {
        self.terminal = terminal
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        pool.submit { [end] _ in
            while let bytes = terminal.read(within: .seconds(3600)) {
                end.withLockedValue { $0 = ($0 + bytes).suffix(Self.keptBytes) }
            }
            pool.shutdownGracefully { _ in }
        }
    }

    func type(_ text: String) { terminal.type(text) }

    /// The last lines of its output, without control characters.
    var lastLines: String {
        let text = String(decoding: end.withLockedValue { $0 }, as: UTF8.self)
        return text.split { $0.isNewline }.map { $0.filter { $0.isASCII && $0 >= " " } }.joined(separator: " / ")
    }
}
