public import Messages
import SDP
import Text

/// Checks a message before it is sent, so that the operator is told of a mistake before a client is affected.
public enum DraftCheck {
    /// The largest number of faults of candidates that are reported.
    static let candidateLimit = 16

    /// Returns the faults of `message`, whose size limit is `limit` bytes. Those that prevent sending come first.
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
        return json(message.payload) + said(message)
    }

    /// Returns the offset of the first byte that is not UTF-8; `nil` if there is none.
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

    /// Returns the line and the column of a byte. Lines end with CR LF, LF or CR.
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
