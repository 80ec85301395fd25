import EventLog
import Exports
import Filtering
import Ladders
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Sessions

/// Sessions of recordings whose payloads are in a file.
@Suite struct ArchivedSessionTests {
    /// An event log in memory.
    struct LogStore: EntryStore {
        let log: [UInt8]

        func content(at place: EntryPlace) -> Entry.Content? {
            guard log.indices.contains(place.offset) else { return nil }
            return EventLogReader.content(ofEntry: Array(log[place.offset...].prefix { $0 != UInt8(ascii: "\n") }))
        }
    }

    /// A session with all payloads, and the one of the same entries that keeps those of a few.
    struct Sessions {
        var whole: Session
        var archived: Session
        /// The one whose entries cannot be read from a file again, so that it keeps them.
        var placeless: Session

        init(_ conversation: RandomConversation, isProxied: Bool) throws {
            let endpoint = Endpoint(
                socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "::1",
                upstream: isProxied ? "http://localhost:2" : nil)
            var encoder = EventLogEncoder()
            encoder.append(EventLogHeader(created: 0, source: "relay"))
            for entry in conversation.entries { encoder.append(.entry(entry), at: entry.time) }
            encoder.appendEnd(at: conversation.time)
            var limits = Journal.Limits()
            (limits.bytes, limits.archivedBytes) = (20_000, .max)
            whole = Session(endpoint)
            archived = Session(endpoint, journal: Journal(limits: limits, store: LogStore(log: encoder.bytes)))
            placeless = Session(endpoint, journal: Journal(limits: limits))
            var (entries, reader) = ([(entry: Entry, offset: Int)](), EventLogReader())
            for piece in stride(from: 0, to: encoder.bytes.count, by: 1000) {
                try reader.read(Array(encoder.bytes[piece...].prefix(1000))) { item, offset in
                    if case .event(.entry(let entry), _) = item { entries.append((entry, offset)) }
                }
            }
            for (entry, offset) in entries {
                _ = whole.fold(entry)
                _ = archived.fold(entry, at: EntryPlace(file: 0, offset: offset))
                _ = placeless.fold(entry)
            }
            _ = whole.advance(to: conversation.time)
            _ = archived.advance(to: conversation.time)
            _ = placeless.advance(to: conversation.time)
        }

        /// The sessions of random conversations, made once for all tests.
        static let all = Result { try sessions(isProxied: false) }
        static let proxied = Result { try sessions(isProxied: true) }

        private static func sessions(isProxied: Bool) throws -> [Sessions] {
            let recorded = try RandomConversation.recordedCalls()
            return try (300..<304).map { (seed: UInt64) in
                var generator = SeededGenerator(seed: seed)
                return try Sessions(
                    RandomConversation(steps: 150, of: recorded, isProxied: isProxied, &generator),
                    isProxied: isProxied)
            }
        }
    }

    /// Calls `body` with each session with all payloads, and each that has archived its older entries.
    private func forEachConversation(isProxied: Bool, _ body: (Session, Session) throws -> Void) throws {
        for sessions in try (isProxied ? Sessions.proxied : Sessions.all).get() {
            for archived in [sessions.archived, sessions.placeless] {
                #expect(archived.journal.archivedCount > sessions.whole.journal.count / 2)
                try body(sessions.whole, archived)
            }
        }
    }

    @Test(arguments: [false, true])
    func anArchivedSessionShowsWhatTheWholeOneShows(isProxied: Bool) throws {
        try forEachConversation(isProxied: isProxied) { whole, archived in
            #expect(SessionDigest(whole).differences(from: SessionDigest(archived)) == [])
            #expect(whole.journal.count == archived.journal.count)
            for index in 0..<whole.journal.count {
                let (record, outline) = (whole.journal[index], archived.journal.outline(at: index))
                #expect(archived.journal[index] == record)
                #expect(outline.entry.number == record.entry.number && outline.entry.time == record.entry.time)
                #expect((outline.kind, outline.payloadSize) == (record.kind, record.payloadSize))
                #expect(outline.entry.peer == record.entry.peer)
                #expect(outline.entry.delivery?.interceptions == record.entry.delivery?.interceptions)
                #expect(archived.journal[number: record.entry.number] == record)
            }
            let ladders = whole.calls.calls.map { Ladder(of: $0, whole).rows }
            #expect(ladders == archived.calls.calls.map { Ladder(of: $0, archived).rows })
            // The ends of the server have left in the random ones through a server, so their ladders are empty.
            #expect(isProxied || ladders.contains { !$0.isEmpty })
        }
    }

    @Test(
        arguments: [
            "kind:offer", "-kind:candidate", "cand:host|srflx", "from:p1|p2", "to:p1", "room:demo", "call:1",
            "is:held", "is:dropped", "is:finding", "is:reported", "is:changed", "size>500", "dt>1s", "src:op",
            "candidate", "-candidate", "~typ.(host|relay)", "mid:0", "sdp:a=setup", "kind:offer candidate",
            "kind:offer OR typ", "-(kind:answer candidate)", "size<100 OR mid:1",
        ], [false, true])
    func aFilterFindsTheSameEntriesWithoutTheirPayloads(text: String, isProxied: Bool) throws {
        let filter = try Filter(text)
        try forEachConversation(isProxied: isProxied) { whole, archived in
            let found = [whole, archived].map { session in
                var view = FilteredView(filter, below: .max, hidesOutbound: isProxied)
                while view.isUnfinished { view.work(session.journal, EntryFacts(session)) }
                return Array(view.passing)
            }
            #expect(found[0] == found[1])
        }
    }
}
