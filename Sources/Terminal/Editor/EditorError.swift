import Glibc
import Sessions

/// An error that keeps an edited text from being used: what is wrong, and how to fix it.
enum EditorError: Error, Equatable, CustomStringConvertible {
    /// No editor is set, and none of the usual ones is installed.
    case noEditor
    /// Another editor is open.
    case isOpen
    /// The shell does not find the command.
    case notFound(command: String)
    /// The editor exited with a status other than 0.
    case ended(command: String, status: Int32)
    /// The editor was terminated by a signal.
    case killed(command: String, signal: Int32)
    /// The file has more bytes than ``EditedFile/limit``; it is kept.
    case tooLong(path: String)
    /// The file is invalid UTF-8 at this byte, counted from 1; it is kept.
    case notUTF8(path: String, byte: Int)
    /// A system call failed.
    case system(subject: String, code: Int32)
    /// The file cannot be read; it is kept if it exists.
    case unreadable(path: String, code: Int32)

    var description: String {
        switch self {
        case .noEditor:
            "no editor: set EDITOR, such as EDITOR=nano"
        case .isOpen:
            "an editor is open already: end it first"
        case .notFound(let command):
            "editor '\(command)' is not found: set EDITOR, such as EDITOR=nano"
        case .ended(let command, let status):
            "editor '\(command)' ended with \(status); nothing was changed"
        case .killed(let command, let signal):
            "editor '\(command)' was ended by signal \(signal); nothing was changed"
        case .tooLong(let path):
            "the text is over \(Format.grouped(EditedFile.limit)) B; it is kept in \(path)"
        case .notUTF8(let path, let byte):
            "the text is not UTF-8 at byte \(Format.grouped(byte)); it is kept in \(path)"
        case .system(let subject, let code):
            "\(subject): \(String(cString: strerror(code))); nothing was changed"
        case .unreadable(let path, let code):
            "\(path): \(String(cString: strerror(code))); nothing was changed"
        }
    }
}
