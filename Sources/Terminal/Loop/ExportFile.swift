import Console
import Glibc
import Sessions

/// A file that the operator exports.
///
/// The file is private to this user, because messages contain ICE passwords. Existing files are never overwritten: the
/// name gets a number instead. A file that cannot be written completely is removed.
struct ExportFile {
    /// The maximum number in a file name; 999.
    private static let numberLimit = 999

    private let export: Export
    private let path: String

    /// The file for an export.
    ///
    /// - Parameters:
    ///   - export: The name and the contents.
    ///   - home: The operator's home folder, for a name that begins with `~/`.
    init(_ export: Export, home: String? = getenv("HOME").map { String(cString: $0) }) {
        self.export = export
        if export.name.hasPrefix("~/"), let home {
            path = home + export.name.dropFirst()
        } else if export.name.hasPrefix("/") {
            path = export.name
        } else {
            path = Self.workingFolder + "/" + export.name
        }
    }

    /// Writes the file; returns a message about the result.
    func write() -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard !name.isEmpty, name != ".", name != "..", !path.utf8.contains(0) else {
            return "'\(export.name)' is not a file name"
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return "\(path): \(reason(EISDIR))" }
        for number in 1...Self.numberLimit {
            let path = numbered(number)
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                if errno == EEXIST { continue }
                return "\(path): \(reason(errno))"
            }
            let failure = writeContents(to: file)
            guard failure == 0 else {
                unlink(path)
                return "\(path): \(reason(failure))"
            }
            let size = Format.grouped(export.contents.utf8.count)
            return "wrote \(size) B to \(path)" + (export.isRedacted ? ", redacted" : "")
        }
        return "\(path): there are \(Self.numberLimit) files of that name"
    }

    /// Writes the contents and closes `file`, which may fail on network file systems; returns 0 or the number of the
    /// error.
    private func writeContents(to file: Int32) -> Int32 {
        var contents = export.contents
        let failure = contents.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let written = Glibc.write(file, rest.base.baseAddress?.advanced(by: rest.startIndex), rest.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if written == 0 || errno != EINTR {
                    return errno
                }
            }
            return 0
        }
        return close(file) == 0 || failure != 0 ? failure : errno
    }

    /// Returns the path with `number` before the extension, if it is above 1: `ladder-2.svg`.
    private func numbered(_ number: Int) -> String {
        guard number > 1 else { return path }
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path.lastIndex(of: "."), dot > start else { return "\(path)-\(number)" }
        return "\(path[..<dot])-\(number)\(path[dot...])"
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static var workingFolder: String {
        guard let folder = getcwd(nil, 0) else { return "." }
        defer { free(folder) }
        return String(cString: folder)
    }
}
