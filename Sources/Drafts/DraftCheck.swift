public import Messages
public import SDP
import Text

/// Checks a message before it is sent, so that the operator is told of a mistake before a client is affected.
public enum DraftCheck {
    /// The largest number of faults of candidates that are reported.
    static let candidateLimit = 16

    /// Returns the faults of `message`, whose size limit is `limit` bytes.
    ///
    /// Those that prevent sending come first.
    ///
    /// Descriptions and candidates are checked wherever they are in the message, see ``ParsedMessage``.
    public static func faults(in message: Message, limit: Int) -> [DraftFault] {
        var faults: [DraftFault] = []
        if message.payload.count > limit { faults.append(.tooLong(message.payload.count, limit: limit)) }
        if let offset = firstInvalid(message.payload) {
            if message.opcode == .text { faults.append(.notUTF8(offset: offset)) }
            return faults
        }
        // The contents of a message that cannot be sent are not checked.
        guard faults.isEmpty else { return faults }
        return syntaxFaults(message.payload) + contentFaults(message)
    }

    /// Returns the offset of the first byte that is not UTF-8; `nil` if there is none.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch { return error.byteOffsets.lowerBound }
    }

    private static func syntaxFaults(_ bytes: [UInt8]) -> [DraftFault] {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "["),
            let error = JSONScanner.error(in: bytes)
        else { return [] }
        let (line, column) = place(of: error.offset, in: bytes)
        let scalar = String(decoding: bytes[error.offset...].prefix(4), as: UTF8.self).unicodeScalars.first
        return [.notJSON(line: line, column: column, found: scalar.map { String($0) }, expected: error.expected)]
    }

    /// Returns the line and the column of a byte.
    ///
    /// Lines end with CR LF, LF or CR.
    private static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for (index, byte) in bytes.prefix(offset).enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if index == 0 || bytes[index - 1] != UInt8(ascii: "\r") { line += 1 }
                column = 1
            case UInt8(ascii: "\r"): (line, column) = (line + 1, 1)
            // Continuation bytes of UTF-8.
            case 0x80..<0xC0: break
            default: column += 1
            }
        }
        return (line, column)
    }

    private static func contentFaults(_ message: Message) -> [DraftFault] {
        let parsed = ParsedMessage(message)
        switch parsed.kind {
        case .offer, .answer, .pranswer:
            guard let text = parsed.descriptionText else { return [.noDescription(parsed.kind)] }
            return SessionDescription.faults(in: text).map(DraftFault.description)
        case .candidate: return candidateFaults(message)
        default: return []
        }
    }

    private static func candidateFaults(_ message: Message) -> [DraftFault] {
        var faults: [DraftFault] = []
        _ = CarriedStrings.replaced(in: message.payload) { string in
            let line = string.utf8.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            guard faults.count < candidateLimit, Candidate.body(String(Substring(line))) != nil else { return nil }
            do throws(CandidateError) { try Candidate.check(String(Substring(line))) } catch {
                faults.append(.candidate(error, line: String(Substring(line))))
            }
            return nil
        }
        return faults
    }
}

/// A fault of a message that is about to be sent.
public enum DraftFault: Hashable, Sendable, CustomStringConvertible {
    /// The payload of a text message is not UTF-8 from this byte offset on (RFC 6455 §5.6).
    case notUTF8(offset: Int)
    /// The message exceeds the size limit in bytes.
    case tooLong(Int, limit: Int)
    /// The text begins like JSON but has a syntax error: the character there, and what JSON allows instead.
    case notJSON(line: Int, column: Int, found: String?, expected: String)
    /// The description is at fault.
    ///
    /// The line and the column are those in its text.
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
    public var message: String {
        switch self {
        case .notUTF8(let offset): "a text message is UTF-8, and this is not from byte \(offset) on; send it as binary"
        case .tooLong(let count, let limit): "\(count) bytes are more than the \(limit) that a message may have"
        case .notJSON(_, _, let found?, let expected): "unexpected '\(Excerpt(found))', expected \(expected)"
        case .notJSON(_, _, nil, let expected): "unexpected end of the text, expected \(expected)"
        case .description(let error): error.message
        case .noDescription(let kind):
            "the \(kind.rawValue) has no session description: its text does not begin with v=0"
        case .candidate(let error, _): error.description
        }
    }

    /// A description of the fault with its place, if it has one.
    public var description: String {
        guard let line, let column else { return message }
        return "line \(line), column \(column): \(message)"
    }
}
