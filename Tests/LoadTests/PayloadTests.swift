import Connections
import Findings
import NIOCore
import Negotiations
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import SDP
@testable import signal_load

@Suite struct PayloadTests {
    @Test(arguments: [200, 250, 1000, 1399, 1400, 1500, 1600, 2500, 6000, 16_000])
    func payloadsHaveTheRequestedSize(bytes: Int) {
        #expect(Payload(bytes: bytes, isOffer: true).text.utf8.count == bytes)
        #expect(Payload(bytes: bytes, isOffer: false).text.utf8.count == bytes)
    }

    @Test func numberIsAtItsOffset() {
        for bytes in [250, 2500] {
            let payload = Payload(bytes: bytes, isOffer: true)
            let digits = payload.text.utf8.dropFirst(payload.numberOffset).prefix(Payload.digitCount)
            #expect(String(digits) == "0000000000")
        }
    }

    /// The relay and its console must do the same work as for the messages of a real call.
    @Test func payloadsAreRecognized() throws {
        #expect(Self.parsed(2500, isOffer: true).kind == .offer)
        #expect(Self.parsed(2500, isOffer: false).kind == .answer)
        #expect(Self.parsed(6000, isOffer: true).description?.media.count == 2)
        let candidate = Self.parsed(250, isOffer: true)
        #expect(candidate.kind == .candidate)
        #expect(candidate.candidate != nil)
    }

    /// Findings would add work that the messages of a successful call do not cause.
    @Test func offerAndAnswerAreACallWithoutFindings() {
        var book = CallBook()
        for (index, isOffer) in [true, false, true, false].enumerated() {
            let (one, other) = isOffer ? (1, 2) : (2, 1)
            let text = Payload(bytes: 2500, isOffer: isOffer).text.replacing("0000000000", with: "000000000\(index)")
            let delivery = Delivery(
                message: .text(text), sender: .peer(PeerID(one)), room: "demo", recipients: [PeerID(other)])
            let entry = Entry(number: index + 1, time: .start, content: .message(delivery))
            book.fold(entry, ParsedMessage(delivery.message))
        }
        #expect(book.reply(4)?.offer == 3)
        #expect(book.findings.all.filter { $0.severity > .information }.isEmpty)
    }

    private static func parsed(_ bytes: Int, isOffer: Bool) -> ParsedMessage {
        ParsedMessage(.text(Payload(bytes: bytes, isOffer: isOffer).text))
    }
}

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
