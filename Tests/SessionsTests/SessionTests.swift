import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import Routing
@testable import Sessions

/// The fold of the relay's events.
@Suite struct SessionTests {
    private static let endpoint = Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "::1")

    /// Recordings hold entries alone, so the times at which a console looked at the session must not matter.
    @Test(arguments: try Recording.names())
    func aSessionOfTheEntriesAloneEqualsTheLiveOne(name: String) throws {
        let recording = try Recording.named(name)
        let entries = recording.play()
        var random = SeededGenerator(seed: 16)
        var (live, replayed) = (Session(Self.endpoint), Session(Self.endpoint))
        for (index, entry) in entries.enumerated() {
            _ = live.fold(.entry(entry))
            _ = replayed.fold(.entry(entry))
            let next = index + 1 < entries.count ? entries[index + 1].time : recording.end
            let ticks = (0..<3).map { _ in
                Int64.random(in: entry.time.nanoseconds...next.nanoseconds, using: &random)
            }
            for tick in ticks.sorted() { _ = live.advance(to: Instant(nanoseconds: tick)) }
        }
        _ = live.advance(to: recording.end)
        _ = replayed.advance(to: recording.end)
        #expect(SessionDigest(live) == SessionDigest(replayed))
        #expect(live.journal.count == entries.count && !entries.isEmpty)
    }

    @Test func theSessionHoldsTheMessagesThatTheRelayHolds() throws {
        var switchboard = Switchboard(guardsGlare: true)
        var session = Session(Self.endpoint, guardsGlare: true)
        let lines = """
            operator arms hold 30 kind:bye
            operator arms cross 20 kind:other
            operator arms delay 5000 kind:candidate
            p1 joins
            p2 joins
            p3 joins
            p1 bye
            p1 sends {"a":1}
            p1 offers
            p1 candidate host
            p1 sends {"b":1}
            """
        var script = EventScript()
        for (index, line) in lines.split(separator: "\n").enumerated() {
            let event = script.event(line)
            for case .record(let entry) in switchboard.receive(try #require(event), at: .seconds(Double(index) / 10)) {
                _ = session.fold(.entry(entry))
            }
            #expect(session.intercepts.held == switchboard.snapshot.held)
        }
        #expect(switchboard.snapshot.held.count > 4)
    }

    /// The finding of a deadline is an event of its own, even if the next entry resolves it.
    @Test func aFindingThatTheNextEntryResolvesIsTwoEvents() {
        let script = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers with=host\n15 p2 answers with=host"
        var (live, replayed) = (Session(Self.endpoint), Session(Self.endpoint))
        for entry in Scene(script).entries {
            _ = live.advance(to: Instant(nanoseconds: entry.time.nanoseconds - 1))
            _ = live.fold(.entry(entry))
            _ = replayed.fold(.entry(entry))
        }
        #expect(SessionDigest(replayed).differences(from: SessionDigest(live)) == [])
        #expect(replayed.eventItems.all.map(\.time.text) == ["11.000", "15.000"])
    }

    /// No later event evaluates it.
    @Test func aDepartureThatIsPendingAtTheEndIsAFinding() throws {
        let entries = try Recording.named(#require(try Recording.names().first)).play()
        let index = try #require(
            entries.firstIndex { $0.delivery.map { ParsedMessage($0.message).kind } == .offer })
        let offer = try #require(entries[index].delivery)
        var session = Session(Self.endpoint)
        for entry in entries[...index] { _ = session.fold(.entry(entry)) }
        let left = Entry(
            number: entries[index].number + 1, time: entries[index].time.advanced(by: 1_000_000),
            content: .left(try #require(offer.recipients.first), .lost))
        _ = session.fold(.entry(left))
        #expect(session.calls.changes.isEmpty)
        _ = session.settleDepartures(at: left.time.advanced(by: 60_000_000_000))
        #expect(session.calls.changes.filter { !$0.isEnding }.map(\.finding.rule) == [.peerVanished])
    }
}
