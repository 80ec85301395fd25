import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Routing

/// The number of times that rules parse a message and look up names.
@Suite struct RuleParsingTests {
    private static let candidate = Message.text(
        #"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0"}}"#)

    /// Counts the requests of a filter.
    private final class Counter: FilterContext {
        var reads = 0
        var names = 0
        var calls = 0
        let now = Instant.start

        func names(of peer: PeerID) -> [String] {
            names += 1
            return [peer.description]
        }
        func room(of peer: PeerID) -> String? { nil }
        func transport(of peer: PeerID) -> Transport? {
            peer.number % 2 == 0 ? Transport(.polling, .socketIO) : .webSocket
        }
        func hasFinding(_ number: Int) -> Bool { false }
        func isMarked(_ number: Int) -> Bool { false }
        func passage(of number: Int) -> ServerPassage? { nil }
        func previousTime(_ record: Journal.Record) -> Instant? { nil }
        func calls(of record: Journal.Record) -> [Int] {
            calls += 1
            return [1]
        }
    }

    private func saying(
        _ counter: Counter, _ message: Message = candidate, isAware: Bool = false
    ) -> InterceptPipeline.InFlightMessage {
        let sender = Peer(id: PeerID(1), name: nil, room: "demo", isAware: isAware, address: "")
        var saying = InterceptPipeline.InFlightMessage(
            entry: 1, message: message, sender: sender, addressee: .room, time: .start)
        saying.parse = { message in
            counter.reads += 1
            return ParsedMessage(message)
        }
        return saying
    }

    /// Returns the peers among p2, p3 and p4 that receive a message of p1 at once, and how often it was parsed.
    private func judge(
        _ rules: [CompiledRule], guardsGlare: Bool = false, isAware: Bool = false
    ) -> (passing: [Int], reads: Int) {
        var wire = InterceptPipeline(guardsGlare: guardsGlare)
        for rule in rules { _ = wire.addRule(rule) }
        let counter = Counter()
        let judged = wire.judge(saying(counter, isAware: isAware), to: (2...4).map { PeerID($0) }, counter) { _ in true
        }
        return (judged.passing.map(\.number), counter.reads)
    }

    private func rule(_ filter: String, from: Int? = nil, to: Int? = nil) throws -> CompiledRule {
        try CompiledRule(
            try Filter(filter), .drop,
            InterceptRule.Direction(from: from.map { PeerID($0) }, to: to.map { PeerID($0) }))
    }

    @Test(arguments: [
        ("", []), ("size>1k", [2, 3, 4]), ("size<1k", []), ("from:p1", []), ("from:alice", [2, 3, 4]),
        ("room:demo", []), ("to:p3", [2, 4]), ("peer:p9", [2, 3, 4]), ("to:p2|p3 size<1k", [4]),
        ("transport:polling", [3]), ("transport:ws", []), ("-transport:socket.io", [2, 4]),
        // Terms that decide before the content is needed.
        ("from:alice kind:offer", [2, 3, 4]), ("kind:offer room:other", [2, 3, 4]), ("room:demo OR VP8", []),
        ("to:p9 kind:candidate", [2, 3, 4]), ("-(size<1k OR kind:offer)", [2, 3, 4]),
    ])
    func aFilterWithoutContentTermsParsesNothing(filter: String, passing: [Int]) throws {
        let judged = judge([try rule(filter)])
        #expect(judged.passing == passing)
        #expect(judged.reads == 0)
    }

    @Test(arguments: [
        ("kind:candidate", []), ("kind:offer", [2, 3, 4]), ("cand:host", []), ("sdp:typ", []), ("mid:0", []),
        ("mid:1", [2, 3, 4]), ("udp", []), ("~typ.relay", [2, 3, 4]), ("~typ.host", []), ("p3", []),
        ("to:p3 kind:candidate", [2, 4]),
        ("to:p3 -kind:candidate", [2, 3, 4]), ("-to:p3 cand:host mid:0 udp", [3]), ("to:p2 OR kind:offer", [3, 4]),
        ("to:p2 p2", [3, 4]), ("to:p2 p3", [2, 3, 4]),
    ])
    func aFilterWithContentTermsParsesAMessageOnce(filter: String, passing: [Int]) throws {
        let judged = judge([try rule(filter)])
        #expect(judged.passing == passing)
        #expect(judged.reads == 1)
    }

    @Test func rulesAndTheGuardParseAMessageOnceTogether() throws {
        let rules = [try rule("kind:offer"), try rule("mid:7"), try rule("to:p2 cand:host"), try rule("sdp:nothing")]
        #expect(judge(rules, guardsGlare: true) == ([3, 4], 1))
        #expect(judge([], guardsGlare: true) == ([2, 3, 4], 1))
        // The guard ignores aware peers.
        #expect(judge([], guardsGlare: true, isAware: true) == ([2, 3, 4], 0))
    }

    @Test func aRuleOfAnotherDirectionParsesNothing() throws {
        #expect(judge([try rule("kind:candidate", from: 2)]) == ([2, 3, 4], 0))
        #expect(judge([try rule("kind:candidate", to: 9)]) == ([2, 3, 4], 0))
        #expect(judge([try rule("kind:candidate", from: 1, to: 2)]) == ([3, 4], 1))
    }

    /// Terms other than the recipient are the same for every recipient.
    @Test func aFilterByRecipientEvaluatesOtherTermsOnce() throws {
        var sieve = Filter.CompiledFilter(try Filter("to:p* call:1 -kind:offer"))
        let counter = Counter()
        var saying = saying(counter)
        let recipients = (2...100).map { PeerID($0) }
        let passing = sieve.passing(Array(recipients.indices), of: recipients, each: true, &saying, counter)
        #expect(passing == Array(recipients.indices))
        #expect(counter.calls == 1)
        #expect(counter.reads == 1)
        // A name is looked up once for each term, whatever the number of messages.
        let asked = counter.names
        for _ in 0..<10 {
            _ = sieve.passing(Array(recipients.indices), of: recipients, each: true, &saying, counter)
        }
        #expect(counter.names == asked)
    }

    /// The stages together equal the whole filter.
    @Test func filteringInStagesEqualsFilteringAtOnce() throws {
        let filters = [
            "", "kind:candidate", "to:p3", "-to:p3", "to:p3 kind:offer", "to:p3 OR kind:offer",
            "-(to:p3 kind:candidate)",
            "p3", "-p3", "udp to:p2", "~typ", "-~typ to:p4", "size>10 (to:p2 OR mid:0)", "peer:p2 -peer:p3",
            "from:p1 host",
            "-(from:p2 OR to:p4 OR VP8)", "cand:host|relay -mid:1 to:p*",
        ]
        let recipients = (2...4).map { PeerID($0) }
        for text in filters {
            let filter = try Filter(text)
            let counter = Counter()
            var (staged, whole) = (Filter.CompiledFilter(filter), Filter.CompiledFilter(filter))
            var saying = saying(counter)
            let passing = staged.passing([0, 1, 2], of: recipients, each: true, &saying, counter)
            let expected = [0, 1, 2].filter { place in
                let delivery = Delivery(
                    message: Self.candidate, sender: .peer(PeerID(1)), room: "demo", recipients: [recipients[place]])
                let entry = Entry(number: 1, time: .start, content: .message(delivery))
                return whole.passes(Journal.Record(entry, ParsedMessage(Self.candidate)), counter)
            }
            #expect(passing == expected, "\(text)")
        }
    }
}
