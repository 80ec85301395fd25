import Events
import Messages
import SignalingSupport
import Testing

@testable import Recordings

/// Several recordings as one.
@Suite struct RecordingMergeTests {
    private func entry(_ number: Int, _ seconds: Double, _ content: Entry.Content) -> RecordedEvent {
        RecordedEvent(
            .event(.entry(Entry(number: number, time: .seconds(seconds), content: content))), at: .seconds(seconds))
    }

    private func joined(_ id: Int, room: String = "demo") -> Entry.Content {
        .joined(Peer(id: PeerID(id), name: nil, room: room, isAware: false, address: "127.0.0.1:\(id)"))
    }

    private func message(_ sender: Int, to recipients: [Int], release: Release? = nil) -> Entry.Content {
        .message(
            Delivery(
                message: .text("{}"), sender: .peer(PeerID(sender)), room: "demo",
                recipients: recipients.map(PeerID.init),
                release: release))
    }

    private func all(_ merge: inout RecordingMerge) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        while let event = merge.next() { events.append(event) }
        return events
    }

    private func entries(_ events: [RecordedEvent]) -> [Entry] {
        events.compactMap { if case .event(.entry(let entry)) = $0.content { entry } else { nil } }
    }

    @Test func aSingleRecordingPassesUnchanged() {
        let events = EventSamples.all.map { RecordedEvent(.event($0), at: .seconds(100)) }
        var merge = RecordingMerge(starts: [1_764_460_800_000])
        #expect(merge.starved == 0)
        merge.append(events, to: 0)
        merge.complete(0)
        #expect(all(&merge) == events)
        #expect(merge.isComplete)
    }

    @Test func eventsAreInTheOrderOfTheirWallClocks() {
        var merge = RecordingMerge(starts: [10_000, 12_000])
        merge.append([entry(1, 1, joined(1)), entry(2, 2.5, joined(2)), entry(3, 9, joined(3))], to: 0)
        merge.append([entry(1, 0.2, joined(1)), entry(2, 1, joined(2))], to: 1)
        merge.complete(0)
        merge.complete(1)
        let entries = entries(all(&merge))
        #expect(entries.map(\.time) == [1, 2.2, 2.5, 3, 9].map(Instant.seconds))
        #expect(entries.map(\.number) == [1, 2, 3, 4, 5])
        let peers = entries.map(\.peer)
        #expect(peers == [1, 2, 3, 4, 5].map(PeerID.init))
    }

    /// An event of one recording may be earlier than all that were read of another.
    @Test func nothingIsReturnedBeforeItIsKnownToBeTheNext() {
        var merge = RecordingMerge(starts: [0, 0])
        merge.append([entry(1, 5, joined(1))], to: 0)
        #expect(merge.next() == nil)
        #expect(merge.starved == 1)
        merge.append([entry(1, 4, joined(1))], to: 1)
        #expect(merge.next()?.time == .seconds(4))
        #expect(merge.next() == nil)
        merge.complete(1)
        #expect(merge.next()?.time == .seconds(5))
    }

    @Test func referencesToEntriesAndPeersFollow() throws {
        var merge = RecordingMerge(starts: [0, 0])
        let release = Release(entry: 7, nanoseconds: 1, .operator)
        merge.append([entry(1, 1, joined(1)), entry(2, 2, joined(2))], to: 0)
        merge.append(
            [
                entry(5, 1.5, joined(4)), entry(6, 1.6, joined(9)), entry(7, 1.7, message(4, to: [])),
                entry(8, 3, message(4, to: [9], release: release)),
            ], to: 1)
        merge.complete(0)
        merge.complete(1)
        let entries = entries(all(&merge))
        #expect(entries.map(\.number) == [1, 2, 3, 4, 5, 6])
        let delivery = try #require(entries[5].delivery)
        #expect(delivery.release?.entry == 4)
        #expect(delivery.author == PeerID(2) && delivery.recipients == [PeerID(3)])
    }

    /// Peers of different relays do not hear each other, whatever their rooms are called.
    @Test func roomsOfDifferentRecordingsAreDifferent() {
        var merge = RecordingMerge(starts: [0, 0])
        merge.append([entry(1, 1, joined(1))], to: 0)
        merge.append([entry(1, 2, joined(1)), entry(2, 3, joined(2, room: "other"))], to: 1)
        merge.complete(0)
        merge.complete(1)
        let rooms = entries(all(&merge)).map { entry -> String in
            if case .joined(let peer) = entry.content { peer.room } else { "" }
        }
        #expect(rooms == ["demo", "demo (2)", "other"])
    }

    @Test func eachKindOfEventCanBeRenumbered() {
        var merge = RecordingMerge(starts: [0, 1_000])
        merge.append(EventSamples.all.map { RecordedEvent(.event($0), at: .seconds(100)) }, to: 1)
        merge.complete(0)
        merge.complete(1)
        #expect(all(&merge).count == EventSamples.all.count)
    }

    @Test(arguments: [[Int64.min, Int64.max], [Int64.max, 0]])
    func impossibleClocksAreIgnored(starts: [Int64]) {
        var merge = RecordingMerge(starts: starts)
        for index in 0..<2 {
            merge.append([entry(1, 1, joined(1))], to: index)
            merge.complete(index)
        }
        #expect(all(&merge).count == 2)
    }
}

/// The difference of two clocks, from messages that both recordings have.
@Suite struct ClockOffsetTests {
    /// A recording of a client that sends and receives texts at these times, in milliseconds.
    private func recording(sent: [(String, Int64)], received: [(String, Int64)]) -> ClockOffset {
        var offset = ClockOffset()
        let server = Peer(id: PeerID(2), name: nil, room: "s", isAware: false, address: "a", role: .server)
        offset.add(.entry(Entry(number: 1, time: .start, content: .joined(server))), at: 0)
        for (sender, messages) in [(1, sent), (2, received)] {
            for (text, time) in messages {
                let delivery = Delivery(
                    message: .text("{\"text\":\"a message that is long enough: \(text)\"}"),
                    sender: .peer(PeerID(sender)),
                    room: "s", recipients: [PeerID(3 - sender)])
                offset.add(.entry(Entry(number: 2, time: .start, content: .message(delivery))), at: time * 1_000_000)
            }
        }
        return offset
    }

    @Test func messagesInBothDirectionsCancelTheirWay() {
        let one = recording(sent: [("x", 10_000)], received: [("y", 10_130)])
        let other = recording(sent: [("y", 12_070)], received: [("x", 12_050)])
        #expect(one.offset(to: other) == 1_995_000_000)
        #expect(other.offset(to: one) == -1_995_000_000)
    }

    @Test func theFastestMessagesCount() {
        let one = recording(sent: [("a", 0), ("b", 100)], received: [("c", 300), ("d", 400)])
        let other = recording(sent: [("c", 1290), ("d", 1300)], received: [("a", 1500), ("b", 1110)])
        #expect(one.offset(to: other) == 1_000_000_000)
    }

    @Test func oneDirectionIsEnough() {
        let one = recording(sent: [("a", 0)], received: [])
        let other = recording(sent: [], received: [("a", 5000)])
        #expect(one.offset(to: other) == 5_000_000_000)
    }

    @Test func messagesThatOccurTwiceTellNothing() {
        let one = recording(sent: [("a", 0), ("a", 1)], received: [])
        let other = recording(sent: [], received: [("a", 5000)])
        #expect(one.offset(to: other) == nil)
    }
}
