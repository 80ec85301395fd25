import Testing

@testable import Events
@testable import Legs

/// The time and the number of messages that are pending.
@Suite struct LegLimitTests {
    @Test func aMessageGoesOutWithinTenSeconds() {
        #expect(LegScene(clients: 2, "1 p1 offers\n11 p4 passes #5").exchanges.count == 1)
        #expect(LegScene(clients: 2, "1 p1 offers\n11.001 p4 passes #5").origins == ["#6 server"])
    }

    @Test func aLegHas64DescriptionsPending() {
        let offers = (0..<65).map { "1 p1 offers ufrag=u\(100 + $0)" }.joined(separator: "\n")
        #expect(LegScene(clients: 2, offers + "\n2 p4 passes #5").origins == ["#70 server"])
        #expect(LegScene(clients: 2, offers + "\n2 p4 passes #6").exchanges.count == 1)
    }

    @Test func candidatesDisplaceNoDescription() {
        let candidates = (0..<300).map { "1 p1 candidate host ufrag=u\(100 + $0)" }.joined(separator: "\n")
        let scene = LegScene(clients: 2, "1 p1 offers\n" + candidates + "\n2 p4 passes #5")
        #expect(scene.exchanges.count == 1)
        #expect(scene.fates.count == 257)
    }

    @Test func thePendingMessagesOfAllClientsAreLimited() {
        let text = String(repeating: "x", count: 200_000)
        let messages = (0..<100).map { "1 p\(2 * ($0 % 4) + 1) sends {\"n\":\($0),\"text\":\"\(text)\"}" }
        let scene = LegScene(clients: 4, messages.joined(separator: "\n"))
        #expect((70..<90).contains(scene.fates.count), "\(scene.fates.count)")
    }

    @Test func messagesLargerThanSignalingAreNotPending() {
        let text = String(repeating: "x", count: 300_000)
        #expect(LegScene(clients: 2, "1 p1 sends {\"text\":\"\(text)\"}").fates == [])
    }

    @Test func forgottenEntriesHaveNoExchanges() {
        var book = LegScene(clients: 2, "1 p1 offers\n1.1 p4 passes #5").book
        book.forget(5)
        #expect(book.exchanges(ofInbound: 5).isEmpty && book.fate(of: 5) == nil)
        #expect(book.exchange(ofOutbound: 6)?.inbound == 5)
        book.forget(6)
        #expect(book.exchange(ofOutbound: 6) == nil)
    }

    @Test func nothingIsPendingAfterALossOfEntries() {
        var book = LegScene(clients: 2, "1 p1 offers").book
        book.invalidate()
        #expect(book.fate(of: 5) == nil)
        #expect(book.answer(PeerID(1), key: nil).isEmpty)
    }

    @Test func theLegsAreThoseOfASnapshot() {
        var book = LegScene(clients: 2, "").book
        book.update(to: [(PeerID(3), PeerID(4)), (PeerID(7), PeerID(8))], entry: 9)
        #expect(!book.isOpen(PeerID(1)) && book.isOpen(PeerID(3)) && book.isOpen(PeerID(7)))
        book.update(to: [], entry: 10)
        #expect(book.isEmpty)
    }
}
