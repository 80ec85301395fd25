import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Legs
@testable import Messages
@testable import SDP

/// Calls through an upstream server, in conversations whose entries begin with the joins of clients (p1, p3, p5) and of
/// the server's ends (p2, p4, p6).
@Suite struct ProxiedCallTests {
    private static func joins(_ clients: Int) -> String {
        (1...clients).map { client in
            let (near, far) = (2 * client - 1, 2 * client)
            return "0 p\(near) joins s\(client) partner=p\(far)\n0 p\(far) joins s\(client) partner=p\(near) server\n"
        }.joined()
    }

    private func scene(_ clients: Int, _ script: String) -> Scene { Scene(Self.joins(clients) + script) }

    /// The calls: `p1 p3 answered #5-#8`.
    private func calls(_ scene: Scene) -> [String] {
        scene.book.calls.map { call in
            "\(call.pair.first) \(call.pair.second) \(scene.book.progress(of: call)) #\(call.first)-#\(call.last)"
        }
    }

    private func fates(_ scene: Scene) -> [String] {
        scene.entries.compactMap { entry in scene.book.legs.fate(of: entry.number).map { "#\(entry.number) \($0)" } }
    }

    /// A call of p1 and p3, each message of which the server copies.
    private static let copied = """
        1 p1 offers
        1.01 p4 passes #5
        1.1 p1 candidate host
        1.11 p4 passes #7
        1.2 p3 answers
        1.21 p2 passes #9
        1.3 p3 candidate host
        1.31 p2 passes #11

        """

    // MARK: Servers that send on

    @Test func aCallBelongsToTheTwoClients() throws {
        let scene = scene(2, Self.copied + "20 -")
        #expect(calls(scene) == ["p1 p3 answered #5-#12"])
        #expect(scene.found == [])
        #expect(fates(scene) == ["#5 joined", "#7 joined", "#9 joined", "#11 joined"])
        let negotiation = try #require(scene.book[PeerID(1), PeerID(3)])
        #expect(negotiation[PeerID(1)].candidates.total == 1 && negotiation[PeerID(3)].candidates.total == 1)
        #expect(negotiation.reply?.offer == 5 && negotiation.reply?.answer == 9)
        #expect(negotiation.reply?.nanoseconds == 200_000_000)
        #expect(negotiation.state(of: PeerID(1)) == .stable)
    }

    @Test func theAnswerIsFoundByBothEntries() {
        let book = scene(2, Self.copied).book
        #expect(book.reply(9)?.offer == 5 && book.reply(10)?.offer == 5)
        #expect(book.answer(to: 5) == 9 && book.answer(to: 6) == 9)
    }

    @Test func bothEntriesBelongToTheCall() {
        let scene = scene(2, Self.copied + "2 p1 bye\n2.1 p4 passes #13")
        for entry in scene.entries.dropFirst(4) {
            #expect(scene.book.pairs(of: entry) == [Pair(PeerID(1), PeerID(3))])
            #expect(scene.book.calls(of: Journal.Record(entry)).map(\.number) == [1], "#\(entry.number)")
        }
        #expect(calls(scene) == ["p1 p3 gone #5-#14"])
    }

    @Test func aBroadcastOfferIsOneOffer() {
        let start =
            "1 p1 offers with=host\n1.1 p4 passes #7\n1.1 p6 passes #7\n2 p3 answers with=host\n2.1 p2 passes #10\n"
        let one = scene(3, start + "20 -")
        #expect(one.found == [], "the others need not answer")
        let two = scene(3, start + "3 p5 answers with=host\n3.1 p2 passes #12\n20 -")
        #expect(
            two.found == [
                "error several-answers: p5 answered #7, too: one connection of p1 accepts one answer [#7 #12]"
            ])
    }

    @Test func aServerMayEchoToTheSender() {
        let scene = scene(
            2,
            """
            1 p1 offers with=host
            1.01 p2 passes #5
            1.02 p4 passes #5
            1.2 p3 answers with=host
            1.21 p4 passes #8
            1.22 p2 passes #8
            20 -
            """)
        #expect(calls(scene) == ["p1 p3 answered #5-#10"])
        #expect(scene.found == [])
        #expect(!scene.book.legs.isMadeByServer(6))
    }

    /// The server replaces the addressee by the sender, with an id that no client has sent.
    @Test func aServerMayRouteByID() {
        let scene = scene(
            3,
            """
            1 p1 offers to=bob with=host
            1.01 p4 passes #7 changing "to":"bob" => "from":"a-1"
            1.2 p3 answers to=a-1 with=host
            1.21 p2 passes #9 changing "to":"a-1" => "from":"bob"
            1.3 p1 candidate host to=bob
            1.31 p4 passes #11 changing "to":"bob" => "from":"a-1"
            2 p1 sends {"type":"bye","to":"bob"}
            2.01 p4 sends {"type":"bye","from":"a-1"}
            20 -
            """)
        #expect(calls(scene) == ["p1 p3 gone #7-#14"])
        #expect(scene.found == [])
        #expect(scene.book.peers.isKnown(PeerID(1), as: "a-1"))
        #expect(scene.book.peers.isKnown(PeerID(3), as: "bob"))
    }

    /// A server of Socket.IO tells each client its id when it connects it to a namespace.
    @Test func theIDOfSocketIOIsThatOfTheClient() throws {
        let scene = scene(1, "1 -")
        var book = scene.book
        var reader = EngineIOReader(.four)
        let outputs = reader.read(frame: .text(#"40{"sid":"wZX3"}"#), .toClient, at: 0)
        guard case .message(let message) = try #require(outputs.first) else {
            Issue.record("no message")
            return
        }
        let delivery = Delivery(message: message, sender: .peer(PeerID(2)), room: "s1", recipients: [PeerID(1)])
        let number = (scene.entries.last?.number ?? 0) + 1
        book.fold(Entry(number: number, time: .seconds(2), content: .message(delivery)), ParsedMessage(message))
        #expect(book.peers.isKnown(PeerID(1), as: "wZX3"))
    }

    /// Equal messages of two clients are told apart by ids that the server uses.
    @Test func aNameDecidesBetweenEqualMessages() {
        let line = #"{"candidate":"candidate:1 1 tcp 1 192.0.2.9 9 typ host tcptype active","sdpMid":"0"}"#
        let calls = """
            1 p1 offers
            1.01 p6 passes #7 changing {"sdp" => {"from":"one","sdp"
            1 p3 offers
            1.01 p6 passes #9 changing {"sdp" => {"from":"two","sdp"
            2 p1 sends \(line)
            2 p3 sends \(line)

            """
        let scene = scene(3, calls + #"2.1 p6 passes #12 changing "sdpMid" => "from":"one","sdpMid""#)
        #expect(scene.book.legs.exchange(ofOutbound: 13)?.inbound == 11)
        let unnamed = self.scene(3, calls + #"2.1 p6 passes #12 changing "sdpMid" => "id""# + "\n20 -")
        #expect(unnamed.book.legs.exchange(ofOutbound: 13) == nil)
        #expect(!unnamed.book.legs.isMadeByServer(13))
        #expect(!unnamed.found.contains { $0.contains("swallowed") })
    }

    @Test func aServerMayBatchCandidates() {
        let scene = scene(
            2,
            """
            1 p1 offers
            1.01 p4 passes #5
            1.02 p1 candidate host
            1.03 p1 candidate srflx
            1.04 p4 passes #7,#8
            1.2 p3 answers with=host
            1.21 p2 passes #10
            20 -
            """)
        #expect(scene.book[PeerID(1), PeerID(3)]?[PeerID(1)].candidates.total == 2)
        #expect(scene.found == [])
    }

    @Test func offersThatCrossAreGlare() {
        let scene = scene(2, "1 p1 offers\n1.01 p3 offers\n1.02 p2 passes #6\n1.03 p4 passes #5\n9 -")
        #expect(
            scene.found.filter { $0.contains("glare") } == [
                "information glare: p1 and p3 both offered (#5 and #6): one of them has to give way [#5 #6]",
                "error glare: p1 and p3 offered at once (#5, #6) and neither gave way in 3 s [#5 #6]",
            ])
    }

    @Test func aClientThatLeavesIsMissed() {
        let scene = scene(2, "1 p1 offers with=host\n1.01 p4 passes #5\n2 p3 leaves\n9 -")
        #expect(scene.found.map { $0.prefix(19) } == ["error peer-vanished"])
    }

    // MARK: Changed by the server

    @Test func aChangedDescriptionIsAnInformation() {
        let scene = scene(
            2,
            #"1 p1 offers with=host\#n1.01 p4 passes #5 changing opus => red; a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host\r\n => "#
        )
        #expect(
            scene.found == [
                "information changed-by-server: the server changed the offer of p1 (#5) for p3 (#6): codecs, 0 candidates instead of 1 [#5 #6]"
            ])
        #expect(scene.book[PeerID(1), PeerID(3)]?[PeerID(1)].lastDescription?.terms?.sections[0].codecs == [])
    }

    @Test func aChangeOfMSectionsIsAWarning() {
        let scene = scene(2, "1 p1 offers\n1.01 p4 passes #5 changing a=mid:0 => a=mid:audio")
        #expect(
            scene.found == [
                "warning changed-by-server: the server changed the offer of p1 (#5) for p3 (#6): m-sections [#5 #6]"
            ])
    }

    @Test func changesOfLineEndsAndMembersAreNoFindings() {
        let scene = scene(
            2, #"1 p1 offers to=p3\#n1.01 p4 passes #5 changing \r\n => \n\#n1.1 p4 passes #5 changing "to" => "from""#)
        #expect(scene.found.filter { $0.contains("changed-by-server") } == [])
    }

    // MARK: Servers that answer

    /// A server that forwards media, such as an SFU.
    @Test func aServerThatAnswersIsThePeer() {
        let scene = scene(
            2,
            """
            1 p1 offers
            1.01 p1 candidate host
            1.1 p2 answers ufrag=sfu1
            1.2 p2 candidate host ufrag=sfu1
            1.3 p1 candidate srflx
            20 -
            """)
        #expect(calls(scene) == ["p1 p2 answered #5-#9"])
        #expect(fates(scene) == ["#5 answeredByServer", "#6 answeredByServer", "#9 answeredByServer"])
        #expect(scene.book[PeerID(1), PeerID(2)]?[PeerID(1)].candidates.total == 2)
        #expect(scene.book.legs.isMadeByServer(7) && scene.book.legs.isMadeByServer(8))
        #expect(scene.found == [])
    }

    @Test func aServerThatOffersIsThePeer() {
        let scene = scene(
            2, "1 p2 offers with=host\n1.1 p1 answers setup=passive\n1.2 p1 candidate host\n1.3 p1 ends\n20 -")
        #expect(calls(scene) == ["p1 p2 answered #5-#8"])
        #expect(scene.found == [])
    }

    @Test func theRulesApplyToAServer() {
        let scene = scene(1, "1 p1 offers with=host\n1.1 p2 answers kind=video ufrag=sfu1 with=host")
        #expect(scene.found.contains { $0.hasPrefix("error section-mismatch") })
    }

    /// The server answered after the offer had counted as swallowed.
    @Test func aLateAnswerOfTheServerResolvesTheFinding() {
        let scene = scene(2, "1 p1 offers with=host\n8 p2 answers ufrag=sfu1 with=host\n20 -")
        #expect(
            scene.found == [
                "warning swallowed-by-server: the server sent the offer of p1 (#5) to no other client in 5 s [#5]",
                "over swallowed-by-server (warning): the server answered in #6",
            ])
        #expect(calls(scene) == ["p1 p2 answered #5-#6"])
    }

    // MARK: Swallowed by the server

    @Test func anOfferThatGoesNowhereIsSwallowed() {
        let scene = scene(2, "1 p1 offers with=host\n7 -")
        #expect(
            scene.found == [
                "warning swallowed-by-server: the server sent the offer of p1 (#5) to no other client in 5 s [#5]"
            ])
        #expect(fates(scene) == ["#5 swallowed"])
        #expect(calls(scene) == ["p1 p2 offering #5-#5"])
    }

    @Test func candidatesThatGoNowhereAreOneFinding() {
        let scene = scene(
            2, "1 p1 offers\n1.01 p4 passes #5\n1.1 p1 candidate host\n1.2 p1 candidate srflx\n7 -")
        #expect(
            scene.found == [
                "warning swallowed-by-server: the server sent the candidate of p1 (#7) to no other client in 5 s [#7]"
            ])
        #expect(scene.book.findings.all.first?.evidence == [7, 8])
    }

    @Test func aSwallowedAnswerAnswersNothing() {
        let scene = scene(2, "1 p1 offers with=host\n1.01 p4 passes #5\n1.2 p3 answers with=host\n20 -")
        #expect(
            scene.found == [
                "warning swallowed-by-server: the server sent the answer of p3 (#7) to no other client in 5 s [#7]",
                "warning unanswered-offer: p1 has waited 10 s for an answer to #5 [#5]",
            ])
    }

    @Test func aClientThatIsAloneIsNotSwallowed() {
        let alone = scene(1, "1 p1 offers with=host\n9 -")
        #expect(alone.found == [] && alone.book.callCount == 0)
        let later = scene(1, "1 p1 offers with=host\n14 -")
        #expect(later.found.map { $0.prefix(24) } == ["warning unanswered-offer"])
        #expect(calls(later) == ["p1 p2 stuck #3-#3"])
    }

    @Test func aClientThatJoinsLaterCannotReceiveTheMessage() {
        let scene = scene(
            1, "1 p1 offers\n2 p3 joins s2 partner=p4\n2 p4 joins s2 partner=p3 server\n9 -")
        #expect(!scene.found.contains { $0.contains("swallowed") })
    }

    @Test func aMessageThatGoesOutLateWasNotSwallowed() {
        let scene = scene(
            2, "1 p1 offers with=host\n8 p4 passes #5\n8.1 p3 answers with=host\n8.2 p2 passes #7\n20 -")
        #expect(
            scene.found == [
                "warning swallowed-by-server: the server sent the offer of p1 (#5) to no other client in 5 s [#5]",
                "over swallowed-by-server (warning): the server sent it on in #6",
            ])
        #expect(calls(scene) == ["p1 p2 gone #5-#5", "p1 p3 answered #5-#8"])
    }

    /// An encrypted message may be the missing one.
    @Test func messagesThatAreNotUnderstoodCastDoubt() {
        let secret = (1...32).map { _ in "9f" }.joined(separator: " ")
        let scene = scene(2, "1 p1 offers with=host\n1.1 p4 sends-bytes \(secret)\n7 -")
        #expect(scene.found.map { $0.prefix(31) } == ["information swallowed-by-server"])
    }

    /// The second of two equal messages was not needed.
    @Test func aDuplicateOfAForwardedMessageIsNotSwallowed() {
        let scene = scene(
            2, "1 p1 offers\n1.01 p4 passes #5\n1.1 p1 candidate host\n1.2 p1 candidate host\n1.3 p4 passes #7\n7 -")
        #expect(!scene.found.contains { $0.contains("swallowed") })
    }

    // MARK: Interception

    @Test func whatTheOperatorKeepsWasNotSwallowed() {
        for rule in ["arms from=p1 drop", "arms from=p1 hold 30", "arms to=p3 drop", "arms to=p3 hold 30"] {
            let passes = rule.contains("to=") ? "1.1 p4 passes #6\n" : ""
            let scene = scene(2, "0 operator \(rule) kind:offer\n1 p1 offers with=host\n\(passes)9 -")
            #expect(scene.found == [], "\(rule)")
            #expect(scene.book.callCount == 0, "\(rule)")
        }
    }

    @Test func aMessageThatIsReleasedOnTheWayOutIsRecordedThen() {
        let scene = scene(
            2,
            "0 operator arms to=p3 hold 30 kind:offer\n1 p1 offers with=host\n1.1 p4 passes #6\n20 operator releases #7\n21 -"
        )
        #expect(calls(scene) == ["p1 p3 offering #6-#8"])
        #expect(scene.book.legs.exchange(ofOutbound: 8)?.sender == PeerID(1))
        #expect(scene.found == [])
    }

    @Test func aMessageThatIsReleasedOnTheWayInIsJoined() {
        let scene = scene(
            2,
            "0 operator arms from=p1 hold 30 kind:offer\n1 p1 offers with=host\n20 operator releases #6\n20.1 p4 passes #7\n21 -"
        )
        #expect(calls(scene) == ["p1 p3 offering #7-#8"])
        #expect(scene.found == [])
    }

    @Test func whatTheOperatorSendsBeginsNoCall() {
        let scene = scene(2, "1 p1 candidate host\n2 operator replays #5 to p2\n2.1 p4 passes #5\n2.2 p4 passes #5")
        #expect(scene.book.callCount == 0)
    }

    // MARK: Lost entries

    @Test func afterALossOfEntriesNothingIsSwallowed() {
        let scene = scene(2, "1 p1 offers\n2 gap\n3 p1 sends {}\n12 -")
        #expect(!scene.found.contains { $0.contains("swallowed") })
    }

    @Test func theLegsAreFoundInASnapshot() {
        var book = CallBook()
        let peers = (1...4).map { number in
            Peer(
                id: PeerID(number), name: nil, room: "s\((number + 1) / 2)", isAware: false, address: "",
                role: number % 2 == 0 ? .server : .client)
        }
        book.correct(peers, at: .start)
        #expect(book.legs.isOpen(PeerID(1)) && book.legs.isOpen(PeerID(3)))
        book.correct(Array(peers.prefix(2)), at: .start)
        #expect(!book.legs.isOpen(PeerID(3)))
    }
}
