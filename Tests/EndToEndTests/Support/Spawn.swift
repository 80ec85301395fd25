import Foundation
import Glibc

/// Starts a program, found on the PATH, with an empty standard input where none is given.
///
/// All signals are unblocked and have their default effect: threads of Swift's concurrency block them, a child inherits
/// that, and would not hear SIGTERM.
func spawn(
    _ command: [String],
    environment: [String],
    input: Int32? = nil,
    output: Int32,
    error: Int32
) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    if let input {
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
    } else {
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&files, error, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }

    var id: pid_t = 0
    let failure = posix_spawnp(&id, command.first ?? "", &files, &attributes, &arguments, &variables)
    guard failure == 0 else {
        throw CannotStart(program: command.first ?? "", code: failure)
    }
    return id
}

/// A file without a name, for a program to write to: it never fills up as a pipe does, and goes when it is closed.
final class UnnamedFile: Sendable {
    let descriptor: Int32

    init() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw CannotStart(program: path, code: errno) }
        unlink(path)
    }

    deinit { close(descriptor) }

    /// All that was written so far.
    ///
    /// `pread` does not move the place where the program writes on.
    var text: String {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return "" }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A program could not be started at all.
struct CannotStart: Error, CustomStringConvertible {
    let program: String
    let code: Int32

    var description: String { "cannot start \(program): \(String(cString: strerror(code)))" }
}
