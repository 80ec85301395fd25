import Glibc

/// The file of a recording, and the former ones that were rotated away.
///
/// ```
/// calls.ndjson      the current file
/// calls.ndjson.1    the one before it, once the limit was reached; older ones are removed
/// ```
/// Confined to the thread of the ``Recorder``.
final class RecordingFile {
    /// The permissions of a new file: for its owner alone, as messages contain passwords and addresses.
    private static let mode: mode_t = 0o600

    let path: String
    /// The size at which the file is rotated, in bytes; `nil` for no limit.
    private let limit: Int?
    private var descriptor: Int32 = -1
    /// The identity of the open file.
    private var identity: (device: dev_t, node: ino_t) = (0, 0)
    /// The size of the file, up to the end of the last complete batch.
    private(set) var size = 0

    /// Creates a recording at `path`; nothing is opened yet.
    init(path: String, limit: Int?) {
        (self.path, self.limit) = (path, limit)
    }

    deinit { close() }

    /// Whether the file is open.
    var isOpen: Bool { descriptor >= 0 }

    /// Creates the file; a file with content that is there already is kept as the former one.
    func open() throws(RecordingError) {
        close()
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
            // Another process may be writing to it.
            _ = Glibc.close(try locked())
            try keepFormer()
        }
        let opened = try locked()
        guard fchmod(opened, Self.mode) == 0 || errno == EPERM && !isRegular(opened), fstat(opened, &status) == 0 else {
            let code = errno
            _ = Glibc.close(opened)
            throw .system(path, code: code)
        }
        (descriptor, identity, size) = (opened, (status.st_dev, status.st_ino), Int(status.st_size))
    }

    /// Checks whether the file can be written to, and creates it if it is not there; nothing is changed in it.
    func check() throws(RecordingError) { _ = Glibc.close(try locked()) }

    /// Returns the open file with a lock, which the system releases when it is closed.
    private func locked() throws(RecordingError) -> Int32 {
        let opened = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, Self.mode)
        guard opened >= 0 else { throw .system(path, code: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            _ = Glibc.close(opened)
            throw .inUse(path)
        }
        return opened
    }

    private func isRegular(_ file: Int32) -> Bool {
        var status = stat()
        return fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether the path no longer leads to the open file, which was removed or replaced.
    var hasVanished: Bool {
        var status = stat()
        guard isOpen, stat(path, &status) == 0 else { return isOpen }
        return status.st_dev != identity.device || status.st_ino != identity.node
    }

    /// Whether `count` bytes more would exceed the limit.
    func isFull(for count: Int) -> Bool { limit.map { size > 0 && size + count > $0 } ?? false }

    /// Closes the file and keeps it as the former one.
    func rotate() throws(RecordingError) {
        close()
        try keepFormer()
    }

    private func keepFormer() throws(RecordingError) {
        guard rename(path, path + ".1") == 0 else { throw .system(path + ".1", code: errno) }
    }

    /// Writes all of `bytes`, which are whole lines.
    ///
    /// If that fails, what was written of them is removed again, so that the file ends with a whole line.
    func write(_ bytes: [UInt8]) throws(RecordingError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                let code = errno
                if written > 0 { _ = ftruncate(descriptor, off_t(size)) }
                throw .system(path, code: code)
            }
        }
        size += bytes.count
    }

    func close() {
        guard isOpen else { return }
        _ = Glibc.close(descriptor)
        descriptor = -1
    }
}

/// The reason why a recording could not be written.
public enum RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused an operation on the file at this path, with this code.
    case system(String, code: Int32)
    /// Another process is writing to the file at this path.
    case inUse(String)

    public var description: String {
        switch self {
        case .system(let path, let code): "cannot record to \(path): \(String(cString: strerror(code)))"
        case .inUse(let path): "cannot record to \(path): another process is writing to it"
        }
    }
}
