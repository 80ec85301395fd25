public import Messages
public import SDP
import Text

/// What is wrong with a message before it is sent.
public enum DraftFault: Hashable, Sendable, CustomStringConvertible {
    /// A text frame whose payload is not UTF-8 from this byte on, counted from 0 (RFC 6455 §5.6).
    case notUTF8(offset: Int)
    /// More bytes than the relay takes.
    case tooLong(Int, limit: Int)
    /// A text that begins as JSON does, and stops being that: what stands there, and what JSON has.
    case notJSON(line: Int, column: Int, found: String?, expected: String)
    /// A description's fault; line and column are those of the description's text.
    case description(SDPError)
    /// It says that it is a description, and its text is none.
    case noDescription(Kind)
    /// A candidate's fault, and the line.
    case candidate(CandidateError, line: String)

    /// Whether no client could be sent this.
    public var isFatal: Bool {
        switch self {
        case .notUTF8, .tooLong: true
        case .notJSON, .description, .noDescription, .candidate: false
        }
    }

    /// Whether readers accept it all the same.
    public var isWarning: Bool {
        guard case .description(let error) = self else { return false }
        return error.isWarning
    }

    /// The line, counted from 1; `nil` if there is no place to point at.
    public var line: Int? {
        switch self {
        case .notJSON(let line, _, _, _): line
        case .description(let error): error.line
        case .notUTF8, .tooLong, .noDescription, .candidate: nil
        }
    }

    /// The column in Unicode scalars, counted from 1; `nil` if there is no place to point at.
    public var column: Int? {
        switch self {
        case .notJSON(_, let column, _, _): column
        case .description(let error): error.column
        case .notUTF8, .tooLong, .noDescription, .candidate: nil
        }
    }

    /// What is wrong, without the place.
    public var words: String {
        switch self {
        case .notUTF8(let offset): "a text message is UTF-8, and this is not from byte \(offset) on; send it as binary"
        case .tooLong(let count, let limit): "\(count) bytes are more than the \(limit) that a message may have"
        case .notJSON(_, _, let found?, let expected): "'\(Excerpt(found))' stands where JSON has \(expected)"
        case .notJSON(_, _, nil, let expected): "the text ends where JSON has \(expected)"
        case .description(let error): error.words
        case .noDescription(let kind):
            "the \(kind.rawValue) has no session description: its text does not begin with v=0"
        case .candidate(let error, _): error.description
        }
    }

    /// The words, with the place where there is one.
    public var description: String {
        guard let line, let column else { return words }
        return "line \(line), column \(column): \(words)"
    }
}
