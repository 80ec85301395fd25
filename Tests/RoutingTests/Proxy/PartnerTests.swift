import Testing

@testable import Events
@testable import Messages
@testable import Routing

/// The two ends of a proxied socket in the switchboard.
@Suite struct PartnerTests {
    private static let (client, server) = (PeerID(1), PeerID(2))

    /// Returns a switchboard with a proxied socket.
    private func socket(_ limits: Limits = Limits(), loopback: Bool = false) -> Switchboard {
        var switchboard = Switchboard(limits: limits, loopback: loopback)
        _ = switchboard.receive(
            .arrived(ConnectionRequest(id: Self.client, room: "s", address: "", partner: Self.server)), at: .start)
        _ = switchboard.receive(
            .arrived(
                ConnectionRequest(id: Self.server, room: "s", address: "", role: .server, partner: Self.client)),
            at: .start)
        return switchboard
    }

    private func leaving(_ switchboard: inout Switchboard, _ peer: PeerID, _ reason: DisconnectReason) -> [String] {
        switchboard.receive(.left(peer, reason), at: .start).map { action in
            switch action {
            case .close(let peer, let code, let reason): "close \(peer) \(code.rawValue) \(reason)"
            case .record(let entry):
                if case .left(let peer, let reason) = entry.content { "\(peer) left: \(reason.text)" } else { "other" }
            case .deliver: "deliver"
            case .report, .closeProbe: "other"
            }
        }
    }

    @Test func theRoomIsNotSubjectToTheLimitOfPeers() {
        var limits = Limits()
        limits.maxRoomPeers = 1
        #expect(socket(limits).present.map(\.role) == [.client, .server])
    }

    /// How one end leaves, and the code and reason with which the other end is closed.
    static let departures: [(reason: DisconnectReason, close: String, left: String)] = [
        (.closed(.normal, reason: "bye"), "1000 bye", "closed 1000 bye"),
        (.closed(nil, reason: ""), "1005 ", "closed"),
        (.lost, "1006 ", "connection lost"),
        (.violated(.protocolError, reason: "masked"), "1002 masked", "closed 1002 masked"),
        (.tooSlow(queued: 5), "4008 5 bytes were not read", "closed 4008 5 bytes were not read"),
    ]

    @Test(arguments: departures.indices, [1, 2])
    func whatEndsOneEndEndsTheOther(index: Int, number: Int) {
        let (reason, close, left) = Self.departures[index]
        var switchboard = socket()
        let (leaver, other) = (PeerID(number), PeerID(3 - number))
        #expect(
            leaving(&switchboard, leaver, reason)
                == ["\(leaver) left: \(reason.text)", "close \(other) \(close)", "\(other) left: \(left)"])
        #expect(switchboard.present.isEmpty)
        #expect(switchboard.partners.isEmpty)
        #expect(leaving(&switchboard, other, .lost) == [])
    }

    @Test func aKickClosesBothEnds() {
        var switchboard = socket()
        let actions = switchboard.receive(.command(.kick([Self.client], .standard)), at: .start)
        let closed = actions.compactMap { action -> PeerID? in
            if case .close(let peer, .kicked, _) = action { peer } else { nil }
        }
        #expect(closed == [Self.client, Self.server])
        #expect(switchboard.present.isEmpty)
    }

    @Test func aMessageGoesToTheOtherEndOnlyEvenWithLoopback() {
        var switchboard = socket(loopback: true)
        let message = Message(.binary, [1, 2, 3], fragments: [1, 2])
        let actions = switchboard.receive(.received(Self.client, message), at: .start)
        #expect(actions.first == .deliver(message, to: [Self.server]))
    }

    @Test func theTransportOfAPeerIsKnownFromItsArrivalOnAndChanges() {
        var switchboard = Switchboard()
        let (polling, socket) = (Transport(.polling, .socketIO), Transport(.webSocket, .socketIO))
        let arrival = switchboard.receive(
            .arrived(ConnectionRequest(id: Self.client, address: "", transport: polling)), at: .start)
        guard case .record(let entry)? = arrival.last, case .joined(let peer) = entry.content else {
            Issue.record("no peer joined")
            return
        }
        #expect(peer.transport == polling)
        let change = RelayNotice.transportChanged(Self.client, socket)
        let actions = switchboard.receive(.noticed(change), at: .start)
        #expect(actions == [.record(Entry(number: 2, time: .start, content: .noted(change)))])
        #expect(switchboard.snapshot.peers.map(\.transport) == [socket])
    }

    @Test func reportsOfOneKindAreCountedAndSummarizedASecondLater() {
        var switchboard = Switchboard()
        let report = ProxyReport(address: "a", request: "GET /", .failed(.noResponse))
        let first = switchboard.receive(.proxied(report), at: .start)
        let second = switchboard.receive(.proxied(report), at: .start)
        _ = switchboard.receive(.proxied(report), at: .start)
        #expect(first.count == 1)
        #expect(second.isEmpty)
        let due = switchboard.due ?? .start
        let summary = switchboard.receive(.timerFired, at: due)
        guard case .record(let entry)? = summary.first, case .noted(.proxied(let counted)) = entry.content else {
            Issue.record("no summary")
            return
        }
        #expect(counted.others == 1)
        #expect(
            counted.text
                == "GET /: the upstream server closed the connection without a response (and 1 more like it)")
    }
}
