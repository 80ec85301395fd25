import Text

/// The reason why a part of a HAR could not be read.
enum HARFault: Hashable, CustomStringConvertible {
    /// The text is not JSON from here on.
    case json(expected: String)
    /// The log has no entries.
    case noEntries
    /// The entry is no object, or has no request.
    case entry(String)
    /// The time at which a request was sent is not a plausible one.
    case date(String)
    /// The time of a message is not a plausible one.
    case time(String)
    /// The direction of a message is unknown.
    case direction(String)
    /// The opcode of a message is that of no data frame.
    case opcode(String)
    /// The message has no data.
    case data(String)
    /// The data of a binary message is not base64.
    case base64(String)
    /// The message has more bytes than the proxy accepts.
    case largeMessage(Int, limit: Int)
    /// The browser has not recorded the messages of a WebSocket.
    case noMessages(String)
    /// The file has more messages and requests than are read.
    case tooMany(limit: Int)

    /// The fault, the value, and what is expected.
    var description: String {
        switch self {
        case .json(let expected): "malformed or incomplete JSON: expected \(expected)"
        case .noEntries: "log without entries: expected an array of them"
        case .entry(let text): "invalid entry \"\(Excerpt(text))\": expected an object with a request and its url"
        case .date(let text):
            "invalid startedDateTime \"\(Excerpt(text))\": expected a time such as 2026-01-31T12:00:00.000Z"
        case .time(let text): "invalid time \"\(Excerpt(text))\" of a message: expected seconds since 1970"
        case .direction(let text): "invalid type \"\(Excerpt(text))\" of a message: expected send or receive"
        case .opcode(let text): "invalid opcode \"\(Excerpt(text))\": expected 1 for text or 2 for binary"
        case .data(let text): "invalid data \"\(Excerpt(text))\" of a message: expected a string"
        case .base64(let text): "invalid data \"\(Excerpt(text))\" of a binary message: expected base64"
        case .largeMessage(let count, let limit): "message of \(count) bytes: expected at most \(limit)"
        case .noMessages(let path):
            """
            no messages of the WebSocket \(Excerpt(path)): expected _webSocketMessages, which Chromium records and \
            Firefox does not
            """
        case .tooMany(let limit): "too many messages and requests: expected at most \(limit)"
        }
    }
}
