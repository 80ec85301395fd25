import Glibc
import Sessions

/// Why the operator's editor has given no text back.
enum EditorError: Error, Equatable, CustomStringConvertible {
    /// None is set, and none of the usual ones is installed.
    case noEditor
    /// The screen is an editor's already.
    case isOpen
    /// The shell does not find it.
    case notFound(command: String)
    /// It has ended with a status that is not 0.
    case ended(command: String, status: Int32)
    /// It was ended by a signal.
    case killed(command: String, signal: Int32)
    /// The file, which is kept, has more than ``EditedFile/limit``.
    case tooLong(path: String)
    /// The file, which is kept, has this byte, counted from 1, that belongs to no character.
    case notUTF8(path: String, byte: Int)
    /// What the system refused.
    case system(subject: String, code: Int32)
    /// The file, which is kept if it is there, could not be read.
    case unreadable(path: String, code: Int32)

    /// What is wrong, and what to do.
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
