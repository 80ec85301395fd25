import TestSupport
import Testing

@testable import Events
@testable import Ladders
@testable import Messages
@testable import SDP

@Suite struct LadderTests {
    private let offer = ParsedMessage(.text(#"{"sdp":{"type":"offer","sdp":"v=0"}}"#))

    /// The records of a script: `1>2 offer` is an offer from p1 to p2, `1> offer` one without recipients, `1 joined` and
    /// `1 left` joins and departures, `1>2 offer again` a replay of entry 1; a candidate is written by its type.
    ///
    /// Each line is 0.1 s after the one before, or the time of a last word such as `+2.5`.
    private func records(_ script: [String]) -> [Journal.Record] {
        var nanoseconds: Int64 = 0
        return script.enumerated().compactMap { index, line in
            var words = line.split(separator: " ")
            let pause = words.last?.first == "+" ? Double(words.removeLast().dropFirst()) ?? 0 : 0.1
            if index > 0 { nanoseconds += Int64((pause * 1e9).rounded()) }
            let route = words[0].split(separator: ">", omittingEmptySubsequences: false)
            guard let sender = Int(route[0]).map(PeerID.init) else { return nil }
            let recipients =
                route.count < 2 ? [] : route[1].split(separator: ",").compactMap { Int($0) }.map(PeerID.init)
            let content: Entry.Content =
                switch words[1] {
                case "joined": .joined(Peer(id: sender, name: nil, room: "demo", isAware: false, address: ""))
                case "left": .left(sender, .kicked(.standard))
                case "refused": .refused(ConnectionRequest(id: sender, address: ""), .relayFull(limit: 1))
                default:
                    .message(
                        Delivery(
                            message: message(String(words[1])),
                            sender: words.count > 2 ? .operated(.replay(entry: 1), author: sender) : .peer(sender),
                            room: "demo", recipients: recipients))
                }
            let time = Instant(nanoseconds: nanoseconds)
            return Journal.Record(Entry(number: index + 1, time: time, content: content))
        }
    }

    private func message(_ word: String) -> Message {
        switch word {
        case "end": .text(#"{"candidate":null}"#)
        case "bye": .text(#"{"type":"bye"}"#)
        case "offer", "answer": .text(#"{"sdp":{"type":"\#(word)","sdp":"v=0"}}"#)
        default:
            .text(#"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 5000 typ \#(word)","sdpMid":"0"}}"#)
        }
    }

    private func ladder(
        _ script: String..., of peers: [Int] = [1, 2], options: Ladder.Options = Ladder.Options()
    ) -> Ladder {
        Ladder(records(script), of: peers.map(PeerID.init), options: options)
    }

    private func text(_ ladder: Ladder) -> [String] {
        func words(_ path: Ladder.Path) -> String {
            let to = path.isUnheard ? "nobody" : path.to.map { ladder.columns[$0].description }.joined(separator: ",")
            return "\(ladder.columns[path.from]) → \(to)"
        }
        return ladder.rows.map { row in
            switch row.content {
            case .arrow(let arrow):
                words(arrow.path) + " \(arrow.label)" + (arrow.original.map { " by the operator, #\($0) again" } ?? "")
            case .fold(let fold): words(fold.path) + " \(fold.label)"
            case .fact(let fact): "\(ladder.columns[fact.column]) \(fact.label)"
            case .gap(let nanoseconds): "idle \(Instant(nanoseconds: nanoseconds).text)"
            }
        }
    }

    @Test func aCallIsASequenceOfArrows() {
        let ladder = ladder("1>2 offer", "2>1 answer", "1>2 host", "2>1 end", "1>2 bye", of: [2, 1, 2])
        #expect(ladder.columns == [PeerID(2), PeerID(1)], "in the given order, each once")
        #expect(
            text(ladder) == [
                "p1 → p2 offer", "p2 → p1 answer", "p1 → p2 candidate", "p2 → p1 end-of-candidates", "p1 → p2 bye",
            ])
        #expect(ladder.rows.map(\.delta) == [0] + Array(repeating: 100_000_000, count: 4))
        #expect(ladder.messages == 5)
        #expect(ladder.numbers == [1, 2, 3, 4, 5])
        guard case .arrow(let arrow) = ladder.rows[0].content else {
            Issue.record("no arrow")
            return
        }
        #expect(arrow.path.from == 1)
        #expect(arrow.path.to == [0])
        #expect(arrow.bytes == 36)
        #expect(arrow.summary == offer.summary)
    }

    /// RFC 8839 §5.1 has four types, and allows others.
    @Test func aRunOfCandidatesIsOneRowThatCountsTheirTypes() {
        #expect(
            text(ladder("1>2 host", "1>2 host", "1>2 srflx", "1>2 relay", "1>2 host", "1>2 srflx"))
                == ["p1 → p2 candidate ×6 (h3 s2 r1)"])
        let ladder = ladder("1>2 odd", "1>2 prflx", "1>2 odd")
        #expect(text(ladder) == ["p1 → p2 candidate ×3 (p1 ?2)"])
        guard case .fold(let fold) = ladder.rows[0].content else {
            Issue.record("no fold")
            return
        }
        #expect([fold.first, fold.last, fold.count, fold.count(of: nil), fold.count(of: .host)] == [1, 3, 3, 2, 0])
        #expect([fold.firstTime, fold.lastTime] == [.start, .seconds(0.2)])
    }

    @Test func candidatesOfBothSidesAreTwoRuns() {
        let ladder = ladder("1>2 offer", "1>2 host", "2>1 answer", "2>1 host", "1>2 host", "2>1 srflx", "1>2 relay")
        #expect(
            text(ladder) == [
                "p1 → p2 offer", "p1 → p2 candidate", "p2 → p1 answer",
                "p2 → p1 candidate ×2 (h1 s1)", "p1 → p2 candidate ×2 (h1 r1)",
            ])
        #expect(ladder.rows.map(\.entry) == [1, 2, 3, 4, 5])
        #expect((0..<5).map { ladder.entries(of: $0) } == [[1], [2], [3], [4, 6], [5, 7]])
    }

    @Test(arguments: [
        ("1>2 bye", "p1 → p2 bye"), ("2>1 offer", "p2 → p1 offer"), ("2 joined", "p2 joined"),
        ("2 left", "p2 left: kicked"), ("1>2 host again", "p1 → p2 candidate by the operator, #1 again"),
    ])
    func anythingElseEndsARun(line: String, row: String) {
        #expect(
            text(ladder("1>2 host", "1>2 host", line, "1>2 host", "1>2 host"))
                == ["p1 → p2 candidate ×2 (h2)", row, "p1 → p2 candidate ×2 (h2)"])
    }

    @Test func aRunEndsWithAGap() {
        #expect(text(ladder("1>2 host", "1>2 host +1")) == ["p1 → p2 candidate ×2 (h2)"])
        #expect(
            text(ladder("1>2 host", "1>2 host +1.000000001"))
                == ["p1 → p2 candidate", "idle 1.000", "p1 → p2 candidate"])
        // Nothing is idle here, but one way is quiet for longer than the limit.
        #expect(
            text(ladder("1>2 host", "2>1 host +0.7", "1>2 host +0.7"))
                == ["p1 → p2 candidate", "p2 → p1 candidate", "p1 → p2 candidate"])
    }

    @Test func aRunHasOnePath() {
        #expect(
            text(ladder("1>2 host", "1>3 host", "1>2 host", "1>2,3 host", "1>3 host", of: [1, 2, 3]))
                == ["p1 → p2 candidate ×2 (h2)", "p1 → p3 candidate ×2 (h2)", "p1 → p2,p3 candidate"])
    }

    /// RFC 8838 §8.2.
    @Test func theEndOfCandidatesBelongsToItsRun() {
        let ladder = ladder("1>2 host", "2>1 host", "1>2 srflx", "1>2 end", "2>1 host", "2>1 end")
        #expect(text(ladder) == ["p1 → p2 candidate ×2 (h1 s1) done", "p2 → p1 candidate ×2 (h2) done"])
        #expect(ladder.row(of: 4) == 0)
        #expect(
            text(self.ladder("1>2 host", "1>2 end", "1>2 end", "1>2 host"))
                == ["p1 → p2 candidate ×1 (h1) done", "p1 → p2 end-of-candidates", "p1 → p2 candidate"])
    }

    @Test func aMessageWithoutRecipientsHasAnArrowToNowhere() {
        let ladder = ladder("1> offer", "1> host", "1> host", "1>2 host")
        #expect(
            text(ladder) == ["p1 → nobody offer", "p1 → nobody candidate ×2 (h2)", "p1 → p2 candidate"])
    }

    @Test func aMessageToARoomHasSeveralEnds() {
        let said = ["1>2,3 offer", "3>1,2 answer", "3>4 bye", "4>1,2,3 offer"]
        #expect(
            text(ladder(said[0], said[1], said[2], said[3], of: [3, 1, 2]))
                == ["p1 → p3,p2 offer", "p3 → p1,p2 answer"])
        #expect(text(ladder(said[0], said[1], said[2], said[3])) == ["p1 → p2 offer"])
    }

    @Test func anEchoIsDrawnOnlyIfThereIsNoOtherRecipient() {
        #expect(
            text(ladder("1>1,2 offer", "1>1 offer", "1>1,3 offer", "1>1,2 offer again"))
                == ["p1 → p2 offer", "p1 → p1 offer", "p1 → p1,p2 offer by the operator, #1 again"])
    }

    @Test func aReplayStartsInTheColumnOfItsAuthor() {
        #expect(
            text(ladder("1>2 host", "1>2 host again", "1>3 host again"))
                == ["p1 → p2 candidate", "p1 → p2 candidate by the operator, #1 again"])
    }

    @Test func joiningAndLeavingAreRows() {
        #expect(
            text(ladder("1 joined", "3 joined", "2 joined", "2 refused", "3 left", "1 left"))
                == ["p1 joined", "p2 joined", "p1 left: kicked"])
    }

    @Test func idleTimeIsSqueezed() {
        let ladder = ladder("1>2 host", "1>2 host +0.5", "3>1 offer +2", "1>2 offer +2.2", "2>1 answer +1")
        #expect(text(ladder) == ["p1 → p2 candidate ×2 (h2)", "idle 4.200", "p1 → p2 offer", "p2 → p1 answer"])
        #expect(ladder.rows.map(\.delta) == [0, 500_000_000, 4_200_000_000, 1_000_000_000])
        #expect(ladder.rows[1].entry == nil)
        #expect(ladder.entries(of: 1) == [])
    }

    @Test func optionsTurnRunsAndGapsOff() {
        let script = ["1>2 host", "1>2 host +0.3", "1>2 end", "1>2 bye +1.5"]
        func text(_ change: (inout Ladder.Options) -> Void) -> [String] {
            var options = Ladder.Options()
            change(&options)
            return self.text(Ladder(records(script), of: [PeerID(1), PeerID(2)], options: options))
        }
        #expect(text { _ in } == ["p1 → p2 candidate ×2 (h2) done", "idle 1.500", "p1 → p2 bye"])
        #expect(text { $0.isSqueezed = false } == ["p1 → p2 candidate ×2 (h2) done", "p1 → p2 bye"])
        #expect(
            text { $0.isFolded = false } == [
                "p1 → p2 candidate", "p1 → p2 candidate", "p1 → p2 end-of-candidates", "idle 1.500", "p1 → p2 bye",
            ])
        #expect(
            text { $0.idle = 200_000_000 } == [
                "p1 → p2 candidate", "idle 0.300", "p1 → p2 candidate ×1 (h1) done", "idle 1.500", "p1 → p2 bye",
            ])
    }

    @Test func aRowIsFoundByAnyOfItsEntries() {
        let ladder = ladder("1>2 offer", "1>2 host", "2>1 host", "3>1 bye", "1>2 host", "2>1 host", "1>2 host")
        #expect((0...8).map { ladder.row(of: $0) } == [nil, 0, 1, 2, nil, 1, 2, 1, nil])
    }

    private func record(_ number: Int, _ reading: ParsedMessage, from: Int = 1, to: Int = 2) -> Journal.Record {
        let delivery = Delivery(
            message: .text(""), sender: .peer(PeerID(from)), room: "demo", recipients: [PeerID(to)])
        return Journal.Record(Entry(number: number, time: .start, content: .message(delivery)), reading)
    }

    @Test func theOldestRowsAreRemoved() {
        let end = Ladder.rowLimit + 1
        let candidate = ParsedMessage(message("host"))
        var ladder = Ladder((1..<end).map { record($0, $0 < end - 1 ? offer : candidate) }, of: [PeerID(1), PeerID(2)])
        #expect(ladder.rows.count == Ladder.rowLimit)
        #expect(ladder.omittedEntries == 0)
        ladder.append(record(end, candidate, from: 2, to: 1))
        #expect(ladder.rows.count == 17_501)
        #expect(ladder.omittedEntries == 2500)
        #expect(ladder.row(of: 2500) == nil)
        #expect(ladder.row(of: 2501) == 0)
        ladder.append(record(end + 1, candidate))
        #expect(ladder.entries(of: 17_499) == [end - 1, end + 1], "a run continues across the removed rows")
        ladder.append(record(end, offer))
        #expect(ladder.rows.count == 17_501, "older records are ignored")
    }

    @Test func aFloodOfCandidatesIsBounded() {
        let candidate = ParsedMessage(message("host"))
        var ladder = Ladder(of: [PeerID(1), PeerID(2)])
        for number in 1...Ladder.entryLimit { ladder.append(record(number, candidate)) }
        #expect(ladder.rows.count == Ladder.entryLimit / Ladder.Fold.limit)
        #expect(ladder.entries(of: 1) == Array(1001...2000))
        ladder.append(record(Ladder.entryLimit + 1, candidate))
        #expect(ladder.omittedEntries == 25 * Ladder.Fold.limit)
        #expect(ladder.rows.last?.entry == Ladder.entryLimit + 1)
    }

    @Test func columnsAreBounded() {
        let ladder = ladder("1>101 offer", "1>2 offer", "101> offer", of: Array(1...101))
        #expect(ladder.columns.count == Ladder.columnLimit)
        #expect(ladder.omittedColumns == 1)
        #expect(text(ladder) == ["p1 → p2 offer"])
    }

    @Test(arguments: 0..<100)
    func everyEntryOfThePeersIsInOneRow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let routes = ["1>2", "2>1", "1>2,3", "1>", "3>1,2", "1>1", "1>1,2", "4>1", "1>4", "4>"]
        let words = ["host", "host", "srflx", "odd", "end", "offer", "offer again", "joined", "left", "refused"]
        let script = (0..<300).map { _ in
            let route = routes[Int.random(in: 0..<(Bool.random(using: &generator) ? 2 : 10), using: &generator)]
            let word = words[Int.random(in: 0..<(Bool.random(using: &generator) ? 4 : 10), using: &generator)]
            let isFact = ["joined", "left", "refused"].contains(word)
            let pause = Double(Int.random(in: 0...1_200_000, using: &generator)) / 1_000_000
            return "\(isFact ? String(route.prefix(1)) : route) \(word) +\(pause)"
        }
        var options = Ladder.Options()
        options.isFolded = seed % 4 != 0
        let records = records(script)
        let ladder = Ladder(records, of: [PeerID(1), PeerID(2), PeerID(3)], options: options)
        // p4 is none of them: what it says, hears alone or does is not here.
        let concerned = records.filter { record in
            let line = script[record.entry.number - 1]
            return !line.hasPrefix("4") && !line.hasPrefix("1>4") && !line.contains("refused")
        }
        let shown = ladder.rows.indices.map { ladder.entries(of: $0) }
        #expect(shown.joined().sorted() == concerned.map(\.entry.number))
        #expect(shown.enumerated().allSatisfy { row, entries in entries.allSatisfy { ladder.row(of: $0) == row } })
        let firsts = ladder.rows.compactMap(\.entry)
        #expect(firsts == firsts.sorted())
        #expect(firsts == shown.compactMap(\.first))
        let whole = (ladder.rows.last?.time.nanoseconds ?? 0) - (ladder.rows.first?.time.nanoseconds ?? 0)
        #expect(ladder.rows.map(\.delta).reduce(0, +) == whole)
        let gaps = zip(concerned, concerned.dropFirst()).map { $1.entry.time.nanoseconds - $0.entry.time.nanoseconds }
        let squeezed = ladder.rows.compactMap {
            if case .gap(let nanoseconds) = $0.content { nanoseconds } else { nil }
        }
        #expect(squeezed == gaps.filter { $0 > options.idle }, "every long pause is a row")
    }
}
