import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events

/// Lists of calls: all, those of a peer, and those that a message belongs to.
@Suite struct CallListTests {
    /// Calls of p1 with p2 and p3 in turns, of which all but the last two have ended.
    private static func scene(_ count: Int) -> Scene {
        var lines = ["0 p1 joins demo aware", "0 p2 joins demo aware", "0 p3 joins demo aware"]
        for call in 0..<count {
            let other = call % 2 == 0 ? "p2" : "p3"
            if call >= 2 { lines.append(#"1 p1 sends {"type":"bye","to":"\#(other)"}"#) }
            lines += ["1 p1 offers to=\(other)", "1 \(other) answers to=p1", "1 p1 candidate host to=\(other)"]
        }
        return Scene(lines.joined(separator: "\n"))
    }

    @Test func callsAreListedFromTheLatest() throws {
        let book = Self.scene(9).book
        #expect(book.calls.map(\.number) == Array(1...9))
        #expect(book.calls.map { $0.ended == nil } == Array(repeating: false, count: 7) + [true, true])
        #expect(book.callCount == 9)
        #expect((0..<9).map { book.call(at: $0)?.number } == (1...9).reversed())
        #expect((1...9).map { book.index(ofCall: $0) } == (0...8).reversed())
        #expect((1...9).map { book.call(number: $0)?.number } == Array(1...9))
        #expect(book.call(at: 9) == nil && book.call(at: -1) == nil)
        #expect(book.index(ofCall: 10) == nil && book.index(ofCall: 0) == nil && book.call(number: 10) == nil)
    }

    @Test func callsAreFoundByPeer() {
        let book = Self.scene(9).book
        #expect(book.calls(of: PeerID(1)).map(\.number) == Array(1...9))
        #expect(book.calls(of: PeerID(2)).map(\.number) == [1, 3, 5, 7, 9])
        #expect(book.calls(of: PeerID(3)).map(\.number) == [2, 4, 6, 8])
        #expect(book.calls(of: PeerID(4)).isEmpty)
    }

    @Test func aMessageBelongsToTheCallOfItsTime() {
        let scene = Self.scene(100)
        let (book, calls) = (scene.book, scene.book.calls)
        var found = 0
        for entry in scene.entries {
            let pairs = entry.delivery.map { delivery in delivery.recipients.map { Pair(delivery.author, $0) } } ?? []
            let expected = calls.filter {
                pairs.contains($0.pair) && ($0.first...$0.last).contains(entry.number)
            }
            #expect(book.calls(of: Journal.Record(entry)).map(\.number) == expected.map(\.number))
            found += expected.count
        }
        #expect(found == 100 * 3 + 98, "an offer, an answer, a candidate, and the goodbyes of ended calls")
    }

    @Test func aForgottenCallStaysInACopyOfTheList() throws {
        let scene = Self.scene(9)
        let copy = scene.book
        var book = copy
        let last = try #require(book.call(number: 3)?.last)
        for entry in scene.entries where entry.number <= last { book.forget(entry) }
        #expect(book.calls.map(\.number) == Array(4...9))
        #expect(book.callCount == 6 && book.index(ofCall: 4) == 5 && book.index(ofCall: 3) == nil)
        #expect(book.call(at: 5)?.number == 4 && book.call(number: 3) == nil)
        #expect(book.calls(of: PeerID(2)).map(\.number) == [5, 7, 9])
        #expect(copy.calls.map(\.number) == Array(1...9))
        #expect(copy.calls(of: PeerID(2)).map(\.number) == [1, 3, 5, 7, 9])
    }
}
