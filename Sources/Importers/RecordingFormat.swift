import Text

/// A format of recordings.
public enum RecordingFormat: Hashable, Sendable, CaseIterable {
    /// The event log of signal-console, NDJSON.
    case eventLog
    /// The HTTP archive of a browser (HAR 1.2), JSON.
    case har
    /// The dump of `chrome://webrtc-internals`, JSON.
    case webRTCInternals
    /// The dump of rtcstats, whose first line names it.
    case rtcStatsDump

    /// The number of bytes that ``detect(_:)`` looks at: 64 KiB, as members that come before the one that tells the format
    /// are short.
    public static let prefixLimit = 64 * 1024

    /// Returns the format of a file, given its first bytes; `nil` if it is none of these.
    ///
    /// A byte order mark and white space may come first. A compressed file has to be decompressed before.
    public static func detect(_ prefix: [UInt8]) -> RecordingFormat? {
        let bytes = Array(prefix.prefix(prefixLimit).dropFirst(ByteOrderMark.length(prefix)))
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        let text = bytes[start...]
        if text.starts(with: "RTCStatsDump".utf8) { return .rtcStatsDump }
        guard text.first == UInt8(ascii: "{") else { return nil }
        return format(ofObject: bytes)
    }

    /// Returns the format that a member of the first object tells.
    private static func format(ofObject bytes: [UInt8]) -> RecordingFormat? {
        var depth = 0
        var (previous, name): (JSONTokens.Token?, String?)
        for token in JSONTokens(bytes) {
            switch token.kind {
            case .open: depth += 1
            case .close:
                depth -= 1
                // Only the first object is looked at.
                if depth == 0 { return nil }
            case .colon where depth == 1:
                name = previous.map { String(decoding: bytes[$0.content], as: UTF8.self) }
                switch name {
                case "log": return .har
                case "PeerConnections", "getUserMedia", "getDisplayMedia", "UserAgent", "UserAgentData":
                    return .webRTCInternals
                default: break
                }
            case .string where depth == 1 && name == "format" && previous?.kind == .colon:
                return bytes[token.content].elementsEqual("signal-console".utf8) ? .eventLog : nil
            default: break
            }
            previous = token
        }
        return nil
    }
}

/// The byte order mark of UTF-8, which JSON texts should not have but some do (RFC 8259 §8.1).
enum ByteOrderMark {
    /// The number of bytes of the mark at the beginning of `bytes`: 3, or 0.
    static func length(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
