import Glibc
import NIOConcurrencyHelpers
import NIOPosix

/// A terminal that is read and thrown away, but for the end of what it showed, and typed on.
final class PseudoTerminal: Sendable {
    /// `TIOCSPTLCK` and `TIOCGPTN` of ioctl_tty(2), which Swift is not shown.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let columns: UInt16 = 120
    private static let rows: UInt16 = 40
    /// How much of the end is kept, in bytes.
    private static let kept = 2048

    /// What a program opens.
    let path: String
    private let end = NIOLockedValueBox<[UInt8]>([])
    /// Where keys are written to.
    private let keys: Int32

    init() throws(SystemError) {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0 else { throw SystemError() }
        var unlocked: Int32 = 0
        var number: Int32 = 0
        var size = winsize(ws_row: Self.rows, ws_col: Self.columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(master, Self.setLock, &unlocked) == 0, ioctl(master, Self.getNumber, &number) == 0,
            ioctl(master, UInt(TIOCSWINSZ), &size) == 0
        else {
            let error = SystemError()
            Glibc.close(master)
            throw error
        }
        path = "/dev/pts/\(number)"
        keys = fcntl(master, F_DUPFD_CLOEXEC, 0)
        // Reading must go on whatever the event loops do, or the program would wait for its terminal.
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        pool.submit { [end] _ in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(master, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                end.withLockedValue { $0 = ($0 + bytes.prefix(count)).suffix(Self.kept) }
            }
            Glibc.close(master)
            pool.shutdownGracefully { _ in }
        }
    }

    deinit { Glibc.close(keys) }

    /// Types `text`.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(keys, bytes, bytes.count)
    }

    /// The last it was sent, as lines without control characters.
    var lastWords: String {
        let text = String(decoding: end.withLockedValue { $0 }, as: UTF8.self)
        return text.split { $0.isNewline }.map { $0.filter { $0.isASCII && $0 >= " " } }.joined(separator: " / ")
    }
}

/// What the system said when it was asked in vain.
struct SystemError: Error, Equatable {
    let code: Int32

    init(code: Int32 = errno) { self.code = code }

    var words: String { String(cString: strerror(code)).lowercased() }
}
