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
                message: .text(text), sender: .peer(PeerID(one)), room: "demo", hearers: [PeerID(other)])
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
