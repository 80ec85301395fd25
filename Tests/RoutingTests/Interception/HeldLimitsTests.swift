import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Routing

/// The limits of held messages, and the size of a turn.
@Suite struct HeldLimitsTests {
    /// A room of plain peers in which one sends, and another room of two.
    private struct Room {
        private(set) var switchboard = Switchboard()
        var time = Instant.start
        let speaker = PeerID(1)
        let caller = PeerID(1001)
        private var said = 0

        init(peers: Int, _ action: InterceptRule.Action, _ filter: String = "") throws {
            for number in 1...peers { receive(.arrived(ConnectionRequest(id: PeerID(number), address: ""))) }
            for peer in [caller, PeerID(1002)] {
                receive(.arrived(ConnectionRequest(id: peer, room: "other", address: "")))
            }
            receive(.command(.addRule(try CompiledRule(try Filter(filter), action))))
        }

        @discardableResult
        mutating func receive(_ event: Switchboard.Event) -> [Switchboard.Action] {
            switchboard.receive(event, at: time)
        }

        /// Sends messages of the first peer; returns the deliveries that these released.
        @discardableResult
        mutating func say(_ count: Int = 1) -> [Delivery] {
            (0..<count).flatMap { _ in
                said += 1
                return Self.released(receive(.received(speaker, .text("\(said)"))))
            }
        }

        static func released(_ actions: [Switchboard.Action]) -> [Delivery] {
            actions.compactMap { action in
                guard case .record(let entry) = action, let delivery = entry.delivery, delivery.release != nil else {
                    return nil
                }
                return delivery
            }
        }

        static func deliveries(_ actions: [Switchboard.Action]) -> Int {
            actions.reduce(0) { count, action in
                if case .deliver(_, let recipients) = action { count + recipients.count } else { count }
            }
        }

        /// The deliveries that are held.
        var held: Int { switchboard.snapshot.held.reduce(0) { $0 + $1.recipients.count } }
    }

    @Test func eachRecipientCountsAgainstTheLimitOfHeldMessages() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        #expect(room.say(165).isEmpty)
        #expect(room.held == 165 * 99)
        let released = room.say()
        #expect(released.map(\.message.text) == ["1"])
        #expect(released.map(\.recipients.count) == [99])
        #expect(released.map(\.release?.cause) == [.noRoom])
        #expect(room.held == 165 * 99)
        #expect(room.say(3).map(\.message.text) == ["2", "3", "4"])
    }

    @Test func aFullLaneReleasesItsOwnOldestMessage() throws {
        var room = try Room(peers: 2, .hold(seconds: 30))
        room.receive(.received(room.caller, .text("theirs")))
        #expect(room.say(256).isEmpty)
        let released = room.say(2)
        #expect(released.map(\.message.text) == ["1", "2"])
        #expect(released.map(\.release?.cause) == [.noRoom, .noRoom])
        #expect(room.switchboard.snapshot.held.first?.message.text == "theirs")
        #expect(room.held == 257)
    }

    /// The lanes of one sender to all recipients are full at the same time.
    @Test func fullLanesOfOneMessageAreReleasedTogether() throws {
        var room = try Room(peers: 11, .hold(seconds: 30))
        #expect(room.say(256).isEmpty)
        let released = room.say()
        #expect(released.map(\.recipients) == [(2...11).map { PeerID($0) }])
        #expect(room.held == 2560)
    }

    @Test func aLaneHoldsAtMostTwoOfTheLargestMessages() throws {
        var room = try Room(peers: 2, .hold(seconds: 30))
        let large = Message.text(String(repeating: "x", count: Message.byteLimit))
        for _ in 0..<2 { #expect(Room.released(room.receive(.received(room.speaker, large))).isEmpty) }
        room.receive(.received(room.caller, .text("theirs")))
        #expect(Room.released(room.receive(.received(room.speaker, large))).map(\.recipients) == [[PeerID(2)]])
        #expect(room.held == 3)
    }

    @Test func aBacklogIsReleasedInSeveralTurns() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        room.say(165)
        var released = Room.released(room.receive(.command(.removeRule(1))))
        // Messages are released whole: three to 99 recipients each.
        #expect(released.map(\.message.text) == ["1", "2", "3"])
        #expect(room.switchboard.isBehind)
        #expect(room.switchboard.due == room.time)
        while room.switchboard.isBehind {
            let actions = room.receive(.timerFired)
            #expect(Room.deliveries(actions) <= 256 + 98)
            released += Room.released(actions)
        }
        #expect(released.map(\.message.text) == (1...165).map { "\($0)" })
        #expect(room.held == 0)
        #expect(room.switchboard.due == nil)
    }

    @Test func otherMessagesDoNotWaitForABacklog() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        room.say(100)
        room.receive(.command(.removeRule(1)))
        #expect(room.switchboard.isBehind)
        let before = room.held
        // A message in another room, one in the other direction, and a command.
        #expect(Room.deliveries(room.receive(.received(room.caller, .text("hello")))) == 1)
        #expect(Room.deliveries(room.receive(.received(PeerID(2), .text("back")))) == 99)
        let ban = room.receive(.command(.ban(.name("mallory"), seconds: nil)))
        #expect(ban.count == 1)
        #expect(room.held == before)
    }

    /// Otherwise a peer that keeps sending would delay its own messages without limit.
    @Test func aBacklogShrinksWhileItsSenderContinues() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        room.say(160)
        room.receive(.command(.removeRule(1)))
        var released: [Delivery] = []
        var events = 0
        while room.switchboard.isBehind, events < 200 {
            released += room.say()
            events += 1
        }
        #expect(events < 200)
        #expect(released.map(\.release?.entry) == released.map(\.release?.entry).sorted { ($0 ?? 0) < ($1 ?? 0) })
        #expect(room.held == 0)
        #expect(Room.deliveries(room.receive(.received(room.speaker, .text("at once")))) == 99)
    }

    @Test func delayedMessagesAreReleasedInSeveralTurns() throws {
        var room = try Room(peers: 100, .delay(milliseconds: 500))
        room.say(20)
        let due = try #require(room.switchboard.due)
        #expect(due == Instant.seconds(0.5))
        room.time = due
        var released = Room.released(room.receive(.timerFired))
        #expect(released.count == 3)
        #expect(room.switchboard.due == due)
        while room.switchboard.isBehind { released += Room.released(room.receive(.timerFired)) }
        #expect(released.map(\.message.text) == (1...20).map { "\($0)" })
        #expect(released.allSatisfy { $0.release?.cause == .delayOver })
    }

    /// The relay does not end before its backlog is released.
    @Test func nothingIsBehindAfterAllRecipientsHaveLeft() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        room.say(100)
        room.receive(.command(.removeRule(1)))
        #expect(room.switchboard.isBehind)
        for number in 2...100 { room.receive(.left(PeerID(number), .lost)) }
        #expect(room.held == 0)
        #expect(!room.switchboard.isBehind)
        #expect(room.switchboard.due == nil)
    }

    @Test func aPeerThatLeavesIsRemovedFromAllHeldMessages() throws {
        var room = try Room(peers: 100, .hold(seconds: 30))
        room.say(100)
        #expect(room.receive(.left(PeerID(50), .lost)).count == 1)
        #expect(room.held == 100 * 98)
        for number in 2...99 where number != 50 { room.receive(.left(PeerID(number), .lost)) }
        let actions = room.receive(.left(PeerID(100), .lost))
        // The departure, and each message without any recipient left.
        #expect(actions.count == 101)
        #expect(room.held == 0)
        #expect(room.switchboard.due == nil)
    }
}
