import EventLog
import Events
import Glibc
import Messages
import Testing

@testable import signal_console

/// Payloads that are read from an event log again.
@Suite struct RecordingStoreTests {
    /// Messages of all sizes, some longer than what is read at a time.
    private static let sizes = [0, 1, 100, 70_000, 3, 300_000, 20, 5, 65_536, 131_072, 9]

    private let folder: ScratchFolder
    private let path: String
    /// The offsets of the lines.
    private let offsets: [Int]

    init() throws {
        var (encoder, offsets) = (EventLogEncoder(), [Int]())
        encoder.append(EventLogHeader(created: 0, source: "relay"))
        for (index, size) in Self.sizes.enumerated() {
            offsets.append(encoder.bytes.count)
            let entry = Entry(number: index + 1, time: .start, content: Self.content(size))
            encoder.append(.entry(entry), at: .start)
        }
        self.offsets = offsets
        folder = try ScratchFolder()
        path = folder.path + "/calls.ndjson"
        let file = try #require(fopen(path, "w"))
        fwrite(encoder.bytes, 1, encoder.bytes.count, file)
        fclose(file)
    }

    private static func content(_ size: Int) -> Entry.Content {
        .message(
            Delivery(
                message: .text(String(repeating: "\"", count: size)), sender: .peer(PeerID(1)), room: "demo",
                recipients: [PeerID(2)]))
    }

    /// The store and the index of the log in it.
    private func opened() throws -> (RecordingStore, Int) {
        let store = RecordingStore()
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        return (store, try #require(store.add(descriptor)))
    }

    @Test func everyEntryIsReadAgainInAnyOrder() throws {
        defer { folder.remove() }
        let (store, file) = try opened()
        let order = Array(offsets.indices) + offsets.indices.reversed() + [3, 0, 5, 1, 9, 5, 3]
        for index in order {
            let place = EntryPlace(file: file, offset: offsets[index])
            #expect(store.content(at: place) == Self.content(Self.sizes[index]))
        }
    }

    @Test func aRemovedLogIsReadAndATruncatedOneIsNot() throws {
        let (store, file) = try opened()
        let place = EntryPlace(file: file, offset: offsets[3])
        folder.remove()
        #expect(store.content(at: place) == Self.content(Self.sizes[3]))
        #expect(store.content(at: EntryPlace(file: file, offset: 1 << 40)) == nil)
        #expect(store.content(at: EntryPlace(file: file, offset: offsets[3] + 1)) == nil)
        #expect(store.content(at: EntryPlace(file: 7, offset: 0)) == nil)
        store.remove(file)
        #expect(store.content(at: place) == nil)
        let (empty, other) = (RecordingStore(), fopen("/dev/null", "r"))
        defer { fclose(other) }
        #expect(empty.add(fileno(other)) == nil)
    }

    @Test func aLogThatWasTruncatedIsNotReadAgain() throws {
        defer { folder.remove() }
        let (store, file) = try opened()
        try #require(truncate(path, 10) == 0)
        #expect(store.content(at: EntryPlace(file: file, offset: offsets[3])) == nil)
    }
}
