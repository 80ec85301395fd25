import Glibc

/// What a file holds.
enum FileBytes {
    /// The bytes of the file at `path`: all, or more than `limit` where there are more; nil where it cannot be read, for
    /// the reason in `errno`.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        // A pipe without a writer would hold up the program, and a reload of its configuration.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR || errno == EAGAIN && hasMore(descriptor) { continue }
            guard count >= 0 else {
                let reason = errno
                close(descriptor)
                errno = reason
                return nil
            }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        close(descriptor)
        return bytes
    }

    /// Whether more comes of a pipe within two seconds: another command may have to think.
    private static func hasMore(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&polled, 1, 2000) > 0 { return true }
        errno = ETIMEDOUT
        return false
    }
}
