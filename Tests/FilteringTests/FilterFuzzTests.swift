import SignalingSupport
import TestSupport
import Testing

@testable import Events
@testable import Filtering

/// Any text is parsed or rejected.
@Suite struct FilterFuzzTests {
    private static let pieces: [String] = {
        var pieces = FilterField.allCases.flatMap { field in [field.name, field.name + ":", field.example] }
        pieces += FilterSign.allCases.map { sign in sign.example }
        pieces += "()-|\"\\~@:<>=*.?+[]{}^$ ,aé☎\u{0}\n09".map { String($0) }
        pieces += [
            " OR ", "OR", "AND", "kind:offer", "10ms", "\\d", "{2,3}", "[^", "(?:", "@a", "@b", "\r\n", "9999999999",
        ]
        return pieces
    }()

    @Test(arguments: 0..<8)
    func anyTextIsParsedOrRejectedAtAColumn(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let watcher = FilterWatcher(
            Scene("0 p1 joins demo name=a\n0 p2 joins demo\n1 p1 offers\n2 p2 candidate host\n3 operator kicks p1"))
        var read = 0
        for _ in 0..<1500 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let scalars = text.unicodeScalars.count
            let saved = ["a": "kind:offer @b", "b": String(text.prefix(5))]
            do throws(FilterError) {
                let filter = try Filter(text, saved: saved)
                read += 1
                let passing = watcher.passing(filter)
                #expect(Set(passing).isSubset(of: 1...5))
                _ = filter.ranges(in: text)
                let again = try Filter("(\(text))", saved: saved)
                #expect(watcher.passing(again) == passing, "\(text)")
            } catch {
                #expect((0...max(scalars + 1, 0)).contains(error.column), "\(text)")
                #expect(!error.message.isEmpty)
            }
            let cursor = Int.random(in: -1...scalars + 1, using: &generator)
            let completion = FilterCompletion(text, cursor: cursor, saved: saved) { _ in [.init(text, count: 1)] }
            #expect(completion.range.lowerBound >= 0 && completion.range.upperBound <= scalars)
        }
        #expect(read > 50)
    }

    @Test(arguments: 0..<4)
    func quotedNamesMatchThemselves(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 1...6, using: &generator)
            let name = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let peer = Peer(id: PeerID(1), name: name, room: "demo", isAware: false, address: "")
            let watcher = FilterWatcher([Entry(number: 1, time: .start, content: .joined(peer))])
            #expect(watcher.passing(try Filter("peer:\(Filter.quoted(name))|x")) == [1], "\(name)")
        }
    }
}
