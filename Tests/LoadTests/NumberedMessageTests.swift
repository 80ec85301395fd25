import NIOCore
import TestSupport
import Testing

@testable import signal_load

@Suite struct NumberedMessageTests {
    @Test(arguments: [250, 2500, 70_000])
    func settingTheNumberChangesOnlyTheDigits(size: Int) {
        let payload = Payload(bytes: size, isOffer: true)
        var message = NumberedMessage(payload)
        let before = Self.unmasked(message)
        #expect(before == payload.text)
        message.setNumber(1_234_567)
        let after = Self.unmasked(message)
        #expect(after == before.replacing("0000000000", with: "0001234567", maxReplacements: 1))
        message.setNumber(0)
        #expect(Self.unmasked(message) == before)
    }

    @Test func requestAppendsTheRoomToTheQuery() throws {
        let url = try #require(WebSocketURL("ws://[::1]:9/a?token=b"))
        #expect(
            url.upgradeRequest(room: "demo") == OpeningHandshake.request("/a?token=b&room=demo", host: "[::1]:9"))
        let bare = try #require(WebSocketURL("ws://a"))
        #expect(bare.upgradeRequest(room: "r").hasPrefix("GET /?room=r HTTP/1.1\r\n"))
    }

    private static func unmasked(_ message: NumberedMessage) -> String {
        let bytes = Array(buffer: message.bytes)
        let length = [126: 4, 127: 10][bytes[1] & 0x7F] ?? 2
        let key = bytes[length..<length + 4]
        let payload = bytes[(length + 4)...].enumerated().map { $1 ^ key[length + $0 % 4] }
        return String(decoding: payload, as: UTF8.self)
    }
}
