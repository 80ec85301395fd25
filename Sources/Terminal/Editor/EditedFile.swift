import CTerminalSignals
import Console
import Glibc

/// A temporary file with the text for an editor, private to this user because descriptions contain passwords.
///
/// The file is in a folder of its own, so that the backup files of an editor are removed with it.
struct EditedFile: ~Copyable {
    /// The maximum number of bytes that are read back; 1 MiB, four times the largest message of the relay by default.
    static let limit = 1024 * 1024

    /// The path of the file.
    let path: String
    private let folder: String
    private let editing: EditorInput
    private var isKept = false

    /// Writes the text of `editing` to a file such as `message.sdp` in a new folder inside of `parent`.
    static func create(_ editing: EditorInput, in parent: String = temporaryFolder) throws(EditorError) -> EditedFile {
        var template = Array("\(parent)/signal-console-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system(subject: parent, code: errno) }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let file = EditedFile(editing, folder: folder)
        try file.write()
        return file
    }

    private init(_ editing: EditorInput, folder: String) {
        self.editing = editing
        self.folder = folder
        path = "\(folder)/message.\(editing.fileExtension)"
    }

    deinit {
        if !isKept { ts_remove_folder(folder) }
    }

    /// `TMPDIR`, or `/tmp`.
    private static var temporaryFolder: String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return folder.isEmpty ? "/tmp" : folder
    }

    private func write() throws(EditorError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(subject: path, code: errno) }
        defer { close(file) }
        var rest = Array(editing.text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written == 0 || errno != EINTR {
                throw .system(subject: path, code: errno)
            }
        }
    }

    /// Keeps the file when this value is destroyed.
    mutating func keep() { isKept = true }

    /// Reads the text back; if that fails, the file is kept.
    mutating func read() throws(EditorError) -> EditorResult {
        isKept = true
        var bytes = try contents()
        let original = Array(editing.text.utf8)
        // Most editors add a line end to the last line.
        if original.last != 0x0A, bytes.last == 0x0A {
            bytes.removeLast()
            if original.last != 0x0D, bytes.last == 0x0D { bytes.removeLast() }
        }
        isKept = false
        // Strings are not compared, because strings of different bytes may be equal.
        return bytes == original ? .unchanged : .saved(String(decoding: bytes, as: UTF8.self))
    }

    /// Returns the contents of the file, which must be UTF-8.
    private func contents() throws(EditorError) -> [UInt8] {
        // Opening a named pipe would block without O_NONBLOCK.
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path, code: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limit {
            let count = Glibc.read(file, &piece, piece.count)
            if count > 0 {
                bytes += piece[..<count]
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw .unreadable(path: path, code: errno)
            }
        }
        guard bytes.count <= Self.limit else { throw .tooLong(path: path) }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw .notUTF8(path: path, byte: error.byteOffsets.lowerBound + 1)
        }
        return bytes
    }
}
