/// The reason why nothing of a file could be read: what was wrong, the value, and what is expected.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file is not one of the format that was asked for.
    case notThisFormat
    /// The file begins like one of the format, but nothing of it could be read; the first fault.
    case nothingRead(ImportFault)
    /// The caller has cancelled the import.
    case cancelled
    /// The file has this number of bytes, more than ``ImportedRecording/byteLimit``.
    case tooLarge(Int)

    /// The message.
    public var description: String {
        switch self {
        case .notThisFormat: "unknown format: expected an event log, a HAR, a webrtc-internals dump or an RTCStatsDump"
        case .nothingRead(let fault): "unreadable recording: \(fault)"
        case .cancelled: "cancelled"
        case .tooLarge(let count):
            "recording of \(count) bytes: expected at most \(ImportedRecording.byteLimit)"
        }
    }
}
