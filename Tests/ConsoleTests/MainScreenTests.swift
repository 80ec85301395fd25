import Testing

@testable import Console
@testable import Events
@testable import Messages

/// Header, peers, log, detail and events.
@Suite struct MainScreenTests {
    @Test func hostileAndWideNamesAreSafeAndAligned() {
        var console = ConsoleScript()
        let evil = Peer(
            id: PeerID(1),
            name: "\u{1B}]0;x\u{7}\u{202E}evil",
            room: "demo",
            isAware: false,
            address: "127.0.0.1:1"
        )
        let author = Peer(id: PeerID(2), name: "作者🙂", room: "demo", isAware: false, address: "127.0.0.1:2")
        let twin = Peer(id: PeerID(3), name: "作者🙂", room: "demo", isAware: false, address: "127.0.0.1:3")
        let liar = Peer(id: PeerID(4), name: "p2", room: "demo", isAware: false, address: "127.0.0.1:4")
        console.arrive(.joined(evil), at: 1)
        console.arrive(.joined(author), at: 2)
        console.arrive(.said(evil, .text("\u{1B}[2J作者🙂\r\nsecond line \u{9B}31m"), to: author), at: 3)
        console.arrive(.joined(twin), at: 4)
        console.arrive(.joined(liar), at: 5)
        console.arrive(.said(author, Message(.binary, [0, 255, 16]), to: evil, twin, liar), at: 6)
        console.type("kkk")
        check(
            console,
            """
             signal-console  ws://localhost:8080  4 peers 1 room  2 msgs 0/s         ● LIVE
            ─1 Peers 4 ─────────────────────────────────────────────────────────────────────
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
            ▸ ␛]0;x␇�evil     demo        plain   -                      1      1    3s
              作者🙂·p2       demo        plain   -                      1      1    0s
              作者🙂·p3       demo        plain   -                      0      1     -
              p2·p4           demo        plain   -                      0      1     -
            ─2 Log 6 ────────────────────────────────── PAUSED at #3, 3 below (f follows) ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    1.000  ␛]0;x␇�evil    joined            room demo · plain client
                2    2.000  作者🙂·p2      joined            room demo · plain client
            ▸   3    3.000  ␛]0;x␇�evil→…  other         33  ␛[2J作者🙂␍␊second line �31m
                4    4.000  作者🙂·p3      joined            room demo · plain client
                5    5.000  p2·p4          joined            room demo · plain client
                6    6.000  作者🙂·p2→3 p… opaque         3  3 bytes that are not text

            ─3 Detail #3 other ␛]0;x␇�evil→作者🙂·p2 ────────────────────────────── 1-4/5 ──
              other  ␛[2J作者🙂␍␊second line �31m
              sent by ␛]0;x␇�evil in demo, delivered to 作者🙂·p2 · 33 B text · +3.000 s

              ␛[2J作者🙂
             #3 selected
             ? help  ⏎ open  / filter  l ladder  f follow  F findings  space mark  q quit
            """
        )
    }

    @Test func factsAreLinesOfTheirOwn() {
        var console = ConsoleScript.call()
        let arrival = ConnectionRequest(id: PeerID(3), name: "carol", room: "demo", address: "192.0.2.9:1000")
        console.arrive(.refused(arrival, .roomFull(room: "demo", limit: 100)), at: 2)
        console.arrive(.left(PeerID(2), .kicked(.standard)), at: 3)
        let replay = Delivery(
            message: .offer,
            sender: .operated(.replay(entry: 3), author: PeerID(1)),
            room: "demo",
            addressee: .peers([PeerID(1)]),
            recipients: [PeerID(1)]
        )
        console.arrive(.message(replay), at: 4)
        console.arrive(.left(PeerID(1), .closed(.goingAway, reason: "bye")), at: 5)
        check(
            console,
            """
             signal-console  ws://localhost:8080  0 peers 0 rooms  7 msgs 1/s        ● LIVE
            ─1 Peers 0 ─────────────────────────────────────────────────────────────────────
              Nobody is here: open  http://localhost:8080/  in two tabs

            ─2 Log 12 ──────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        581  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       521  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
                8    1.508  bob→alice      end-of-ca…    18  all candidates sent
                9    2.000  p3             refused           room demo is full (100 peers) …
               10    3.000  bob            kicked            removed by the operator (4503)
              R11    4.000  op→alice       offer        581  replay of #3 · audio opus,red …
            ▸  12    5.000  alice          left              closed 1001 bye
            ─3 Detail #12 left alice ───────────────────────────────────────────────────────
              alice left: closed 1001 bye
              +5.000 s


             #12 selected
             ? help  ⏎ open  / filter  l ladder  f follow  F findings  space mark  q quit
            """
        )
    }

    @Test func aSelectedPeerIsTold() {
        var console = ConsoleScript.call()
        console.type("1j")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────────────────────────
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
              alice           demo        aware   answered               3      3    0s
            ▸ bob             demo        plain   answered               3      3    0s
            ─2 Log 8 ───────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    0.800  alice          joined            room demo · aware client
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        581  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       521  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
            ▸   8    1.508  bob→alice      end-of-ca…    18  all candidates sent

            ─3 Detail bob ───────────────────────────────────────────────────────── 1-4/6 ──
              p2 bob in demo
              plain client from 127.0.0.1:52114, here since +1.204 s
              3 messages sent, 3 received
              with alice: answered, stable (inferred) · #6 answered #3 after 151ms ·
             bob selected
             ? help  ⏎ open  / filter  l ladder  f follow  F findings  space mark  q quit
            """
        )
    }

    @Test func aScreenThatIsTooSmallSaysSo() {
        var console = ConsoleScript.call(50, 10)
        #expect(console.line(0) == "needs 60x12, this is 50x10 · Q quits")
        console.resize(59, 24)
        #expect(console.line(0) == "signal-console needs 60x12, this is 59x24 · Q quits")
        console.type("Q")
        #expect(console.line(-1) == " quit?  y yes  n no")
        console.type("y")
        #expect(console.effects == [.quit])
    }

    @Test func theStateOfANegotiationIsShownWhileItIsUnderWay() {
        var console = ConsoleScript.call()
        #expect(console.line(3).contains("  answered  "))
        console.arrive(.said(.bob, .offer(of: .bob, version: 3), to: .alice), at: 3)
        #expect(console.line(3).contains("  offering  "))
        #expect(console.line(4).contains("  offering  "))
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 3.001)
        #expect(console.line(3).contains("  glare  "))
        console.type("1g3jjj")
        #expect(
            console.screen.contains(
                "with bob: offering, have-local-offer (inferred) · glare: both have offered"))
        console.arrive(.said(.alice, .answer(of: .alice, version: 4), to: .bob), at: 5.3)
        #expect(console.line(3).contains("  answered  "))
        #expect(console.screen.contains("re:#9 +2.3s"))
    }

    @Test func bytesThatAreNoTextAreShownAsBytes() {
        var console = ConsoleScript.call()
        console.arrive(.said(.alice, Message(.binary, [0, 1, 2, 104, 105]), to: .bob), at: 3)
        #expect(console.screen.contains("  00 01 02 68 69"))
        console.arrive(.said(.alice, Message(.binary, Array(repeating: 255, count: 100_000)), to: .bob), at: 3)
        console.type("<enter>G")
        #expect(console.screen.contains("… 4,096 of 100,000 bytes shown"))
    }

    @Test func lossIsSaid() {
        var console = ConsoleScript.call()
        console.send(.arrived([], lost: 17))
        #expect(console.line(0).hasSuffix("● LIVE, 17 lost"))
    }

    @Test func anIdleScreenIsStill() {
        var console = ConsoleScript.call()
        console.send(.tick(.seconds(12)))
        console.send(.tick(.seconds(13)))
        let before = console.canvas
        for second in 14..<60 { console.send(.tick(.seconds(Double(second)))) }
        #expect(console.canvas == before)
    }

    @Test func theRateIsThatOfTheLastSecond() {
        var console = ConsoleScript.call()
        console.send(.tick(.seconds(2)))
        for _ in 0..<5 { console.arrive(.said(.alice, .text("x"), to: .bob), at: 2.5) }
        console.send(.tick(.seconds(3)))
        #expect(console.line(0).contains("11 msgs 5/s"))
        console.send(.tick(.seconds(4)))
        #expect(console.line(0).contains("11 msgs 0/s"))
    }

    @Test func theDetailOfAMessageSaysHowThingsStoodThen() {
        var console = ConsoleScript.call(160, 45)
        #expect(console.screen.contains("then answered: alice stable, bob stable (inferred)"))
        console.type("ggjj")
        #expect(console.screen.contains("then offering: alice have-local-offer, bob"))
        console.type("gg")
        #expect(!console.screen.contains("(inferred)"), "a fact belongs to no negotiation")
    }

    @Test func aRoundTripThatHardlyChangesLeavesTheScreenStill() {
        var console = ConsoleScript.call(160, 45)
        func measured(_ nanoseconds: Int64) -> Event {
            let peers = [Peer.alice.id: PeerGauges(roundTrip: nanoseconds), Peer.bob.id: PeerGauges(queued: 2048)]
            return .arrived([.gauges(Gauges(peers: peers, deliveries: 0, memory: 0, connections: 2))], lost: 0)
        }
        console.send(measured(274_000))
        #expect(console.line(3).contains("  <1ms  "))
        #expect(console.line(4).contains("  2.0K  "))
        let before = console.canvas
        console.send(measured(671_000))
        #expect(console.canvas == before)
        console.send(measured(42_400_000))
        #expect(console.line(3).contains("  42ms  "))
    }

    @Test func whatShouldBeHeardOfIsAnEvent() {
        var console = ConsoleScript.glare(160, 45)
        #expect(console.screen.contains("! alice and bob offered at once (#9, #10) and neither gave way in 3 s"))
        console.arrive(.left(Peer.bob.id, .kicked(.standard)), at: 13)
        #expect(console.screen.contains("13.000  operator removed bob"))
        console.send(.arrived([], lost: 7))
        #expect(
            console.screen.contains(
                "7 events of the relay were lost: the console could not keep up (deliveries were not delayed)"))
    }
}
