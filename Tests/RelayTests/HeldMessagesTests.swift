import NIOCore
import Relay
import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Relay
@testable import Routing

/// Held and delayed messages, with real sockets and a running clock.
@Suite struct HeldMessagesTests {
    private func hold(_ action: InterceptRule.Action) throws -> Switchboard.Command {
        .addRule(try CompiledRule(try Filter("offer"), action))
    }

    @Test func aHeldMessageIsReleasedWhenItsTimeIsUp() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            relay.perform(try hold(.hold(seconds: 1)))
            _ = watch.first { $0.number == 3 }
            try a.send(text: "offer")
            try a.send(text: "after it")
            try b.send(text: "the other way")
            #expect(try a.next() == .text("the other way"))
            #expect(try b.next() == .text("offer"))
            #expect(try b.next() == .text("after it"))
            // The release refers to the entry by its number.
            let held = watch.first { $0.delivery?.message == .text("offer") }
            let released = watch.first { $0.delivery?.release != nil }
            #expect(held?.delivery?.isKept == true)
            #expect(released?.delivery?.release?.entry == held?.number)
            #expect(released?.delivery?.release?.cause == .timeUp)
        }
    }

    @Test func aDelayedMessageIsDeliveredAfterTheDelay() throws {
        try withRelay { relay, watch in
            let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            _ = watch.first { $0.number == 2 }
            relay.perform(try hold(.delay(milliseconds: 150)))
            _ = watch.first { $0.number == 3 }
            try a.send(text: "offer")
            #expect(try b.next() == .text("offer"))
            let release = watch.first { $0.delivery?.release != nil }?.delivery?.release
            #expect(release.map { $0.nanoseconds >= 150_000_000 } == true)
        }
    }

    @Test func stoppingDeliversHeldMessagesBeforeTheCloseAndReturnsThem() throws {
        var configuration = RelayConfiguration()
        configuration.port = 0
        let watch = EntryRecorder()
        let relay = try RelayServer(configuration, now: runningClock(), watch: watch.record)
        let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
        _ = watch.first { $0.number == 2 }
        relay.perform(try hold(.hold(seconds: 3600)))
        _ = watch.first { $0.number == 3 }
        try a.send(text: "offer")
        _ = watch.first { $0.number == 4 }
        let held = relay.stop()
        #expect(held.map(\.entry) == [4])
        #expect(held.first?.recipients == [PeerID(2)])
        #expect(try b.next() == .text("offer"))
        #expect(try b.next() == .close(1001, "the relay is closing"))
    }

    /// Sends `count` messages that are held, more than one tick of the loop delivers, and stops the relay after `body`.
    ///
    /// - Returns: The messages that were held then, and their recipients.
    private func withBacklog(
        _ count: Int, _ body: (RelayServer, EntryRecorder, WebSocketClient, [WebSocketClient]) throws -> Void
    ) throws -> (held: [HeldMessage], recipients: [WebSocketClient]) {
        var configuration = RelayConfiguration()
        configuration.port = 0
        let watch = EntryRecorder()
        let relay = try RelayServer(configuration, now: runningClock(), watch: watch.record)
        do {
            let clients = try (0..<5).map { _ in try WebSocketClient.opened(relay) }
            _ = watch.first { $0.number == 5 }
            relay.perform(.addRule(try CompiledRule(try Filter("held"), .hold(seconds: 3600))))
            _ = watch.first { $0.number == 6 }
            for number in 1...count { try clients[0].send(text: "held \(number)") }
            _ = watch.first { $0.number == 6 + count }
            let recipients = Array(clients[1...])
            try body(relay, watch, clients[0], recipients)
            return (relay.stop(), recipients)
        } catch {
            relay.stop()
            throw error
        }
    }

    private func expect(_ count: Int, then last: ServerFrame, of recipients: [WebSocketClient]) throws {
        for recipient in recipients {
            for number in 1...count { #expect(try recipient.next() == .text("held \(number)")) }
            #expect(try recipient.next() == last)
        }
    }

    @Test func aBacklogIsDeliveredInOrderOverSeveralTicksAndLaterMessagesAfterIt() throws {
        let (held, _) = try withBacklog(250) { relay, watch, sender, recipients in
            relay.perform(.removeRule(1))
            relay.perform(.ban(.name("mallory"), seconds: nil))
            try sender.send(text: "after it")
            try expect(250, then: .text("after it"), of: recipients)
            // The next command of the operator was performed before all of it was delivered.
            let ban = watch.first { if case .noted(.banned) = $0.content { true } else { false } }
            let last = watch.first { $0.delivery?.message == .text("held 250") && $0.delivery?.release != nil }
            #expect(ban.map(\.number) ?? .max < last.map(\.number) ?? 0)
        }
        #expect(held.isEmpty)
    }

    @Test func aBacklogIsDeliveredCompletelyBeforeTheClose() throws {
        let (held, recipients) = try withBacklog(250) { _, _, _, _ in }
        #expect(held.map(\.entry) == Array(7..<257))
        try expect(250, then: .close(1001, "the relay is closing"), of: recipients)
    }

    @Test func aSnapshotHasRulesHeldMessagesAndBans() throws {
        let reports = Reports()
        var configuration = RelayConfiguration()
        configuration.port = 0
        configuration.guardsGlare = true
        let relay = try RelayServer(configuration, now: runningClock(), watch: reports.post)
        defer { relay.stop() }
        let (a, b) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
        while case .entry(let entry) = reports.next(), entry.number < 2 {}
        let command = try hold(.hold(seconds: 3600))
        relay.perform(command)
        relay.perform(.ban(.name("mallory"), seconds: nil))
        while case .entry(let entry) = reports.next(), entry.number < 4 {}
        try a.send(text: "offer")
        while case .entry(let entry) = reports.next(), entry.number < 5 {}
        relay.requestSnapshot()
        let report = reports.next { if case .snapshot = $0 { true } else { false } }
        guard case .snapshot(let snapshot) = report, case .addRule(let rule) = command else {
            Issue.record("no snapshot")
            return
        }
        #expect(snapshot.rules == [ActiveRule(1, rule.rule)])
        #expect(snapshot.held.map(\.entry) == [5])
        #expect(snapshot.bans == [Ban(number: 1, subject: .name("mallory"), until: nil)])
        #expect(snapshot.guarded.isEverywhere)
        withExtendedLifetime(b) {}
    }
}
