import SignalingSupport
import Testing

@testable import Events
@testable import Routing

@Suite struct AdmissionTests {
    @Test func aFullRoomAndAFullRelayRefuse() {
        var limits = Limits()
        limits.maxPeers = 3
        limits.maxRoomPeers = 2
        var conversation = Conversation(Switchboard(limits: limits))
        conversation.play(
            """
            >> p1 joins a
            << entry: p1 joined a
            >> p2 joins a
            << entry: p2 joined a
            >> p3 joins a
            << p3 is closed 4504: the room is full (2 peers)
            << entry: p3 refused: room a is full (2 peers)
            >> p4 joins b
            << entry: p4 joined b
            >> p5 joins c
            << p5 is closed 4504: the relay is full (3 peers)
            << entry: p5 refused: the relay is full (3 peers)
            >> p1 leaves lost
            << entry: p1 left: connection lost
            >> p6 joins a
            << entry: p6 joined a
            """
        )
    }

    @Test(arguments: [
        (String(repeating: "é", count: 64), true), (String(repeating: "e", count: 65), false),
        (String(repeating: "🙂", count: 64), true), (String(repeating: "👨‍👩‍👧‍👦", count: 10), false),
        ("\u{1B}]0;x\u{7}", true),
    ])
    func aNameHasUpTo64ScalarsAnd256Bytes(name: String, isAllowed: Bool) {
        var switchboard = Switchboard()
        let named = switchboard.receive(.arrived(ConnectionRequest(id: PeerID(1), name: name, address: "")), at: .start)
        let housed = switchboard.receive(
            .arrived(ConnectionRequest(id: PeerID(2), room: name, address: "")), at: .start)
        #expect(
            named.contains { if case .record(let entry) = $0, case .joined = entry.content { true } else { false } }
                == isAllowed)
        #expect(
            housed.contains { if case .record(let entry) = $0, case .joined = entry.content { true } else { false } }
                == isAllowed)
        #expect(
            isAllowed
                || named.first
                    == .close(PeerID(1), .refused, reason: Refusal.nameTooLong(scalars: 64, bytes: 256).closeReason)
        )
    }

    @Test func noConnectionIsAcceptedAfterTheRelayEnds() {
        var switchboard = Switchboard()
        _ = switchboard.receive(.arrived(ConnectionRequest(id: PeerID(1), address: "")), at: .start)
        #expect(switchboard.receive(.ending, at: .start) == [])
        let late = ConnectionRequest(id: PeerID(2), address: "")
        #expect(
            switchboard.receive(.arrived(late), at: .start) == [
                .close(PeerID(2), .goingAway, reason: "the relay is closing"),
                .record(Entry(number: 2, time: .start, content: .refused(late, .draining))),
            ])
        #expect(switchboard.present.map(\.id) == [PeerID(1)])
    }

    @Test func theReasonOfARefusalFitsACloseFrame() {
        let room = String(repeating: "🙂", count: 64)
        let refusals: [Refusal] = [
            .nameTooLong(scalars: .max, bytes: .max), .roomNameTooLong(scalars: .max, bytes: .max),
            .roomFull(room: room, limit: .max), .relayFull(limit: .max), .banned(.name(room), seconds: .max),
            .draining,
        ]
        for refusal in refusals { #expect(refusal.closeReason.utf8.count <= 123) }
    }
}
