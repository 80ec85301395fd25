import Testing

@testable import Events
@testable import Sessions

/// The transports of peers in the roster.
@Suite struct RosterTests {
    private static let (polling, socket) = (Transport(.polling, .socketIO), Transport(.webSocket, .socketIO))

    private static func peer(_ transport: Transport) -> Peer {
        Peer(id: PeerID(1), name: nil, room: "s", isAware: false, address: "", transport: transport)
    }

    private static func roster() -> Roster {
        var roster = Roster()
        roster.fold(Entry(number: 1, time: .start, content: .joined(peer(polling))))
        return roster
    }

    @Test func aNoticeChangesTheTransportOfItsPeer() {
        var roster = Self.roster()
        #expect(roster[PeerID(1)]?.peer.transport == Self.polling)
        roster.fold(Entry(number: 2, time: .start, content: .noted(.transportChanged(PeerID(1), Self.socket))))
        #expect(roster[PeerID(1)]?.peer.transport == Self.socket)
        roster.fold(Entry(number: 3, time: .start, content: .noted(.transportChanged(PeerID(2), Self.socket))))
        #expect(roster[PeerID(2)] == nil)
    }

    @Test func aSnapshotChangesTheTransportOfAKnownPeer() {
        var roster = Self.roster()
        roster.correct([Self.peer(Self.socket)], at: .start)
        #expect(roster[PeerID(1)]?.peer.transport == Self.socket)
    }
}
