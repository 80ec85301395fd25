import ArgumentParser
import Configuration
import Glibc
import Terminal

/// The file with the token that a peer must show.
enum TokenFile {
    /// The largest file in bytes: a token with white space around it.
    private static let sizeLimit = 4096

    /// The token of `configuration`, which has it or the path of its file; `nil` if none is needed.
    ///
    /// - Throws: Exit code 64, with the reason on standard error.
    static func token(of configuration: Configuration) throws -> String? {
        let path = configuration.tokenFile
        guard !path.isEmpty else { return configuration.token.isEmpty ? nil : configuration.token }
        guard let bytes = FileBytes.read(path, limit: sizeLimit) else {
            throw fault(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= sizeLimit else { throw fault(path, "is larger than \(sizeLimit) bytes and no token") }
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !token.isEmpty else { throw fault(path, "is empty; write the token into it") }
        guard OptionTable.isToken(String(token)) else {
            throw fault(path, "holds no token: expected \(OptionTable.tokenExpected)")
        }
        return String(token)
    }

    private static func fault(_ path: String, _ words: String) -> ExitCode {
        StandardError.say("token-file \(path): \(words)")
        return ExitCode(EX_USAGE)
    }
}

/// The contents of files.
enum FileBytes {
    /// All bytes of the file at `path`, or more than `limit` if it is larger; `nil` if it cannot be read, for the reason
    /// in `errno`.
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

    /// Whether a pipe has more within two seconds, because another command may take a while to write.
    private static func hasMore(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&polled, 1, 2000) > 0 { return true }
        errno = ETIMEDOUT
        return false
    }
}
