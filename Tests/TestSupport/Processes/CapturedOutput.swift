import FoundationEssentials
import Glibc
import Synchronization

/// The captured standard output or standard error of a program.
public final class CapturedOutput: Sendable {
    private enum Storage: Sendable {
        /// An unlinked file: unlike a pipe it never fills up, and it is deleted when it is closed.
        case file(Int32)
        /// Both ends of a pipe that is read only on request.
        case pipe(read: Int32, write: Int32)
    }

    private let storage: Storage
    private let read = Mutex<[UInt8]>([])

    private init(_ storage: Storage) { self.storage = storage }

    /// Creates a file, so that the program never blocks on output.
    static func file() throws(SystemError) -> CapturedOutput {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw SystemError("create \(path)") }
        unlink(path)
        return CapturedOutput(.file(descriptor))
    }

    /// Creates a pipe, so that the program blocks when the pipe is full.
    static func pipe() throws(SystemError) -> CapturedOutput {
        let ends = try openPipe()
        _ = fcntl(ends.read, F_SETFL, O_NONBLOCK)
        return CapturedOutput(.pipe(read: ends.read, write: ends.write))
    }

    deinit {
        switch storage {
        case .file(let descriptor): close(descriptor)
        case .pipe(let read, _): close(read)
        }
    }

    /// The descriptor that the program writes to.
    var descriptor: Int32 {
        switch storage {
        case .file(let descriptor): descriptor
        case .pipe(_, let write): write
        }
    }

    /// Closes the descriptors that only the program needs, after it has been started.
    func closeAfterStart() {
        if case .pipe(_, let write) = storage { close(write) }
    }

    /// Everything that the program has written so far; reads the pipe.
    public var text: String {
        switch storage {
        case .file(let descriptor): return Self.text(descriptor)
        case .pipe(let end, _):
            return read.withLock { read in
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while case let count = Glibc.read(end, &buffer, buffer.count), count > 0 {
                    read += buffer.prefix(count)
                }
                return String(decoding: read, as: UTF8.self)
            }
        }
    }

    /// The number of unread bytes in the pipe; 0 for a file.
    public var unreadBytes: Int {
        guard case .pipe(let end, _) = storage else { return 0 }
        var count: Int32 = 0
        return ioctl(end, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Returns the contents of a file, read with `pread`, because the program shares the file offset.
    private static func text(_ descriptor: Int32) -> String {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return "" }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
