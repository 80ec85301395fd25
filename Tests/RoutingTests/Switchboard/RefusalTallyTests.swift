import Testing

@testable import Events
@testable import Routing

/// Repeated refusals are recorded at most once a second, with their number.
@Suite struct RefusalTallyTests {
    private func told(_ actions: [Switchboard.Action]) -> [String] {
        actions.compactMap {
            guard case .record(let entry) = $0, case .refused(let request, let refusal) = entry.content else {
                return nil
            }
            return "\(request.address) \(refusal.text)"
        }
    }

    private func refused(_ refusal: Refusal, from address: String = "192.0.2.1:5000") -> Switchboard.Event {
        .refused(ConnectionRequest(id: .relay, address: address), refusal)
    }

    @Test func theFirstRefusalIsRecordedAndTheRestAreCounted() {
        var switchboard = Switchboard()
        let first = "192.0.2.1:5000 " + Refusal.origin("a").text
        #expect(told(switchboard.receive(refused(.origin("a")), at: .start)) == [first])
        #expect(switchboard.due == nil)
        // A different port is the same address, and a different origin the same reason.
        for port in 1...40 {
            let event = refused(.origin("o\(port)"), from: "192.0.2.1:\(port)")
            #expect(switchboard.receive(event, at: .seconds(0.5)).isEmpty)
        }
        #expect(switchboard.due == .seconds(1))
        #expect(told(switchboard.receive(.timerFired, at: .seconds(0.9))) == [])
        let last = Refusal.repeated(count: 40, last: .origin("o40")).text
        #expect(told(switchboard.receive(.timerFired, at: .seconds(1))) == ["192.0.2.1:40 \(last)"])
        #expect(switchboard.due == nil)
        // No further entry for another second.
        #expect(switchboard.receive(refused(.origin("a")), at: .seconds(1.5)).isEmpty)
        #expect(told(switchboard.receive(.timerFired, at: .seconds(2))).count == 1)
        #expect(told(switchboard.receive(refused(.origin("a")), at: .seconds(3.1))).count == 1)
    }

    /// A refusal counts as a small entry in journal and mailbox, so its names must be short.
    @Test func theNameOfARefusedConnectionIsShortened() {
        var switchboard = Switchboard()
        let long = String(repeating: "é", count: 30_000)
        for (number, event) in [
            Switchboard.Event.arrived(
                ConnectionRequest(id: PeerID(1), name: long, room: long, address: "192.0.2.1:5000")),
            .refused(ConnectionRequest(id: .relay, name: long, room: long, address: "192.0.2.1:5000"), .tokenWrong),
        ].enumerated() {
            let actions = switchboard.receive(event, at: .seconds(Double(number)))
            guard case .record(let entry) = actions.last, case .refused(let request, _) = entry.content else {
                Issue.record("\(actions)")
                continue
            }
            #expect(request.name == String(long.prefix(64)) && request.room == request.name)
        }
    }

    @Test func aDifferentReasonOrAddressIsRecordedAtOnce() {
        var switchboard = Switchboard()
        for event in [
            refused(.tokenWrong), refused(.tokenMissing), refused(.tokenWrong, from: "192.0.2.2:1"),
            refused(.tokenWrong, from: "[2001:db8::1]:1"), refused(.tokenWrong, from: "[2001:db8:0:1::1]:1"),
        ] {
            #expect(told(switchboard.receive(event, at: .start)).count == 1)
        }
        // An IPv6 host has a /64 network.
        #expect(switchboard.receive(refused(.tokenWrong, from: "[2001:db8::ffff]:1"), at: .start).isEmpty)
    }

    @Test func countedRefusalsAreRecordedAtTheEnd() {
        var switchboard = Switchboard()
        _ = switchboard.receive(refused(.tokenWrong), at: .start)
        _ = switchboard.receive(refused(.tokenWrong), at: .start)
        #expect(told(switchboard.receive(.ending, at: .start)) == ["192.0.2.1:5000 1 more: the token is wrong"])
    }

    @Test func manyAddressesAreCountedTogether() {
        var tally = RefusalTally()
        var told = 0
        for address in 0..<5000 {
            let request = ConnectionRequest(id: .relay, address: "10.0.\(address >> 8).\(address & 0xFF):1")
            if tally.shouldReport(.tokenWrong, of: request, at: .start) { told += 1 }
        }
        #expect(told == RefusalTally.limit + 1)
        let rest = tally.summaries(at: .seconds(1))
        #expect(rest.count == 1 && rest.first?.1 == .repeated(count: 5000 - told, last: .tokenWrong))
        // The tally is empty, and addresses are distinguished again.
        #expect(
            tally.shouldReport(.tokenWrong, of: ConnectionRequest(id: .relay, address: "192.0.2.9:1"), at: .seconds(3))
                == true)
    }

    @Test func refusalsOfAFullRoomAreCounted() {
        var limits = Limits()
        limits.maxRoomPeers = 1
        var switchboard = Switchboard(limits: limits)
        var entries = 0
        for number in 1...10 {
            let actions = switchboard.receive(
                .arrived(ConnectionRequest(id: PeerID(number), address: "192.0.2.1:\(number)")), at: .start)
            entries += told(actions).count
            // Every connection is closed.
            let isClosed = actions.contains { if case .close(PeerID(number), .full, _) = $0 { true } else { false } }
            #expect(isClosed == (number > 1))
        }
        #expect(entries == 1)
    }
}
