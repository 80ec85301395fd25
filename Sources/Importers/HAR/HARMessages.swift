import Events
import Messages
import Text

/// The messages of a WebSocket in a HAR (`_webSocketMessages`, a member that Chromium has added to HAR 1.2).
///
/// ```
/// {"type":"send","time":1796001889.4546,"opcode":2,"data":"AP8BAg=="}
/// {"type":"error","time":1796001890.2234,"opcode":-1,"data":"Error during WebSocket handshake: …"}
/// ```
/// The data of binary messages is base64. Control frames are not recorded, and neither is the close code.
struct HARMessages {
    /// The number of messages.
    private(set) var count = 0
    /// The number of elements that were read, those that are no messages included.
    private(set) var elements = 0
    /// The number of elements to read.
    private let limit: Int
    /// Whether there are more elements than ``limit``.
    private(set) var isCut = false
    /// The earliest time of a message, in microseconds since 1970.
    private(set) var first: Int64?
    /// The latest time of a message.
    private(set) var last: Int64?
    /// The error with which the WebSocket ended; `nil` if there was none.
    private(set) var error: String?
    /// The time of the error.
    private(set) var errorTime: Int64?
    /// The time of a message that has none itself: that of the one before, or of the request.
    private var current: Int64?

    init(start: Int64?, limit: Int) { (current, self.limit) = (start, limit) }

    /// Reads messages.
    ///
    /// - Parameters:
    ///   - list: The array of messages.
    ///   - base: The offset in the file of the text that contains it.
    ///   - recording: Receives the faults.
    ///   - message: Called with each message, its direction and its time.
    mutating func read(
        _ list: JSONValue, base: Int, to recording: inout ImportedRecording,
        message: (EngineIOItem.Direction, Message, Int64?) -> Void
    ) {
        let text = HARText(list.bytes)
        _ = text.endOfArray(list.range.lowerBound) { index in
            guard elements < limit else {
                isCut = true
                return nil
            }
            guard let end = text.endOfValue(index) else { return nil }
            elements += 1
            let members = HARMembers(JSONValue(list.bytes, at: index..<end))
            do throws(Unreadable) {
                try read(members, at: base + index, to: &recording, message: message)
            } catch {
                recording.addFault(at: base + index, error.fault)
            }
            return end
        }
    }

    private struct Unreadable: Error { let fault: HARFault }

    private mutating func read(
        _ members: HARMembers, at offset: Int, to recording: inout ImportedRecording,
        message: (EngineIOItem.Direction, Message, Int64?) -> Void
    ) throws(Unreadable) {
        let kind = members.text("type")
        let time = HARTime.microseconds(seconds: members["time"])
        guard kind != "error" else {
            error = String((members.text("data") ?? "").prefix(ProxyReport.pathLimit))
            errorTime = time
            return
        }
        guard kind == "send" || kind == "receive" else { throw Unreadable(fault: .direction(members.quote("type"))) }
        guard let content = try Self.message(members) else { return }
        if let time {
            current = time
        } else {
            recording.addFault(at: offset, HARFault.time(members.quote("time")))
        }
        count += 1
        if let current {
            first = min(first ?? current, current)
            last = max(last ?? current, current)
        }
        message(kind == "send" ? .toServer : .toClient, content, current)
    }

    /// Returns the message with these members; `nil` if it is a control frame (RFC 6455 §5.5), which other programs record.
    private static func message(_ members: HARMembers) throws(Unreadable) -> Message? {
        let opcode = members["opcode"] == nil ? 1 : HARTime.integer(members["opcode"])
        if let opcode, (8...10).contains(opcode) { return nil }
        guard opcode == 1 || opcode == 2 else { throw Unreadable(fault: .opcode(members.quote("opcode"))) }
        guard let data = members["data"], data.isString else { throw Unreadable(fault: .data(members.quote("data"))) }
        guard data.byteCount <= 2 * HARSteps.messageLimit else { throw tooLarge(data.byteCount) }
        let bytes = Array((data.string ?? "").utf8)
        guard opcode == 2 else { return Message(.text, try checked(bytes)) }
        guard !bytes.isEmpty else { return Message(.binary, []) }
        guard let decoded = Base64.decode(bytes.span) else { throw Unreadable(fault: .base64(members.quote("data"))) }
        return Message(.binary, try checked(decoded))
    }

    private static func checked(_ bytes: [UInt8]) throws(Unreadable) -> [UInt8] {
        guard bytes.count <= HARSteps.messageLimit else { throw tooLarge(bytes.count) }
        return bytes
    }

    private static func tooLarge(_ count: Int) -> Unreadable {
        Unreadable(fault: .largeMessage(count, limit: HARSteps.messageLimit))
    }
}
