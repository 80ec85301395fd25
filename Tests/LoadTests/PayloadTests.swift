import Signaling
import Testing

@testable import signal_load

@Suite struct PayloadTests {
    @Test(arguments: [200, 250, 1000, 1399, 1400, 1500, 1600, 2500, 6000, 16_000])
    func aPayloadHasTheSizeThatWasAskedFor(bytes: Int) {
        #expect(Payload(bytes: bytes, isOffer: true).text.utf8.count == bytes)
        #expect(Payload(bytes: bytes, isOffer: false).text.utf8.count == bytes)
    }

    @Test func theNumberIsWhereItSaysItIs() {
        for bytes in [250, 2500] {
            let payload = Payload(bytes: bytes, isOffer: true)
            let digits = payload.text.utf8.dropFirst(payload.numberPlace).prefix(Payload.numberLength)
            #expect(String(digits) == "0000000000")
        }
    }

    /// The relay, and its console, are to have the work that a call makes.
    @Test func aRelayUnderstandsWhatIsSaid() throws {
        #expect(Self.read(2500, isOffer: true).kind == .offer)
        #expect(Self.read(2500, isOffer: false).kind == .answer)
        #expect(Self.read(6000, isOffer: true).description?.media.count == 2)
        let candidate = Self.read(250, isOffer: true)
        #expect(candidate.kind == .candidate)
        #expect(candidate.candidate != nil)
    }

    private static func read(_ bytes: Int, isOffer: Bool) -> Reading {
        Reading(.text(Payload(bytes: bytes, isOffer: isOffer).text))
    }
}
