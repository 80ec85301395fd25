import ArgumentParser
import Configuration
import Glibc
import Terminal

/// The location of the configuration file.
struct ConfigurationSource {
    /// The path of the file; `nil` if there is no folder for one.
    private let path: String?
    /// Whether a flag or a variable names the file, which must then exist.
    private let isRequired: Bool

    /// The file that `--config` or `SIGNAL_CONSOLE_CONFIG` names, otherwise the default file.
    ///
    /// The default is `signal-console/config.yaml` below `$XDG_CONFIG_HOME` if that is an absolute path, otherwise below
    /// `~/.config` (XDG Base Directory Specification 0.8).
    init(flag: String?, environment variables: [String: String]) {
        func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        let named = flag ?? variable(ProgramConfiguration.fileVariable)
        let base = variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = base ?? variable("HOME").map { $0 + "/.config" }
        isRequired = named != nil
        path = named ?? folder.map { $0 + "/signal-console/config.yaml" }
    }

    /// Applies the file to `configuration` if it exists; returns the errors and warnings.
    func apply(to configuration: inout ProgramConfiguration) -> ConfigurationReport {
        guard let path else { return ConfigurationReport() }
        guard let bytes = FileBytes.read(path, limit: ConfigurationFile.sizeLimit) else { return unreadable(path) }
        return ConfigurationFile(name: path, bytes: bytes).apply(to: &configuration)
    }

    /// Returns the error in `errno`; no error if the file does not exist and need not.
    private func unreadable(_ path: String) -> ConfigurationReport {
        guard isRequired || ![ENOENT, ENOTDIR].contains(errno) else { return ConfigurationReport() }
        return ConfigurationReport(unreadable: path, reason: String(cString: strerror(errno)))
    }
}

/// The file with the token that peers must present.
enum TokenFile {
    /// The maximum size in bytes: enough for a token with white space around it.
    private static let sizeLimit = 4096

    /// Returns the token of the option `token` or of the file `token-file`; `nil` if none is required.
    ///
    /// - Throws: Exit code 64 if the file cannot be read or contains no token; the error is printed.
    static func token(of configuration: ProgramConfiguration) throws -> String? {
        let path = configuration.tokenFile
        guard !path.isEmpty else { return configuration.token.isEmpty ? nil : configuration.token }
        guard let bytes = FileBytes.read(path, limit: sizeLimit) else {
            throw invalid(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= sizeLimit else { throw invalid(path, "is larger than \(sizeLimit) bytes") }
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !token.isEmpty else { throw invalid(path, "is empty: expected a token") }
        guard OptionTable.isToken(String(token)) else {
            throw invalid(path, "does not contain a token: expected \(OptionTable.tokenExpected)")
        }
        return String(token)
    }

    private static func invalid(_ path: String, _ problem: String) -> ExitCode {
        StandardError.report("token-file \(path): \(problem)")
        return ExitCode(EX_USAGE)
    }
}

/// Reads files and pipes.
enum FileBytes {
    /// Returns the contents of the file at `path`, or more than `limit` of its bytes if it is larger.
    ///
    /// Returns `nil` and sets `errno` if the file cannot be read.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        // Opening or reading a pipe without a writer would block.
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

    /// Waits up to two seconds for the process at the other end of a pipe to write; returns whether there is more to
    /// read.
    private static func hasMore(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&polled, 1, 2000) > 0 { return true }
        errno = ETIMEDOUT
        return false
    }
}
