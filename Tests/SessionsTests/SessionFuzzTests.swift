import EventLog
import SignalingSupport
import TestSupport
import Testing

@testable import Events
@testable import Sessions

/// The fold of random conversations.
@Suite struct SessionFuzzTests {
    private static let endpoint = Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "::1")

    /// Recordings hold entries alone, so the times at which a console looked at the session must not matter.
    @Test(arguments: [false, true])
    func aSessionOfTheEntriesAloneEqualsTheLiveOne(isProxied: Bool) throws {
        let recorded = try RandomConversation.recordedCalls()
        var hasExchanges = false
        Seeds.forEach(0..<12) { generator in
            let steps = Int.random(in: 20...150, using: &generator)
            let conversation = RandomConversation(steps: steps, of: recorded, isProxied: isProxied, &generator)
            let entries = conversation.entries
            var (live, replayed) = (Session(Self.endpoint), Session(Self.endpoint))
            for (index, entry) in entries.enumerated() {
                _ = live.fold(.entry(entry))
                _ = replayed.fold(.entry(entry))
                let next = index + 1 < entries.count ? entries[index + 1].time : conversation.time
                for _ in 0..<Int.random(in: 0...2, using: &generator) {
                    let tick = Int64.random(in: live.now.nanoseconds...next.nanoseconds, using: &generator)
                    _ = live.advance(to: Instant(nanoseconds: tick))
                }
            }
            _ = live.advance(to: conversation.time)
            _ = replayed.advance(to: conversation.time)
            #expect(SessionDigest(live).differences(from: SessionDigest(replayed)) == [])
            #expect(live.journal.count == entries.count)
            let digest = SessionDigest(live)
            hasExchanges = hasExchanges || !digest.exchanges.isEmpty
        }
        #expect(hasExchanges == isProxied)
    }

    /// What was seen live is seen again in the recording.
    @Test(arguments: [false, true])
    func aSessionReadFromALogEqualsTheLiveOne(isProxied: Bool) throws {
        let recorded = try RandomConversation.recordedCalls()
        Seeds.forEach(200..<206) { generator in
            let steps = Int.random(in: 20...150, using: &generator)
            let conversation = RandomConversation(steps: steps, of: recorded, isProxied: isProxied, &generator)
            var (live, encoder) = (Session(Self.endpoint), EventLogEncoder())
            encoder.append(EventLogHeader(created: 0, source: "relay"))
            for entry in conversation.entries {
                _ = live.fold(.entry(entry))
                encoder.append(.entry(entry), at: live.now)
            }
            encoder.append(.snapshot(conversation.snapshot), at: live.now)
            _ = live.fold(.snapshot(conversation.snapshot))
            encoder.appendEnd(at: conversation.time)
            _ = live.advance(to: conversation.time)
            var (read, reader) = (Session(Self.endpoint), EventLogReader())
            do {
                try reader.read(encoder.bytes) { item, _ in
                    switch item {
                    case .event(let event, _): _ = read.fold(event)
                    case .lost(let count, _): read.lose(count)
                    case .end(let time): _ = read.advance(to: time)
                    }
                }
            } catch { Issue.record(error) }
            #expect(reader.faults == [])
            #expect(SessionDigest(live).differences(from: SessionDigest(read)) == [])
            #expect((0..<live.journal.count).allSatisfy { live.journal[$0] == read.journal[$0] })
        }
    }

    /// A watcher that lost no entries needs no snapshot.
    @Test func aSessionOfAllEntriesShowsTheStateOfTheRelay() throws {
        let recorded = try RandomConversation.recordedCalls()
        Seeds.forEach(100..<112) { generator in
            let steps = Int.random(in: 20...150, using: &generator)
            let conversation = RandomConversation(steps: steps, of: recorded, &generator)
            var session = Session(Self.endpoint)
            for entry in conversation.entries { _ = session.fold(.entry(entry)) }
            _ = session.advance(to: conversation.time)
            let snapshot = conversation.snapshot
            #expect(session.roster.present == snapshot.peers.map(\.id))
            #expect(session.intercepts.rules == snapshot.rules)
            #expect(session.intercepts.held == snapshot.held)
            #expect(session.intercepts.guarded == snapshot.guarded)
            let before = SessionDigest(session)
            _ = session.fold(.snapshot(snapshot))
            #expect(SessionDigest(session).differences(from: before) == [])
        }
    }
}
