import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages

extension CallBook {
    /// Folds `entry`, whose message is parsed here.
    mutating func fold(_ entry: Entry) {
        fold(entry, entry.delivery.map { ParsedMessage($0.message) })
    }
}

@Suite struct CallBookTests {
    /// The book after a script: `1>2 offer` is an offer from p1 to p2, `1 left` the departure of p1; each line is 0.1 s
    /// after the one before.
    private func book(_ script: String...) -> CallBook {
        var book = CallBook()
        for (index, line) in script.enumerated() {
            let words = line.split(separator: " ")
            let route = words[0].split(separator: ">", omittingEmptySubsequences: false)
            guard let sender = Int(route[0]) else { continue }
            let recipients = route.count > 1 ? route[1].split(separator: ",").compactMap { Int($0) } : []
            let content: Entry.Content =
                words[1] == "left"
                ? .left(PeerID(sender), .lost)
                : .message(
                    Delivery(
                        message: message(words[1]),
                        sender: words.count > 2
                            ? .operated(.replay(entry: 1), author: PeerID(sender)) : .peer(PeerID(sender)),
                        room: "demo", recipients: recipients.map { PeerID($0) }))
            book.fold(Entry(number: index + 1, time: .seconds(Double(index) / 10), content: content))
        }
        return book
    }

    private func message(_ kind: Substring) -> Message {
        kind == "bye" ? .text(#"{"type":"bye"}"#) : .text(#"{"sdp":{"type":"\#(kind)","sdp":"v=0"}}"#)
    }

    private func states(_ book: CallBook, _ one: Int = 1, _ other: Int = 2) -> [String]? {
        book[PeerID(one), PeerID(other)].map { negotiation in
            [one, other].map { negotiation.state(of: PeerID($0)).rawValue }
        }
    }

    /// W3C webrtc-pc §4.3.1.
    @Test func anOfferAndItsAnswerMoveBothSides() {
        #expect(states(book()) == nil)
        #expect(states(book("1>2 offer")) == ["have-local-offer", "have-remote-offer"])
        #expect(states(book("1>2 offer", "2>1 pranswer")) == ["have-remote-pranswer", "have-local-pranswer"])
        #expect(states(book("1>2 offer", "2>1 answer")) == ["stable", "stable"])
        #expect(states(book("1>2 offer", "2>1 answer", "2>1 offer")) == ["have-remote-offer", "have-local-offer"])
    }

    @Test func aThirdPeerHasNoSideInANegotiation() throws {
        let negotiation = try #require(book("2>1 offer")[PeerID(1), PeerID(2)])
        #expect(negotiation[PeerID(2)].lastDescription?.entry == 1)
        #expect(negotiation[PeerID(3)].lastDescription == nil && negotiation[PeerID(3)].outstanding == nil)
        #expect(negotiation.outstanding(of: PeerID(2))?.entry == 1)
        #expect(negotiation.outstanding(of: PeerID(3)) == nil)
        #expect(negotiation.state(of: PeerID(3)) == .stable)
    }

    @Test func anAnswerIsPairedWithItsOffer() {
        let book = book("1>2 offer", "1>2 candidate", "2>1 answer", "1>2 offer", "2>1 answer")
        #expect(book.reply(3)?.offer == 1)
        #expect(book.reply(3)?.nanoseconds == 200_000_000)
        #expect(book.reply(5)?.offer == 4)
        #expect(book.reply(1) == nil)
    }

    @Test func anAnswerWithoutAnOfferHasNoPair() {
        #expect(book("2>1 answer").reply(1) == nil)
        #expect(book("1>2 offer", "2>1 answer", "2>1 answer").reply(3) == nil)
        #expect(book("1> offer", "2>1 answer").reply(2) == nil, "the offer had no recipients")
    }

    @Test func crossingOffersAreGlareUntilOneSideAnswers() {
        let crossed = book("1>2 offer", "2>1 offer")
        #expect(crossed[PeerID(1), PeerID(2)]?.isGlare == true)
        #expect(states(crossed) == ["have-local-offer", "have-local-offer"])
        let resolved = book("1>2 offer", "2>1 offer", "1>2 answer")
        #expect(resolved[PeerID(1), PeerID(2)]?.isGlare == false)
        #expect(states(resolved) == ["stable", "stable"])
        #expect(resolved.reply(3)?.offer == 2)
        #expect(resolved[PeerID(1), PeerID(2)]?.offerer == PeerID(2))
    }

    /// RFC 9429 §4.1.10.2.
    @Test func aRollbackTakesAnOfferBack() {
        #expect(states(book("1>2 offer", "1>2 rollback")) == ["stable", "stable"])
        #expect(states(book("1>2 offer", "2>1 rollback")) == ["have-local-offer", "have-remote-offer"])
    }

    @Test func aLaterOfferReplacesAnEarlierOne() {
        #expect(book("1>2 offer", "1>2 offer", "2>1 answer").reply(3)?.offer == 2)
    }

    /// RFC 9429 §3.8.2: one offer has several answers in a room of plain peers.
    @Test func eachPairOfARoomHasItsOwnNegotiation() {
        let book = book("1>2,3 offer", "2>1,3 answer", "3>1,2 answer")
        #expect(book.reply(2)?.offer == 1)
        #expect(book.reply(3)?.offer == 1)
        #expect(states(book, 1, 3) == ["stable", "stable"])
        #expect(states(book, 2, 3) == nil, "they received each other's answers, but there is no offer")
        #expect(book.negotiations(of: PeerID(1)).map(\.id.pair.second) == [PeerID(3), PeerID(2)])
    }

    @Test func replaysOfTheOperatorAreIgnored() {
        #expect(states(book("1>2 offer", "2>1 answer", "1>2 offer again")) == ["stable", "stable"])
        #expect(states(book("1>2 offer again")) == nil)
    }

    @Test func echoesOfAPeersOwnMessagesAreIgnored() {
        #expect(states(book("1>1 offer"), 1, 1) == nil)
    }

    @Test(arguments: ["1>2 bye", "2>1 bye", "1 left", "2 left"])
    func aCallEndsWithAGoodbyeOrADeparture(end: String) {
        let book = book("1>2 offer", "2>1 answer", "1>3 offer", end)
        #expect(states(book) == nil)
        #expect(book.negotiations(of: PeerID(2)).isEmpty)
        #expect(book.reply(2)?.offer == 1, "pairs are kept after the end of the call")
    }

    /// The offers of two PeerJS connections cross.
    @Test func offersOfTwoConnectionsAreNoGlare() {
        var book = CallBook()
        for (number, key) in [(1, "dc_1"), (2, "mc_2")] {
            let message = Message.text(
                #"{"type":"OFFER","dst":"b","payload":{"sdp":{"type":"offer","sdp":"v=0"},"connectionId":"\#(key)"}}"#)
            let delivery = Delivery(
                message: message, sender: .peer(PeerID(number)), room: "demo", recipients: [PeerID(3 - number)])
            book.fold(Entry(number: number, time: .start, content: .message(delivery)))
        }
        #expect(book.negotiations(of: PeerID(1)).count == 2)
        #expect(book[PeerID(1), PeerID(2), "dc_1"]?.isGlare == false)
        #expect(book[PeerID(1), PeerID(2), "mc_2"]?.state(of: PeerID(1)) == .haveRemoteOffer)
    }

    /// The LEAVE of PeerJS is for all connections with a peer, and has no key.
    @Test func aGoodbyeWithoutAKeyEndsAllNegotiationsOfAPair() {
        var book = CallBook()
        let said = [
            #"{"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":"v=0"},"connectionId":"dc_1"}}"#,
            #"{"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":"v=0"},"connectionId":"mc_2"}}"#,
            #"{"type":"LEAVE","dst":"b"}"#,
        ]
        for (index, text) in said.enumerated() {
            let delivery = Delivery(
                message: .text(text), sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)])
            book.fold(Entry(number: index + 1, time: .start, content: .message(delivery)))
            #expect(book.negotiations(of: PeerID(2)).count == [1, 2, 0][index])
        }
    }

    @Test func theNegotiationsOfAPairAreBounded() {
        var book = CallBook()
        for number in 1...1000 {
            let message = Message.text(
                #"{"connectionId":"c\#(number)","sdp":{"type":"offer","sdp":"v=0"}}"#)
            let delivery = Delivery(message: message, sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)])
            book.fold(Entry(number: number, time: .start, content: .message(delivery)))
        }
        #expect(book.negotiations(of: PeerID(1)).count == Call.negotiationLimit)
        #expect(book.negotiations(of: PeerID(2)).first?.id.key == "c1000")
    }

    @Test func anAnswerIsForgottenWithItsEntry() {
        var book = book("1>2 offer", "2>1 answer")
        let entry = Entry(number: 2, time: .start, content: .left(PeerID(9), .lost))
        book.forget(entry)
        #expect(book.reply(2) == nil)
    }

    @Test func noCheckIsDueForAnsweredOrLostOffers() {
        #expect(book("1>2 offer").isWaiting)
        #expect(!book("1>2 offer", "2>1 answer", "1>2 offer", "2>1 answer").isWaiting)
        #expect(!book("1>2,3 offer", "2>1,3 answer").isWaiting)
        #expect(!book("1>2,3 offer", "3>1,2 answer").isWaiting)
        #expect(!book("1>2 offer", "1>2 rollback").isWaiting)
        #expect(!book("1>2 offer", "1>2 offer", "2>1 answer").isWaiting, "the first offer is replaced")
        #expect(book("1>2,3 offer", "1>2 offer", "2>1 answer").isWaiting, "the first offer is outstanding with p3")
        var book = book("1>2 offer")
        book.fold(Entry(number: 9, time: .seconds(1), content: .left(PeerID(9), .lost)))
        #expect(!book.isWaiting, "the answer may be in a lost entry")
    }

    @Test func anAnswerWhoseOfferIsForgottenIsForgottenToo() {
        var book = CallBook()
        // As without a journal, where an entry is gone as soon as it is a line.
        for entry in Scene("0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n2 p2 answers").entries {
            book.fold(entry)
            if entry.number == 4 { #expect(book.reply(4)?.offer == 3) }
            book.forget(entry)
        }
        #expect(book.reply(4) == nil && book.answer(to: 3) == nil)
    }
}
