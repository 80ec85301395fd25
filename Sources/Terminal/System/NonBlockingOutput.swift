public import Glibc

/// A descriptor of this process that is written to without blocking.
///
/// A terminal and a pipe are opened anew through `/proc/self/fd` (proc(5)), so that `O_NONBLOCK` is set on a file
/// description of this program alone: the one that it was started with is shared with the shell and other programs. A
/// regular file is not opened again, because its offset is shared on purpose. If opening fails (the terminal or pipe
/// belongs to another user), the descriptor itself is written to, in pieces that it accepts without blocking.
public struct NonBlockingOutput: ~Copyable {
    /// The maximum number of bytes in a write; 4 KiB, which a pipe that is ready accepts without blocking (`PIPE_BUF`
    /// on Linux).
    private static let pieceSize = 4096

    private let descriptor: Int32
    private let isOwned: Bool
    private let isSocket: Bool

    /// An output to `descriptor`, which is not closed and must stay open.
    public init(_ descriptor: Int32) {
        var status = stat()
        let type = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        let canBlock = type == S_IFIFO || isatty(descriptor) == 1
        let opened =
            canBlock ? open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
        isOwned = opened >= 0
        self.descriptor = opened >= 0 ? opened : descriptor
        isSocket = type == S_IFSOCK
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// The descriptor to poll before writing.
    public var polled: pollfd { pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0) }

    /// Whether bytes can be written within `wait` milliseconds.
    public func isReady(within wait: Int32) -> Bool {
        var polled = polled
        return poll(&polled, 1, wait) > 0
    }

    /// Writes the first bytes of `bytes`.
    ///
    /// - Returns: The number of bytes written, 0 if none are accepted now; -1 if writing fails, with the reason in
    ///   `errno`.
    public func write(_ bytes: ArraySlice<UInt8>) -> Int {
        guard isReady(within: 0) else { return 0 }
        let count = bytes.prefix(Self.pieceSize).withUnsafeBytes { piece in
            isSocket
                ? send(descriptor, piece.baseAddress, piece.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
                : Glibc.write(descriptor, piece.baseAddress, piece.count)
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count
    }
}

extension NonBlockingOutput {
    /// The time of a monotonic clock in milliseconds.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
