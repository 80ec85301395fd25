import Foundation
import Testing

@testable import Events
@testable import Importers
@testable import Messages

/// A HAR for tests: a recording of a real browser, or one that is made of entries.
struct HARFile {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Recordings")

    let bytes: [UInt8]

    /// Reads the recording with this name in `Recordings`.
    init(named name: String) throws {
        bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name + ".har")))
    }

    /// A file with these entries, each the text of a JSON object.
    init(entries: [String]) {
        bytes = Array(#"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ","))]}}"#.utf8)
    }

    /// A file of one browser that holds the recordings of several, in this order.
    init(joining names: [String]) throws {
        var entries: [Any] = []
        for name in names {
            let object = try JSONSerialization.jsonObject(with: Data(HARFile(named: name).bytes)) as? [String: Any]
            entries += try #require((object?["log"] as? [String: Any])?["entries"] as? [Any])
        }
        bytes = Array(try JSONSerialization.data(withJSONObject: ["log": ["entries": entries]]))
    }

    /// An entry of a WebSocket with these messages, opened at the second 1,700,000,000 since 1970.
    ///
    /// - Parameters:
    ///   - messages: The elements of `_webSocketMessages`.
    ///   - url: The URL.
    ///   - status: The status of the response.
    ///   - milliseconds: The duration.
    /// - Returns: The text of the entry.
    static func socket(
        _ messages: [String], url: String = "ws://a.example/ws", status: Int = 101, milliseconds: Double = 0
    ) -> String {
        #"{"_resourceType":"websocket","startedDateTime":"2023-11-14T22:13:20.000Z","time":\#(milliseconds),"#
            + #""request":{"method":"GET","url":"\#(url)"},"response":{"status":\#(status)},"#
            + #""_webSocketMessages":[\#(messages.joined(separator: ","))]}"#
    }

    /// A message of a WebSocket, some seconds after the second 1,700,000,000.
    static func message(_ type: String, _ data: String, at seconds: Double = 1, opcode: Int = 1) -> String {
        #"{"type":"\#(type)","time":\#(1_700_000_000 + seconds),"opcode":\#(opcode),"data":"\#(data)"}"#
    }

    /// An entry of a polling request, sent some seconds after the second 1,700,000,000.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - query: The query without the transport.
    ///   - request: The members of the request besides the method and the URL.
    ///   - response: The members of the response.
    ///   - seconds: The time of the request.
    ///   - milliseconds: The duration.
    /// - Returns: The text of the entry.
    static func poll(
        _ method: String, _ query: String = "EIO=4&sid=s1", request: String = "", response: String = #""status":200"#,
        at seconds: Int, milliseconds: Int = 0
    ) -> String {
        #"{"startedDateTime":"2023-11-14T22:13:\#(20 + seconds).000Z","time":\#(milliseconds),"request":{"method":"\#(method)","#
            + #""url":"http://a.example:8000/socket.io/?transport=polling&\#(query)"\#(request)},"response":{\#(response)}}"#
    }

    /// The recording.
    func read() throws -> ImportedRecording { try HARImporter.read(bytes) { _ in true } }
}

extension ImportedRecording {
    /// The entries.
    var entries: [Entry] {
        events.compactMap { event in
            if case .entry(let entry) = event { entry } else { nil }
        }
    }

    /// The entries in words: `p1 joins socket 1`, `p1 offer`, `p2 leaves: closed`, and notices in their own.
    var lines: [String] {
        entries.map { entry in
            switch entry.content {
            case .joined(let peer):
                "\(peer.id) joins \(peer.room)"
                    + (peer.role == .server ? ": \(peer.address)" : ", \(peer.transport.text)")
            case .message(let delivery):
                "\(delivery.author) \(ParsedMessage(delivery.message).kind.rawValue)"
            case .left(let peer, let reason): "\(peer) leaves: \(reason.text)"
            case .noted(let notice): notice.text
            case .refused(_, let refusal): refusal.text
            case .reported: "report"
            }
        }
    }

    /// The texts of messages, each after its sender; binary ones in hexadecimal.
    var texts: [String] {
        entries.compactMap { entry in
            entry.delivery.map { delivery in
                let payload = delivery.message.payload
                let text =
                    delivery.message.opcode == .text
                    ? String(decoding: payload, as: UTF8.self) : payload.map { String(format: "%02x", $0) }.joined()
                return "\(delivery.author) \(text)"
            }
        }
    }

    /// The reasons of faults.
    var reasons: [String] { faults.map(\.reason) }
}
