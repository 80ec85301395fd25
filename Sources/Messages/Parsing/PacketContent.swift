import SDP
import Text

/// The content of messages that Engine.IO packets carry.
extension Classifier {
    /// Parses a message that `packet` carries.
    static func read(
        _ message: Message, _ packet: CarrierPacket, _ known: inout SDPSummaryCache
    ) -> (content: Content, route: Route, isText: Bool) {
        func described(_ kind: Kind, _ text: String) -> (content: Content, route: Route, isText: Bool) {
            let place = packet.namespace.map { $0 == "/" ? "" : " \($0)" } ?? ""
            return (Content(kind: kind, body: .words("socket.io\(place): \(text)")), Route(), true)
        }
        switch packet.content {
        case .message: return readPlain(message, &known)
        case .event: return readPlain(Message(.text, eventObject(message.payload)), &known)
        case .acknowledgement(let event):
            let parsed = readPlain(Message(.text, argument(of: message.payload)), &known)
            guard parsed.content.kind == .other else { return parsed }
            let elapsed = event.map { " of \($0.name) +\($0.elapsed / 1_000_000) ms" } ?? ""
            let content = Content(kind: .other, body: .words("ack\(elapsed) \(beginning(of: message.payload))"))
            return (content, parsed.route, parsed.isText)
        case .connect: return described(.other, "connect")
        case .connected(let id): return described(.other, "connected" + (id.map { " as \($0)" } ?? ""))
        case .refused(let reason): return described(.error, "refused: \(reason)")
        case .disconnect: return described(.leave, "disconnect")
        case .malformed(let reason): return described(.opaque, reason)
        }
    }

    /// Returns the beginning of `payload` as text, as much as a summary shows.
    static func beginning(of payload: [UInt8]) -> String {
        // A scalar has at most four bytes, so this is enough for the summary even if the last scalar is cut.
        String(decoding: payload.prefix(4 * ParsedMessage.summaryLimit), as: UTF8.self)
    }

    /// Returns the JSON that is classified in place of an event.
    ///
    /// ```
    /// ["offer",{…}]              {"event":"offer","data":{…}}          a name that tells a kind
    /// ["join","room",1]          {"event":"join","data":["room",1]}
    /// ["signal-to",{…}]          {…}                                    another name and one argument
    /// ["signal-to","peer",{…}]   ["signal-to","peer",{…}]
    /// ```
    static func eventObject(_ payload: [UInt8]) -> [UInt8] {
        let elements = JSONValue(payload)?.elements(CarrierPacket.argumentLimit + 1) ?? []
        guard let first = elements.first else { return payload }
        let arguments = elements.dropFirst()
        let single = arguments.count == 1 ? arguments.first : nil
        guard let name = first.string, KindWords.meaning(name) != nil else {
            return single.map { Array(payload[$0.range]) } ?? payload
        }
        var object = Array("{\"event\":\(JSONString.encode(name))".utf8)
        if let single {
            object += ",\"data\":".utf8 + payload[single.range]
        } else if let start = arguments.first?.range.lowerBound, let end = arguments.last?.range.upperBound {
            object += ",\"data\":[".utf8 + payload[start..<end] + "]".utf8
        }
        return object + [UInt8(ascii: "}")]
    }

    /// Returns the only argument of an acknowledgement, or all of them as an array.
    private static func argument(of payload: [UInt8]) -> [UInt8] {
        let elements = JSONValue(payload)?.elements(2) ?? []
        guard elements.count == 1, let only = elements.first else { return payload }
        return Array(payload[only.range])
    }
}
