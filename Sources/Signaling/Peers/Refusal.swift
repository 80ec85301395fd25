/// Why somebody was not let in.
public enum Refusal: Hashable, Sendable {
    /// The name is longer than ``Switchboard/Limits`` allow.
    case nameTooLong(scalars: Int, bytes: Int)
    /// The room's name is longer than ``Switchboard/Limits`` allow.
    case roomNameTooLong(scalars: Int, bytes: Int)
    /// The room has as many peers as it may have.
    case roomFull(room: String, limit: Int)
    /// The relay has as many peers as it may have.
    case relayFull(limit: Int)
    /// The operator has banned it, for so many seconds more; nil for as long as the relay runs.
    case banned(Ban.Subject, seconds: Int?)
    /// The relay is about to end.
    case draining

    /// The code with which the WebSocket is closed.
    public var code: CloseCode {
        switch self {
        case .nameTooLong, .roomNameTooLong: .refused
        case .roomFull, .relayFull: .full
        case .banned: .kicked
        case .draining: .goingAway
        }
    }

    /// In words, for the log.
    public var words: String {
        switch self {
        case .roomFull(let room, let limit): "room \(room) is full (\(Self.peers(limit)))"
        case .banned(let subject, _): "\(closeReason) (\(subject.words))"
        case .nameTooLong, .roomNameTooLong, .relayFull, .draining: closeReason
        }
    }

    /// In words that fit a close frame (RFC 6455 §5.5: 123 bytes at most), so without anything a peer chose.
    public var closeReason: String {
        switch self {
        case .nameTooLong(let scalars, let bytes): "the name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomNameTooLong(let scalars, let bytes):
            "the room's name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomFull(_, let limit): "the room is full (\(Self.peers(limit)))"
        case .relayFull(let limit): "the relay is full (\(Self.peers(limit)))"
        case .banned(_, let seconds): "banned by the operator" + (seconds.map { " for \($0) s more" } ?? "")
        case .draining: "the relay is closing"
        }
    }

    private static func peers(_ count: Int) -> String { "\(count) \(count == 1 ? "peer" : "peers")" }
}
