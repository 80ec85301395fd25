import SignalingSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages

/// The entries of one call that filters match.
@Suite struct FilterTests {
    /// 1 alice joins, 2 Bob joins, 3 offer, 4 answer, 5 host, 6 srflx, 7 end of candidates, 8 chat, 9 replay of #3,
    /// 10 bye, 11 Bob is kicked, 12 alice leaves, 13 a connection is refused.
    private static let watcher: FilterWatcher = {
        let script = """
            0 p1 joins demo name=alice
            0.1 p2 joins demo name=Bob
            1 p1 offers codec=VP8/90000 mid=first
            1.2 p2 answers codec=VP8/90000 mid=first
            1.3 p1 candidate host
            1.4 p2 candidate srflx
            2 p1 ends
            3 p1 sends {"text":"Hello (World) | a=mid:7"}
            4 operator replays #3 to p2
            5 p2 bye
            6 operator kicks p2
            7 p1 leaves lost
            8 p3 joins Attic name=\(String(repeating: "long", count: 20))
            """
        var watcher = FilterWatcher(Scene(script))
        watcher.marked = [3, 8]
        watcher.now = .seconds(10)
        return watcher
    }()

    private static let all = Array(1...13)
    private static let said = Array(3...10)
    private static let hers = [1] + said + [12]
    private static let his = Array(2...11)
    private static let inDemo = Array(1...12)

    private static let fields: [(String, [Int])] = [
        ("", all), ("   ", all), ("kind:offer", [3, 9]), ("kind:offer|answer", [3, 4, 9]),
        ("kind:end-of-candidates|bye", [7, 10]), ("kind:joined", [1, 2]), ("kind:left", [12]), ("kind:kicked", [11]),
        ("kind:refused|other", [8, 13]), ("cand:host", [5]), ("cand:host|srflx", [5, 6]), ("cand:relay", []),
        ("from:alice", [1, 3, 5, 7, 8, 9, 12]), ("from:p2", [2, 4, 6, 10, 11]), ("from:BOB", [2, 4, 6, 10, 11]),
        ("to:bob", [3, 5, 7, 8, 9]), ("to:alice|bob", said), ("to:p3", []), ("peer:bob", his),
        ("peer:ali*", hers), ("peer:*c*", hers), ("peer:*", all), ("peer:a*ce*e", []),
        (#"peer:"ali*""#, []), (#"peer:"Bob""#, his), ("from:long*", [13]), ("from:p3", [13]),
        ("room:demo", inDemo), ("room:DE*", inDemo), ("room:attic", [13]), ("call:1", said),
        ("call:2", []), ("call:2|1", said), ("mid:first", [3, 4, 9]), ("mid:0", [5, 6, 7]),
        ("mid:0|first", [3, 4, 5, 6, 7, 9]), ("mid:FIRST", []), ("sdp:vp8", [3, 4, 9]), ("sdp:198.51.100.2", [6]),
        ("sdp:mid", [3, 4, 5, 6, 9]), ("size>200", [3, 4, 9]), ("size<=14", [10]), ("size<1k", said), ("size>=1M", []),
        ("dt>890ms", [3, 8, 9, 10, 11, 12, 13]), ("dt<150ms", [2, 5, 6]), ("dt>=0.6s", [3, 7, 8, 9, 10, 11, 12, 13]),
        ("age<3.5s", [12, 13]), ("age>8.65s", [1, 2, 3, 4, 5]), ("age>1m", []), ("is:replayed", [9]),
        ("is:marked", [3, 8]), ("is:marked|replayed", [3, 8, 9]), ("src:peer", [3, 4, 5, 6, 7, 8, 10]),
        ("src:op", [9, 11]), ("src:relay", [1, 2, 12, 13]), ("src:op|relay", [1, 2, 9, 11, 12, 13]),
    ]

    @Test(arguments: fields)
    func fieldsMatchEntries(text: String, numbers: [Int]) throws {
        #expect(Self.watcher.passing(try Filter(text)) == numbers)
    }

    private static let texts: [(String, [Int])] = [
        ("hello", [8]), ("HELLO", [8]), (#""Hello""#, [8]), (#""hello""#, []), (#""Hello (World)""#, [8]),
        (#""\"text\"""#, [8]), ("a=mid:7", [8]), (#""(World) | a""#, [8]), ("bye", [10]), ("srflx", [6]),
        ("alice", hers), (#""Bob""#, his), (#""bob""#, []), ("lost", [12]),
        ("127.0.0.1:50002", [2]), ("longer", [13]), ("kicked", [11]), ("demo", [1, 2]), ("answer", [4]),
        (#"{"text":"Hello"#, [8]), ("~hel+o", [8]), ("~(offer|answer)", [3, 4, 9]), (#"~"hello \(w""#, [8]),
        ("~^.{14}$", [10]), (#"~"\"text\"""#, [8]), ("(~lo(s|x)t OR kicked)", [11, 12]), ("~VP[89]/9{1}0+", [3, 4, 9]),
    ]

    @Test(arguments: texts)
    func textsAreFoundInMessagesAndNames(text: String, numbers: [Int]) throws {
        #expect(Self.watcher.passing(try Filter(text)) == numbers)
    }

    private static let groups: [(String, [Int])] = [
        ("kind:offer from:alice -is:replayed", [3]), ("kind:offer OR kind:answer", [3, 4, 9]),
        ("from:bob kind:bye OR from:alice kind:other", [8, 10]), ("from:bob (kind:bye OR kind:answer)", [4, 10]),
        ("-peer:bob", [1, 12, 13]), ("-(peer:bob OR kind:left)", [1, 13]), ("--peer:bob", his),
        ("-(kind:offer)", [1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 13]), ("kind:offer(is:replayed)", [9]),
        ("((kind:bye)OR(kind:kicked))", [10, 11]), (#"-"Hello" src:peer -cand:host|srflx"#, [3, 4, 7, 10]),
        ("src:relay OR src:op OR src:peer", all), ("-size<1k", [1, 2, 11, 12, 13]), (#""OR""#, []),
        ("hello answer", []),
    ]

    @Test(arguments: groups)
    func termsAreCombined(text: String, numbers: [Int]) throws {
        #expect(Self.watcher.passing(try Filter(text)) == numbers)
    }

    private static let references: [(String, [Int])] = [
        ("@calls", [3, 4, 9]), ("-@calls src:peer", [5, 6, 7, 8, 10]), ("@calls @hers", [3, 9]),
        ("@both", [3, 9]), (#"@"two words""#, [10]), ("@calls OR @none", all), ("(@calls)", [3, 4, 9]),
    ]

    @Test(arguments: references)
    func aSavedFilterIsOneTerm(text: String, numbers: [Int]) throws {
        let saved = [
            "calls": "kind:offer OR kind:answer", "hers": "from:alice", "both": "@calls @hers", "two words": "kind:bye",
            "none": "",
        ]
        #expect(Self.watcher.passing(try Filter(text, saved: saved)) == numbers)
    }

    @Test func evidenceOfFindingsIsFound() throws {
        let watcher = FilterWatcher(Scene("0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n2 p2 answers\n3 p2 answers"))
        #expect(watcher.passing(try Filter("is:finding")).contains(5))
        #expect(watcher.passing(try Filter("-is:finding")).starts(with: [1, 2]))
    }

    private static let volatile: [(String, Bool)] = [
        ("age<30s", true), ("is:finding", true), ("transport:ws", true), ("is:swallowed", true),
        ("-(a OR is:marked)", true), ("@late", true),
        ("is:replayed", false),
        ("kind:offer call:1 dt>1s", false), ("", false),
    ]

    @Test(arguments: volatile)
    func filtersKnowWhetherTheyAreVolatile(text: String, isVolatile: Bool) throws {
        #expect(try Filter(text, saved: ["late": "age>5m"]).isVolatile == isVolatile)
    }

    /// The negation of a filter matches all entries that the filter does not match.
    @Test(arguments: RecordedTurns.names)
    func aNegationMatchesAllOtherEntries(name: String) throws {
        var watcher = FilterWatcher(try Recording.named(name).play())
        watcher.marked = [2, 3, 5]
        watcher.now = .seconds(60)
        for text in [
            "kind:offer", "kind:joined|left", "transport:ws|polling", "from:p1", "to:p2", "peer:*1", "room:d*",
            "call:1", "cand:host", "mid:0",
            "sdp:opus", "size>1k", "dt>10ms", "age<30s", "is:finding", "is:marked", "src:relay", "~a.*b", "candidate",
            #""UDP""#, "(from:p1 OR kind:answer)", "(from:p1 kind:offer)", "-kind:candidate", "@saved",
        ] {
            let saved = ["saved": "kind:offer -from:p1 OR sdp:video"]
            let passing = watcher.passing(try Filter(text, saved: saved))
            let others = watcher.passing(try Filter("-" + text, saved: saved))
            #expect((passing + others).sorted() == watcher.records.map(\.entry.number), "\(text)")
            let filter = try Filter(text, saved: saved)
            #expect(watcher.records.filter { filter.matches($0, watcher) }.map(\.entry.number) == passing, "\(text)")
        }
    }

    /// A proxy with two sockets: p1 is a client of Socket.IO and p2 its server's end, p3 a WebSocket and p4 its server's.
    private static let proxy: FilterWatcher = {
        let transports = [Transport(.polling, .socketIO), .webSocket]
        let peers = (1...4).map { number in
            Peer(
                id: PeerID(number), name: nil, room: "socket \((number + 1) / 2)", isAware: false, address: "",
                role: number % 2 == 0 ? .server : .client, transport: transports[(number - 1) / 2])
        }
        func message(_ from: Int, _ to: Int) -> Entry.Content {
            .message(
                Delivery(message: .text("{}"), sender: .peer(PeerID(from)), room: "", recipients: [PeerID(to)]))
        }
        let contents =
            peers.map(Entry.Content.joined) + [message(1, 2), message(4, 3)]
            + [.noted(.transportChanged(PeerID(1), Transport(.webSocket, .socketIO))), .left(PeerID(3), .lost)]
        return FilterWatcher(contents.enumerated().map { Entry(number: $0 + 1, time: .start, content: $1) })
    }()

    @Test(arguments: [
        ("transport:polling", [1, 5, 7]), ("transport:socket.io", [1, 5, 7]), ("transport:engine.io", []),
        ("transport:ws", [3, 6, 8]), ("transport:ws|polling", [1, 3, 5, 6, 7, 8]), ("from:server", [2, 4, 6]),
        ("to:server", [5]), ("peer:server", [2, 4, 5, 6]), ("peer:p1", [1, 5, 7]), ("kind:transport", [7]),
    ])
    func participantsOfAProxyAreFoundByTransportAndAsTheServer(text: String, numbers: [Int]) throws {
        #expect(Self.proxy.passing(try Filter(text)) == numbers)
    }

    @Test(arguments: [
        ("via:server", [5]), ("-via:server kind:other", [6]), ("to:p3", [5, 6]), ("from:p1 to:p3", [5]),
        ("from:p3", [3, 8]), ("p3 kind:other", [5, 6]), ("is:changed", [5]), ("is:swallowed|made", [6]),
        ("transport:ws kind:other", [5, 6]),
    ])
    func aMessageThatTheServerSentOnHasBothClients(text: String, numbers: [Int]) throws {
        var proxy = Self.proxy
        proxy.passages[5] = ServerPassage(
            recipients: [PeerID(3)], isChanged: true, isSwallowed: false, isMade: false, isOutbound: false)
        proxy.passages[6] = ServerPassage(
            recipients: [], isChanged: false, isSwallowed: false, isMade: true, isOutbound: false)
        #expect(proxy.passing(try Filter(text)) == numbers)
    }

    @Test func theCostGrowsWithTheText() throws {
        let records = Self.watcher.records
        let costs = try ["kind:offer", "vp8", "~vp8"].map { text in try Filter(text).cost(records[2]) }
        #expect(costs == costs.sorted() && Set(costs).count == 3)
        let (word, field) = (try Filter("vp8"), try Filter("kind:offer"))
        #expect(word.cost(records[2]) > word.cost(records[9]))
        #expect(field.cost(records[2]) == field.cost(records[9]))
    }

    private static let shown: [(String, String, [String])] = [
        ("vp8", "VP8 and vp8", ["VP8", "vp8"]), (#""VP8""#, "VP8 and vp8", ["VP8"]), ("-vp8", "VP8", []),
        ("aba b", "abab", ["abab"]), ("~p[0-9]+ OR x", "vp8 p99 é", ["p8", "p99"]), ("kind:offer", "offer", []),
        ("sdp:opus", "a opus", ["opus"]), ("-(-opus)", "a opus", ["opus"]), ("~.$", "wié", ["é"]),
        ("~^w|i", "wiw", ["wi"]),
        ("é", "Gélée", ["é", "é"]), (#""""#, "a", []), ("~x*", "a", []), ("@saved", "abc", ["b"]),
    ]

    @Test(arguments: shown)
    func matchesInATextHaveRanges(filter: String, text: String, shown: [String]) throws {
        #expect(try Filter(filter, saved: ["saved": "b -c"]).ranges(in: text).map { String(text[$0]) } == shown)
    }

    @Test func theNumberOfRangesIsBounded() throws {
        let text = String(repeating: "ab ", count: 10_000)
        #expect(try Filter("a").ranges(in: text).count == Filter.rangeLimit)
        #expect(try Filter("~a.*c").ranges(in: String(repeating: "a", count: 100_000)).isEmpty)
    }

    @Test(arguments: [
        "alice", "Alice B", "a|b", "a*b", "(a)", #"say "hi""#, #"back\slash"#, #"\""#, "", "-x", "~x", "@x", "OR",
        "é\n☎", "a:b",
        "\u{1B}[0m", "a=b>c",
    ])
    func aQuotedValueMatchesExactly(name: String) throws {
        let peer = Peer(id: PeerID(1), name: name, room: name, isAware: false, address: "")
        let other = Peer(id: PeerID(2), name: name + "x", room: "x" + name, isAware: false, address: "")
        let entries = [peer, other].enumerated().map { Entry(number: $0 + 1, time: .start, content: .joined($1)) }
        let watcher = FilterWatcher(entries)
        #expect(watcher.passing(try Filter("from:\(Filter.quoted(name))")) == [1])
        #expect(watcher.passing(try Filter("from:zed|\(Filter.quoted(name)) kind:joined")) == [1])
        #expect(watcher.passing(try Filter("-room:\(Filter.quoted(name))")) == [2])
        #expect(watcher.passing(try Filter("(@\(Filter.quoted(name)))", saved: [name: "from:p2"])) == [2])
    }

    @Test(arguments: [
        ("kind:refused", true), ("peer:relay", false), ("peer:eve", true), ("room:demo", true), ("room:lobby", false),
        ("token", true), ("192.0.2.9", true), ("src:relay", true),
    ])
    func refusedConnectionsAreFoundExceptById(text: String, isFound: Bool) throws {
        let arrival = ConnectionRequest(id: .relay, name: "eve", room: "demo", address: "192.0.2.9:1")
        let watcher = FilterWatcher([Entry(number: 1, time: .start, content: .refused(arrival, .tokenWrong))])
        #expect(watcher.passing(try Filter(text)) == (isFound ? [1] : []))
    }
}
