public import Messages
import SDP
import Text

/// Looks at a message before it is sent: whoever edits one by hand hears of a slip here, and not from a client.
public enum DraftCheck {
    /// How many faults of candidates are told: more than one reads.
    static let candidateLimit = 16

    /// What is wrong with `message`, which may have `limit` bytes: first what makes it impossible to send.
    ///
    /// The description or the candidates that it carries are looked at wherever they stand, see ``ParsedMessage``.
    public static func faults(in message: Message, limit: Int) -> [DraftFault] {
        var faults: [DraftFault] = []
        if message.payload.count > limit { faults.append(.tooLong(message.payload.count, limit: limit)) }
        if let offset = firstInvalid(message.payload) {
            if message.opcode == .text { faults.append(.notUTF8(offset: offset)) }
            return faults
        }
        // What nobody can send, nobody need read.
        guard faults.isEmpty else { return faults }
        return json(message.payload) + said(message)
    }

    /// Where bytes stop being UTF-8; `nil` if they do not.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch { return error.byteOffsets.lowerBound }
    }

    private static func json(_ bytes: [UInt8]) -> [DraftFault] {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "["),
            let error = JSONScanner.error(in: bytes)
        else { return [] }
        let (line, column) = place(of: error.offset, in: bytes)
        let scalar = String(decoding: bytes[error.offset...].prefix(4), as: UTF8.self).unicodeScalars.first
        return [.notJSON(line: line, column: column, found: scalar.map { String($0) }, expected: error.expected)]
    }

    /// The line and the column of a byte; CRLF, LF and CR each end a line.
    private static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for (index, byte) in bytes.prefix(offset).enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if index == 0 || bytes[index - 1] != UInt8(ascii: "\r") { line += 1 }
                column = 1
            case UInt8(ascii: "\r"): (line, column) = (line + 1, 1)
            // Bytes behind the first of a scalar.
            case 0x80..<0xC0: break
            default: column += 1
            }
        }
        return (line, column)
    }

    private static func said(_ message: Message) -> [DraftFault] {
        let reading = ParsedMessage(message)
        switch reading.kind {
        case .offer, .answer, .pranswer:
            guard let text = reading.descriptionText else { return [.noDescription(reading.kind)] }
            return SessionDescription.faults(in: text).map(DraftFault.description)
        case .candidate: return candidates(message)
        default: return []
        }
    }

    private static func candidates(_ message: Message) -> [DraftFault] {
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
