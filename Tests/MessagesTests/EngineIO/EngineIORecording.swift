import TestSupport

@testable import Messages
@testable import Text

/// A session that was recorded between a client and a server: a file in `Corpus`.
///
/// ```
/// # the client and the server, with their versions
/// EIO=4
/// GET "0{\"sid\":…}"      the body of the response to a GET request, as a JSON string
/// POST base64 AAE=        the body of a POST request, in base64
/// > "2probe"              a WebSocket message to the server; < is one to the client
/// ```
struct EngineIORecording {
    /// The body of a request or response, or a WebSocket message.
    struct Input {
        let direction: EngineIOItem.Direction
        let isFrame: Bool
        let bytes: Message

        /// Feeds the input, or `payload` in its place, to `session`.
        func feed(_ session: inout EngineIOSession, at time: Int64, _ payload: [UInt8]? = nil) -> [EngineIOItem] {
            let message = Message(bytes.opcode, payload ?? bytes.payload)
            return isFrame
                ? session.receive(frame: message, direction, at: time)
                : session.receive(body: message.payload, direction, at: time)
        }
    }

    let version: EngineIOVersion
    let inputs: [Input]

    /// Reads the lines of the file `name` in `Corpus`.
    static func named(_ name: String) throws -> EngineIORecording {
        try all().first { $0.name == name + ".txt" }?.recording ?? EngineIORecording([])
    }

    static func all() throws -> [(name: String, recording: EngineIORecording)] {
        try Corpus().files.map {
            ($0.name, EngineIORecording($0.bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)))
        }
    }

    private init(_ lines: [[UInt8]]) {
        let texts = lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("# ") }
        version = texts.first == "EIO=3" ? .three : .four
        inputs = texts.dropFirst().compactMap { line in
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { return nil }
            let toServer = words[0] == "POST" || words[0] == ">"
            return Input(
                direction: toServer ? .toServer : .toClient, isFrame: words[0] == ">" || words[0] == "<",
                bytes: Self.message(words[1]))
        }
    }

    private static func message(_ text: String) -> Message {
        guard text.hasPrefix("base64 ") else { return .text(JSONValue(text)?.string ?? "") }
        return Message(.binary, Base64.decode(Array(text.dropFirst(7).utf8).span) ?? [])
    }

    /// Plays the recording, one millisecond for each input, and returns the items.
    func play() -> [EngineIOItem] {
        var session = EngineIOSession(version)
        return inputs.enumerated().flatMap { $1.feed(&session, at: Int64($0) * 1_000_000) }
    }
}

extension EngineIOItem {
    /// A line for the item, such as `> event /room message 17 {"hi":1}`; `nil` for a heartbeat.
    var line: String? {
        let text: String
        switch event {
        case .heartbeat: return nil
        case .open(let handshake): text = "open " + handshake.upgrades.joined(separator: " ")
        case .upgrade(let step): text = "\(step)"
        case .close: text = "close"
        case .message(let message): text = "message " + (message.text ?? "\(message.payload)")
        case .connect(let namespace): text = "connect " + namespace
        case .connected(let namespace, let id): text = "connected \(namespace) " + (id == nil ? "-" : "id")
        case .refused(let namespace, let reason): text = "refused \(namespace) \(reason)"
        case .disconnect(let namespace): text = "disconnect " + namespace
        case .event(let event): text = "event \(event.line)"
        case .acknowledgement(let message, let event):
            text = "ack of \(event?.name ?? "-") \(message.line)"
        case .malformed(let error, _): text = "malformed: \(error)"
        }
        return (direction == .toServer ? "> " : "< ") + text
    }
}

extension SocketIOMessage {
    /// Namespace, name, id, arguments and attachments.
    fileprivate var line: String {
        let values = arguments.indices.map { String(decoding: argument($0) ?? [], as: UTF8.self) }
        let words = [packet.namespace, name, packet.ackID.map { "#\($0)" }].compactMap(\.self) + values
        return (words + attachments.map { "\($0)" }).joined(separator: " ")
    }
}

extension EngineIOSession {
    /// Decodes a polling body.
    mutating func receive(body: [UInt8], _ direction: Direction, at time: Int64) -> [EngineIOItem] {
        EngineIOPayload.parts(of: body, version).flatMap { receive($0, in: body, direction, at: time) }
    }

    /// Decodes a WebSocket message.
    mutating func receive(frame: Message, _ direction: Direction, at time: Int64) -> [EngineIOItem] {
        receive(EngineIOPayload.part(of: frame, version), in: frame.payload, direction, at: time)
    }
}

extension SocketIOMessage {
    /// The JSON text of an argument.
    func argument(_ index: Int) -> [UInt8]? {
        arguments.indices.contains(index) ? Array(packet.text[arguments[index]]) : nil
    }
}
