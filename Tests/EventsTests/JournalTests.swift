import Reports
import Testing

@testable import Events
@testable import Messages
@testable import Routing
@testable import Text

@Suite struct JournalTests {
    private func record(_ number: Int, bytes: Int = 0) -> Journal.Record {
        let message = Message(.text, Array(repeating: UInt8(ascii: "x"), count: bytes))
        let delivery = Delivery(message: message, sender: .peer(PeerID(1)), room: "demo", recipients: [])
        return Journal.Record(Entry(number: number, time: .start, content: .message(delivery)))
    }

    private func journal(entries: Int = .max, bytes: Int = .max) -> Journal {
        var limits = Journal.Limits()
        limits.entries = entries
        limits.bytes = bytes
        return Journal(limits: limits)
    }

    @Test func theOldestEntriesAreEvictedAboveTheEntryLimit() {
        var journal = journal(entries: 3)
        var evicted: [Int] = []
        for number in 1...5 { evicted += journal.append(record(number)).map(\.entry.number) }
        #expect(evicted == [1, 2])
        #expect((0..<journal.count).map { journal[$0].entry.number } == [3, 4, 5])
    }

    @Test func theOldestEntriesAreEvictedAboveTheByteLimit() {
        var journal = journal(bytes: 3 * record(1, bytes: 100).size)
        for number in 1...3 { #expect(journal.append(record(number, bytes: 100)).isEmpty) }
        #expect(journal.append(record(4, bytes: 500)).map(\.entry.number) == [1, 2])
        #expect(journal.bytes == record(3, bytes: 100).size + record(4, bytes: 500).size)
    }

    @Test func anEntryCountsWithItsPayloadAndItsParsedMessage() throws {
        let record = record(1, bytes: 500)
        let parsed = try #require(record.parsed)
        #expect(record.summary.utf8.count == 160 && parsed.size >= 160)
        #expect(record.size == Journal.overhead + 500 + parsed.size)
    }

    @Test func aParsedDescriptionCountsWithItsText() {
        let sdp = "v=0\r\n" + (0..<20).map { "m=audio 9 UDP/TLS/RTP/SAVPF \($0)\r\na=mid:\($0)\r\n" }.joined()
        let parsed = ParsedMessage(.text("{\"type\":\"offer\",\"sdp\":\(JSONString.encode(sdp))}"))
        #expect(parsed.descriptionText == sdp)
        #expect(parsed.size > sdp.utf8.count + 20 * 256)
    }

    @Test func theNewestEntryIsKeptWhateverItsSize() {
        var journal = journal(bytes: 10)
        #expect(journal.append(record(1, bytes: 1000)).isEmpty)
        #expect(journal.append(record(2, bytes: 1000)).map(\.entry.number) == [1])
        #expect(journal.count == 1)
    }

    @Test func anEntryIsFoundByItsNumberAfterAGap() {
        var journal = journal()
        for number in [3, 4, 9, 10] { _ = journal.append(record(number)) }
        #expect(journal[number: 9]?.entry.number == 9)
        #expect(journal[number: 5] == nil)
        #expect(journal[number: 11] == nil)
        #expect([0, 3, 5, 10, 11].map { journal.index(atOrAfter: $0) } == [0, 0, 2, 3, 4])
    }

    // MARK: Archive

    /// Contents of entries, as a file would have them.
    private struct Contents: EntryStore {
        var contents: [Int: Entry.Content] = [:]

        func content(at place: EntryPlace) -> Entry.Content? { contents[place.offset] }
    }

    private func archive(_ count: Int, bytes: Int, entries: Int = .max, _ contents: Contents) -> Journal {
        var limits = Journal.Limits()
        (limits.entries, limits.bytes, limits.archivedBytes) = (entries, 2 * record(1, bytes: 500).size, bytes)
        var journal = Journal(limits: limits, store: contents)
        for number in 1...count {
            _ = journal.append(record(number, bytes: 500), at: EntryPlace(file: 0, offset: number))
        }
        return journal
    }

    @Test func theOldestEntriesAreArchivedBeforeTheyAreEvicted() {
        let contents = Contents(
            contents: Dictionary(uniqueKeysWithValues: (1...100).map { ($0, record($0, bytes: 500).entry.content) }))
        let journal = archive(100, bytes: .max, contents)
        #expect(journal.count == 100 && journal.archivedCount == 98)
        #expect(journal.outline(at: 0).isOutline && journal.outline(at: 0).payloadSize == 500)
        #expect(journal[0] == record(1, bytes: 500))
        #expect(journal.archivedBytes < 100 * 100)
        let bounded = archive(100, bytes: journal.archivedBytes / 2, contents)
        #expect((40...60).contains(bounded.count))
        #expect(bounded.archivedBytes <= journal.archivedBytes / 2)
        let few = archive(100, bytes: .max, entries: 7, contents)
        #expect(few.count == 7 && few.firstNumber == 94 && few.lastNumber == 100)
    }

    @Test func anEntryWithoutAPlaceKeepsItsPayload() {
        var limits = Journal.Limits()
        (limits.bytes, limits.archivedBytes) = (1, 5 * 1000)
        var journal = Journal(limits: limits)
        var evicted: [Int] = []
        for number in 1...10 { evicted += journal.append(record(number, bytes: 500)).map(\.entry.number) }
        #expect(journal.outline(at: 0).isOutline && journal.outline(at: 0).parsed == nil)
        #expect(journal[0] == record(journal.number(at: 0), bytes: 500))
        #expect(evicted == Array(1..<journal.number(at: 0)) && evicted.count > 2)
        #expect(journal.archivedBytes <= 5 * 1000)
    }

    @Test func anArchivedReportIsOfItsPage() {
        let state = PeerReport(time: 7, connection: 3, .state(.ice, "connected"))
        let content = Entry.Content.reported(
            PageReport(page: PageID(2), occurred: .seconds(1), address: "127.0.0.1:5", state))
        var journal = archive(1, bytes: .max, Contents(contents: [2: content]))
        let reported = Journal.Record(Entry(number: 2, time: .seconds(1), content: content))
        _ = journal.append(reported, at: EntryPlace(file: 0, offset: 2))
        for number in 3...10 { _ = journal.append(record(number, bytes: 500)) }
        let outline = journal.outline(at: 1)
        #expect(outline.isOutline && outline.entry.report?.connection == ConnectionID(PageID(2), 3))
        #expect(outline.entry.report?.report.content != state.content)
        #expect(journal[1] == reported)
    }

    /// Messages to unknown names differ in their addressees alone.
    @Test func outlinesOfManyAddresseesAreToldApartByTheirHashes() {
        let hashes = (0..<100).map { number in
            Delivery(
                message: Message(.text, []), sender: .peer(PeerID(1)), room: "demo",
                addressee: .nobody(.noSuchPeer("x\(number)")), recipients: []
            ).hashValue
        }
        #expect(Set(hashes).count == 100)
    }

    @Test func anEntryWhoseFileIsGoneKeepsItsOutline() {
        let overwritten = Contents(
            contents: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, record($0, bytes: 501).entry.content) }))
        for contents in [Contents(), overwritten] {
            let journal = archive(5, bytes: .max, contents)
            #expect(journal[0].kind == .other && journal[0].payloadSize == 500)
            #expect(journal[0].parsed == nil && journal[0].entry.delivery?.message.payload == [])
            #expect(journal[0].summary == "the file of the recording no longer has the payload")
        }
    }
}

@Suite struct InstantTests {
    @Test(arguments: [(0, "0.000"), (7.691, "7.691"), (60.0404, "60.040"), (123_456.001, "123456.001")])
    func anInstantIsShownInSecondsAndMilliseconds(seconds: Double, text: String) {
        #expect(Instant.seconds(seconds).text == text)
    }

    @Test(
        arguments: [
            (1.5, 1_500_000_000), (-1.5, -1_500_000_000), (.infinity, .max), (-.infinity, .min), (1e12, .max),
            (.nan, 0),
        ] as [(Double, Int64)])
    func anyNumberOfSecondsIsAnInstant(seconds: Double, nanoseconds: Int64) {
        #expect(Instant.seconds(seconds).nanoseconds == nanoseconds)
    }

    @Test func aLaterInstantIsZeroSecondsAgo() {
        #expect(Instant.seconds(1).seconds(since: .seconds(5)) == 0)
        #expect(Instant.seconds(5.9).seconds(since: .seconds(1)) == 4)
    }
}

@Suite struct PeerIDTests {
    @Test(arguments: [
        ("p1", 1), ("p42", 42), ("p0", nil), ("p01", nil), ("p", nil), ("1", nil), ("p-1", nil), ("P1", nil),
    ])
    func aPeerIDIsParsed(text: String, number: Int?) {
        #expect(PeerID(text)?.number == number)
    }
}
