import Foundation
import Glibc
import Synchronization

/// A program whose standard output, and standard error if asked for, is a pipe that is read only when it is told to be.
final class Pipe: Sendable {
    private let readEnd: Int32
    private let id: pid_t
    private let ended = Mutex<Int32?>(nil)
    private let read = Mutex<[UInt8]>([])

    init(_ command: [String], takesErrors: Bool = false) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw CannotStart(program: "a pipe", code: errno) }
        readEnd = ends[0]
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
        _ = fcntl(readEnd, F_SETFD, FD_CLOEXEC)
        defer { close(ends[1]) }
        let environment = ProcessInfo.processInfo.environment
            .merging(Program.noConfiguration) { _, new in new }.map { "\($0.key)=\($0.value)" }
        id = try spawn(command, environment: environment, output: ends[1], error: takesErrors ? ends[1] : STDERR_FILENO)
    }

    deinit {
        if status == nil { kill(id, SIGKILL) }
        close(readEnd)
    }

    /// Reads what is there without waiting, and returns all that was read so far.
    func drain() -> String {
        read.withLock { read in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = Glibc.read(readEnd, &buffer, buffer.count), count > 0 {
                read += buffer.prefix(count)
            }
            return String(decoding: read, as: UTF8.self)
        }
    }

    /// The bytes in the pipe that nobody has read.
    var unread: Int {
        var count: Int32 = 0
        return ioctl(readEnd, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    func end() { signal(SIGTERM) }

    func signal(_ number: Int32) { kill(id, number) }

    /// The exit code; nil while the program runs.
    var status: Int32? {
        ended.withLock { ended in
            var status: Int32 = 0
            if ended == nil, waitpid(id, &status, WNOHANG) == id { ended = status >> 8 & 0xFF }
            return ended
        }
    }
}
