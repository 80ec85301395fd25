import Testing

@testable import Events
@testable import Ladders
@testable import Messages

/// Ladders of clients whose messages pass an upstream server: p1, p3 and p5 are clients, p2, p4 and p6 its ends.
@Suite struct ServerLadderTests {
    private static let offer = Message.text(#"{"sdp":{"type":"offer","sdp":"v=0"}}"#)
    private static let passage = Ladder.Passage(elapsed: 12_000_000, isChanged: false)

    private static func candidate(_ type: String) -> Message {
        .text(#"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 5000 typ \#(type)","sdpMid":"0"}}"#)
    }

    private static func record(_ number: Int, _ from: Int, _ to: Int, _ message: Message = offer) -> Journal.Record {
        let delivery = Delivery(
            message: message, sender: .peer(PeerID(from)), room: "s", recipients: [PeerID(to)])
        return Journal.Record(
            Entry(number: number, time: .seconds(Double(number) / 10), content: .message(delivery)))
    }

    private static func ladder(_ clients: Int...) -> Ladder {
        Ladder(of: clients.map(PeerID.init), server: clients.map { PeerID($0 + 1) })
    }

    private static func paths(_ ladder: Ladder) -> [String] {
        ladder.rows.map { row in
            let path: Ladder.Path
            switch row.content {
            case .arrow(let arrow): path = arrow.path
            case .fold(let fold): path = fold.path
            case .fact, .gap: return "-"
            }
            let to = path.to.map { ladder.columns[$0].description }.joined(separator: ",")
            return "\(ladder.columns[path.from])→\(to)" + (path.via == nil ? "" : " via server")
        }
    }

    @Test func theServerIsInTheMiddle() {
        #expect(Self.ladder(1).columns.map(\.number) == [1, 2])
        #expect(Self.ladder(1, 3).columns.map(\.number) == [1, 2, 3])
        #expect(Self.ladder(1, 3, 5).columns.map(\.number) == [1, 3, 2, 5])
        #expect(Self.ladder(1, 3, 5).server == 2)
        #expect(Ladder(of: [PeerID(1), PeerID(3)]).server == nil)
    }

    @Test func allEndsOfTheServerShareItsColumn() {
        var ladder = Self.ladder(1, 3)
        ladder.append(Self.record(1, 1, 2))
        ladder.append(Self.record(2, 4, 3))
        #expect(Self.paths(ladder) == ["p1→p2", "p2→p3"])
    }

    @Test func aMessageThatIsSentOnIsOneArrow() {
        var ladder = Self.ladder(1, 3, 5)
        ladder.append(Self.record(1, 1, 2))
        let isShown = ladder.pass(1, in: Self.record(2, 4, 3).entry, to: PeerID(3), Self.passage)
        #expect(isShown && Self.paths(ladder) == ["p1→p3 via server"])
        _ = ladder.pass(1, in: Self.record(3, 6, 5).entry, to: PeerID(5), Self.passage)
        #expect(Self.paths(ladder) == ["p1→p3,p5 via server"])
        #expect(ladder.entries(of: 0) == [1, 2, 3])
        #expect(ladder.row(of: 3) == 0 && ladder.messages == 1)
    }

    @Test func aMessageOfSomebodyElseIsNotJoined() {
        var ladder = Self.ladder(1, 3)
        ladder.append(Self.record(1, 1, 2))
        let isUnknown = ladder.pass(7, in: Self.record(2, 4, 3).entry, to: PeerID(3), Self.passage)
        let isForeign = ladder.pass(1, in: Self.record(2, 6, 5).entry, to: PeerID(5), Self.passage)
        #expect(!isUnknown && !isForeign)
        #expect(Self.paths(ladder) == ["p1→p2"])
    }

    @Test func candidatesThatAreSentOnStayOneRun() {
        var ladder = Self.ladder(1, 3)
        ladder.append(Self.record(1, 1, 2, Self.candidate("host")))
        _ = ladder.pass(1, in: Self.record(2, 4, 3).entry, to: PeerID(3), Self.passage)
        ladder.append(Self.record(3, 1, 2, Self.candidate("srflx")))
        _ = ladder.pass(3, in: Self.record(4, 4, 3).entry, to: PeerID(3), Self.passage)
        #expect(Self.paths(ladder) == ["p1→p3 via server"])
        guard case .fold(let fold) = ladder.rows[0].content else {
            Issue.record("no run")
            return
        }
        #expect(fold.count == 2 && fold.passage == Self.passage)
    }

    @Test func aCandidateThatWentNoFurtherIsARowOfItsOwn() {
        var ladder = Self.ladder(1, 3)
        ladder.append(Self.record(1, 1, 2, Self.candidate("host")))
        _ = ladder.pass(1, in: Self.record(2, 4, 3).entry, to: PeerID(3), Self.passage)
        ladder.append(Self.record(3, 1, 2, Self.candidate("relay")), isSeparate: true)
        ladder.append(Self.record(4, 1, 2, Self.candidate("srflx")))
        #expect(Self.paths(ladder) == ["p1→p3 via server", "p1→p2"])
        #expect(ladder.entries(of: 0) == [1, 2, 4])
    }

    @Test func endsOfTheServerComeAndGoUnseen() {
        var ladder = Self.ladder(1, 3)
        let end = Peer(id: PeerID(2), name: nil, room: "s", isAware: false, address: "", role: .server)
        ladder.append(Journal.Record(Entry(number: 1, time: .start, content: .joined(end))))
        ladder.append(Journal.Record(Entry(number: 2, time: .start, content: .left(PeerID(4), .lost))))
        ladder.append(Journal.Record(Entry(number: 3, time: .start, content: .left(PeerID(3), .lost))))
        #expect(ladder.rows.count == 1)
    }

    @Test func otherOptionsKeepTheColumns() {
        let ladder = Self.ladder(1, 3, 5).emptied(Ladder.Options())
        #expect(ladder.columns.map(\.number) == [1, 3, 2, 5] && ladder.server == 2)
        var rebuilt = ladder
        rebuilt.append(Self.record(1, 6, 5))
        #expect(Self.paths(rebuilt) == ["p2→p5"])
    }
}
