import Analysis
import Connections
import Events
import Findings
import Negotiations
import SignalingSupport
import Testing

/// The connections that pages report, found in the messages by user name and fingerprint.
@Suite struct ConnectionBookTests {
    private func scene(_ lines: [String]) -> Scene { Scene(lines.joined(separator: "\n")) }
    private let alice = PeerID(1)
    private let bob = PeerID(2)

    @Test func aConnectionBelongsToTheAuthorOfItsLocalDescription() {
        let book = scene(ConnectionRulesTests.call).book
        #expect(book.connections.owner(of: ConnectionID(PageID(1), 1))?.peer == alice)
        #expect(book.connections.owner(of: ConnectionID(PageID(2), 1))?.peer == bob)
        let pair = Pair(alice, bob)
        #expect(book.connections.owner(of: ConnectionID(PageID(1), 1))?.negotiation == NegotiationID(pair))
        #expect(book.connections.peers(of: PageID(2)) == [bob])
    }

    @Test func aReportMayPrecedeItsMessage() {
        // The page's sockets are not ordered among each other.
        let lines = [
            "0 p1 joins demo", "0 p2 joins demo", "0.2 page1 opens", "1 p1 offers with=host",
            "1.1 page1 sets-local 1 #4",
        ]
        #expect(scene(lines).book.connections.owner(of: ConnectionID(PageID(1), 1))?.peer == alice)
    }

    /// The descriptions of current negotiations are found from the first report on.
    @Test func aPageMayOpenItsProbeDuringACall() {
        let lines = [
            "0 p1 joins demo", "0 p2 joins demo", "1 p1 offers with=host", "1.2 p2 answers with=host", "2 page1 opens",
            "2.1 page1 sets-local 1 #3", "2.1 page1 sets-remote 1 #4", "2.2 page2 opens", "2.3 page2 sets-local 1 #4",
        ]
        let book = scene(lines).book
        for (page, peer) in [(PageID(1), alice), (PageID(2), bob)] {
            let owner = book.connections.owner(of: ConnectionID(page, 1))
            #expect(owner?.peer == peer && owner?.negotiation == NegotiationID(Pair(alice, bob)))
        }
    }

    @Test func anOfferToTwoPeersBeforeTheFirstReportHasOneAuthorAndTwoRecipients() {
        let lines = [
            "0 p1 joins demo", "0 p2 joins demo", "0 p3 joins demo", "1 p1 offers with=host", "2 page1 opens",
            "2.1 page1 sets-local 1 #4", "2.2 page2 opens", "2.3 page2 sets-remote 1 #4",
        ]
        let book = scene(lines).book
        #expect(book.connections.owner(of: ConnectionID(PageID(1), 1))?.peer == alice)
        #expect(book.connections.owner(of: ConnectionID(PageID(1), 1))?.negotiation == nil)
        #expect(book.connections.presumedOwner(of: ConnectionID(PageID(2), 1)) == nil)
    }

    @Test func theRecipientOfAnOfferIsKnownFromItsRemoteDescription() {
        let book = scene(Array(ConnectionRulesTests.call.prefix(7))).book
        #expect(book.connections.presumedOwner(of: ConnectionID(PageID(2), 1)) == bob)
        #expect(book.connections.owner(of: ConnectionID(PageID(2), 1)) == nil)
    }

    /// Bob's page pretends to be Alice's, and to have refused his answer.
    @Test func aPresumedOwnerProvesNothing() {
        let lines =
            ConnectionRulesTests.call + [
                "2 page3 opens", "2.1 page3 sets-remote 1 #8 error=OperationError", "2.2 page3 state 1 ice failed",
                "2.3 page3 state 1 connection failed",
            ]
        let book = scene(lines).book
        #expect(book.connections.receptions(of: 8).isEmpty)
        #expect(book[alice, bob].map(book.progress) == .answered)
        #expect(book.findings.all.allSatisfy { $0.peers.isEmpty })
    }

    /// Alice's page has no probe, and a page elsewhere claims her offer.
    @Test func aPageWithAnotherAddressIsNotBelieved() {
        let lines = [
            "0 p1 joins demo address=198.51.100.4:1", "0 p2 joins demo address=203.0.113.5:2", "0.2 page1 opens",
            "1 p1 offers with=host", "1.2 p2 answers with=host", "2 page1 sets-local 1 #4",
            "3 page1 state 1 ice failed", "3 page1 state 1 connection failed",
        ]
        let book = scene(lines).book
        #expect(book[alice, bob].map(book.progress) == .answered)
        #expect(book.connections.owner(of: ConnectionID(PageID(1), 1)) == nil)
    }

    /// In a room of three, the offer alone does not tell which of the other two has applied it.
    @Test func aRecipientAmongSeveralIsNotGuessed() {
        let lines = [
            "0 p1 joins demo", "0 p2 joins demo", "0 p3 joins demo", "0.2 page1 opens", "1 p1 offers with=host",
            "1.1 page1 sets-remote 1 #5",
        ]
        #expect(scene(lines).book.connections.owner(of: ConnectionID(PageID(1), 1)) == nil)
    }

    /// A ladder is drawn anew for each version.
    @Test func theVersionChangesOnlyWithThePeersOfConnections() {
        let lines = ConnectionRulesTests.connected
        let version = scene(lines).book.connections.version
        let again = [
            "5 p1 offers version=3 with=host", "5.1 page1 sets-local 1 #14", "5.2 p2 answers version=3 with=host",
        ]
        #expect(version > 0)
        #expect(scene(lines + again).book.connections.version == version)
    }

    @Test func progressIsKnownOnceItIsReported() {
        func progress(_ lines: [String]) -> Progress? {
            let book = scene(lines).book
            return book[alice, bob].map(book.progress)
        }
        #expect(progress(ConnectionRulesTests.call) == .answered)
        #expect(progress(ConnectionRulesTests.checking) == .checking)
        #expect(progress(ConnectionRulesTests.connected) == .connected)
        #expect(progress(ConnectionRulesTests.connected + ["3 page2 state 1 connection failed"]) == .failedICE)
        #expect(progress(ConnectionRulesTests.connected + ["3 page1 state 1 connection disconnected"]) == .disconnected)
        #expect(progress(ConnectionRulesTests.connected + ["3 page1 closes 1"]) == .closed)
    }

    /// Alice's own page has reported her connection before.
    @Test func aForgedReportCountsAsThatOfItsPageOnly() {
        let lines = ConnectionRulesTests.connected + ["3 page3 opens", "3 page3 sets-local 1 #4"]
        let book = scene(lines + ["4 page3 state 1 connection failed", "4 page3 state 1 dtls failed"]).book
        #expect(book[alice, bob].map(book.progress) == .connected)
        #expect(book.connections.presumedOwner(of: ConnectionID(PageID(3), 1)) == nil)
        #expect(book.findings.all.map(\.rule) == [.conflictingReports, .connectionFailed])
        #expect(book.findings.all.allSatisfy { $0.peers.isEmpty })
    }

    @Test func recipientsTellWhatTheyDidWithADescription() {
        let book = scene(ConnectionRulesTests.checking).book
        #expect(book.connections.receptions(of: 4).map(\.peer) == [bob])
        guard case .applied(let time)? = book.connections.receptions(of: 8).first?.outcome else {
            Issue.record("not applied")
            return
        }
        #expect(time > 0 && time <= 200_000_000)
    }

    @Test func theSetupTimeBeginsWithTheFirstDescription() {
        let connection = scene(ConnectionRulesTests.connected).book.connections[ConnectionID(PageID(1), 1)]
        #expect(connection?.state == .connected)
        #expect(connection?.setupTime == 590_000_000)
    }

    @Test func ratesFollowFromTheTotalsOfBytes() {
        func counts(_ time: Int, _ bytes: Int) -> String {
            "\(time) page1 counts 1 \"selected\":0,\"pairs\":[{\"sent\":\(bytes / 2),\"received\":\(bytes)}]"
        }
        let lines = ConnectionRulesTests.connected + [counts(3, 1000), counts(4, 2000), counts(6, 4000)]
        let rates = scene(lines).book.connections[ConnectionID(PageID(1), 1)]?.rates
        #expect(rates?.received.count == 2)
    }
}
