public import Messages
public import SDP
import Text

/// A fault of a message that is about to be sent.
public enum DraftFault: Hashable, Sendable, CustomStringConvertible {
    /// The payload of a text message is not UTF-8 from this byte offset on (RFC 6455 §5.6).
    case notUTF8(offset: Int)
    /// The message exceeds the size limit in bytes.
    case tooLong(Int, limit: Int)
    /// The text begins like JSON but has a syntax error: the character there, and what JSON allows instead.
    case notJSON(line: Int, column: Int, found: String?, expected: String)
    /// The description is at fault. The line and the column are those in its text.
    case description(SDPError)
    /// The message claims to be a description and contains none.
    case noDescription(Kind)
    /// A candidate is at fault.
    case candidate(CandidateError, line: String)

    /// Whether the message cannot be sent.
    public var isFatal: Bool {
        switch self {
        case .notUTF8, .tooLong: true
        case .notJSON, .description, .noDescription, .candidate: false
        }
    }

    /// Whether parsers accept the message nevertheless.
    public var isWarning: Bool {
        guard case .description(let error) = self else { return false }
        return error.isWarning
    }

    /// The line, counted from 1; `nil` if the fault has no place.
    public var line: Int? {
        switch self {
        case .notJSON(let line, _, _, _): line
        case .description(let error): error.line
        case .notUTF8, .tooLong, .noDescription, .candidate: nil
        }
    }

    /// The column in Unicode scalars, counted from 1; `nil` if the fault has no place.
    public var column: Int? {
        switch self {
        case .notJSON(_, let column, _, _): column
        case .description(let error): error.column
        case .notUTF8, .tooLong, .noDescription, .candidate: nil
        }
    }

    /// A description of the fault without its place.
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

    /// A description of the fault with its place, if it has one.
    public var description: String {
        guard let line, let column else { return words }
        return "line \(line), column \(column): \(words)"
    }
}
