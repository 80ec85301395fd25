import Console
import Signaling
import Testing

@Suite struct ScreenTests {
    private func check(
        _ console: ConsoleScript,
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(console.screen == expected, "\n\(console.screen)\n", sourceLocation: sourceLocation)
    }

    @Test func firstRunSaysWhatToDoNext() {
        check(
            ConsoleScript(),
            """
             signal-console  ws://localhost:8080  0 peers 0 rooms  0 msgs 0/s        ● LIVE
            ─1 Peers 0 ─────────────────────────────────────────────────────────────────────

              Nobody is here yet. To see a call:

                1  open  http://localhost:8080/  in two browser tabs
                2  press "Start camera and join" in both

              Or point your own client at
                   ws://localhost:8080/?room=NAME&name=WHO
              What it says goes to all others in its room, and below.

            ─2 Log 0 ───────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)


            ─3 Detail ──────────────────────────────────────────────────────────────────────




             ready
             ? help  f follow  tab pane  q quit
            """
        )
    }

    @Test func aCallAt80x24() {
        check(
            .call(),
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────────────────────────
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
            ▸ alice           demo        aware   stable                 3      3    0s
              bob             demo        plain   stable                 3      3    0s
            ─2 Log 8 ───────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    0.800  alice          joined            room demo · aware client
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        463  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       402  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
            ▸   8    1.508  bob→alice      end-of-ca…    18  all candidates sent

            ─3 Detail #8 end-of-candidates bob→alice ───────────────────────────────────────
              end-of-candidates  all candidates sent
              said by bob in demo, heard by alice · 18 B text · +1.508 s

              {"candidate":null}
             #8 selected
             ? help  ⏎ open  f follow  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func theScreenInREADMEIsARealOne() throws {
        var console = ConsoleScript.call()
        console.type("kkkkk")
        #expect(
            try Readme.text().contains("```\n\(console.screen)\n```"),
            "README's screen should be:\n\(console.screen)"
        )
    }

    @Test func aCallAt160x45() {
        var console = ConsoleScript.call(160, 45)
        console.type("kkkkk")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s                                                                                         ● LIVE
            ─1 Peers 2 ────────────────────────────────────────────────────────────────────────────────────┬─3 Detail #3 offer alice→bob ───────────────────────────────────
              PEER            ROOM          CLIENT  NEGOTIATION           IN    OUT  LAST  ADDRESS         │  2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp
            ▸ alice           demo          aware   stable                 3      3    0s  127.0.0.1:52110 │  7A:1C:0E…
              bob             demo          plain   stable                 3      3    0s  127.0.0.1:52114 │  m0 audio  sendrecv  opus red  mid 0
            ─2 Log 8 ───────────────────────────────────────────────── PAUSED at #3, 5 below (f follows) ──┤  m1 video  sendrecv  VP8 H264  mid 1
                #    +TIME  FROM→TO            KIND               SIZE  SUMMARY                            │  said by alice in demo, heard by bob · 463 B text · +1.351 s
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)                           │
                1    0.800  alice              joined                   room demo · aware client           │  v=0
                2    1.204  bob                joined                   room demo · plain client           │  o=- 46117 2 IN IP4 127.0.0.1
            ▸   3    1.351  alice→bob          offer               463  audio opus,red · video VP8,H264    │  s=-
                4    1.353  alice→bob          candidate           114  host udp 192.0.2.4:51234 m0        │  t=0 0
                5    1.360  alice→bob          candidate           117  srflx udp 203.0.113.5:51234 m0     │  a=group:BUNDLE 0 1
                6    1.502  bob→alice          answer              402  re:#3 +151ms · audio opus · video …│  a=ice-ufrag:p9Kd
                7    1.507  bob→alice          candidate           116  host udp [2001:db8::7]:40112 m0    │  a=fingerprint:sha-256 7A:1C:0E:55:90
                8    1.508  bob→alice          end-of-candidates    18  all candidates sent                │  a=setup:actpass
                                                                                                           │  m=audio 9 UDP/TLS/RTP/SAVPF 111 63
                                                                                                           │  c=IN IP4 0.0.0.0
                                                                                                           │  a=mid:0
                                                                                                           │  a=sendrecv
                                                                                                           │  a=rtpmap:111 opus/48000/2
                                                                                                           │  a=rtpmap:63 red/48000/2
                                                                                                           │  m=video 9 UDP/TLS/RTP/SAVPF 96 103
                                                                                                           │  c=IN IP4 0.0.0.0
                                                                                                           │  a=mid:1
                                                                                                           │  a=sendrecv
                                                                                                           │  a=rtpmap:96 VP8/90000
                                                                                                           │  a=rtpmap:103 H264/90000
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
                                                                                                           │
             #3 selected
             ? help  ⏎ open  f follow  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func aCallAt100x30() {
        check(
            .call(100, 30),
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s                             ● LIVE
            ─1 Peers 2 ────────────────────────────────────────────────┬─3 Detail #8 end-of-candidates bob→al… ─
              PEER            ROOM        NEGOTIATION           IN     │  end-of-candidates  all candidates
            ▸ alice           demo        stable                 3     │  sent
              bob             demo        stable                 3     │  said by bob in demo, heard by alice
            ─2 Log 8 ──────────────────────────────────────── FOLLOW ──┤  · 18 B text · +1.508 s
                #    +TIME  FROM→TO     KIND      SUMMARY              │
                     0.000  listening on ws://localhost:8080 (127.0.0.…│  {"candidate":null}
                1    0.800  alice       joined    room demo · aware cl…│
                2    1.204  bob         joined    room demo · plain cl…│
                3    1.351  alice→bob   offer     audio opus,red · vid…│
                4    1.353  alice→bob   candidate host udp 192.0.2.4:5…│
                5    1.360  alice→bob   candidate srflx udp 203.0.113.…│
                6    1.502  bob→alice   answer    re:#3 +151ms · audio…│
                7    1.507  bob→alice   candidate host udp [2001:db8::…│
            ▸   8    1.508  bob→alice   end-of-c… all candidates sent  │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
                                                                       │
             #8 selected
             ? help  ⏎ open  f follow  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func aCallAt60x12() {
        check(
            .call(60, 12),
            """
             signal-console  ws://localhost:8080  2 peers 1 room ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────
              PEER            ROOM        NEGOTIATION           IN
            ▸ alice           demo        stable                 3
            ─2 Log 8 ───────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO     KIND      SUMMARY
                5    1.360  alice→bob   candidate srflx udp 203.0.113.5…
                6    1.502  bob→alice   answer    re:#3 +151ms · audio …
                7    1.507  bob→alice   candidate host udp [2001:db8::7…
            ▸   8    1.508  bob→alice   end-of-c… all candidates sent
             #8 selected
             ? help  ⏎ open  f follow  r replay  x kick  q quit
            """
        )
    }

    @Test func aCallInASCII() {
        check(
            .call(80, 24, charset: .ascii),
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         * LIVE
            -1 Peers 2 ---------------------------------------------------------------------
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
            > alice           demo        aware   stable                 3      3    0s
              bob             demo        plain   stable                 3      3    0s
            -2 Log 8 ------------------------------------------------------------- FOLLOW --
                #    +TIME  FROM>TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    0.800  alice          joined            room demo . aware client
                2    1.204  bob            joined            room demo . plain client
                3    1.351  alice>bob      offer        463  audio opus,red . video VP8,H264
                4    1.353  alice>bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice>bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob>alice      answer       402  re:#3 +151ms . audio opus . vi~
                7    1.507  bob>alice      candidate    116  host udp [2001:db8::7]:40112 m0
            >   8    1.508  bob>alice      end-of-ca~    18  all candidates sent

            -3 Detail #8 end-of-candidates bob>alice ---------------------------------------
              end-of-candidates  all candidates sent
              said by bob in demo, heard by alice . 18 B text . +1.508 s

              {"candidate":null}
             #8 selected
             ? help  ret open  f follow  r replay  x kick  tab pane  q quit
            """
        )
    }

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
              said by ␛]0;x␇�evil in demo, heard by 作者🙂·p2 · 33 B text · +3.000 s

              ␛[2J作者🙂
             #3 selected
             ? help  ⏎ open  f follow  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func factsAreLinesOfTheirOwn() {
        var console = ConsoleScript.call()
        let arrival = Arrival(id: PeerID(3), name: "carol", room: "demo", address: "192.0.2.9:1000")
        console.arrive(.refused(arrival, .roomFull(room: "demo", limit: 100)), at: 2)
        console.arrive(.left(PeerID(2), .kicked), at: 3)
        let replay = Transit(
            message: .offer,
            sender: .replay(entry: 3, author: PeerID(1)),
            room: "demo",
            addressee: .peers([PeerID(1)]),
            hearers: [PeerID(1)]
        )
        console.arrive(.message(replay), at: 4)
        console.arrive(.left(PeerID(1), .closed(.goingAway, reason: "bye")), at: 5)
        check(
            console,
            """
             signal-console  ws://localhost:8080  0 peers 0 rooms  7 msgs 6/s        ● LIVE
            ─1 Peers 0 ─────────────────────────────────────────────────────────────────────
              Nobody is here: open  http://localhost:8080/  in two tabs

            ─2 Log 12 ──────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        463  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       402  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
                8    1.508  bob→alice      end-of-ca…    18  all candidates sent
                9    2.000  p3             refused           room demo is full (100 peers) …
               10    3.000  bob            kicked            removed by the operator (4503)
             R 11    4.000  op→alice       offer        463  replay of #3 · audio opus,red …
            ▸  12    5.000  alice          left              closed 1001 bye
            ─3 Detail #12 left alice ───────────────────────────────────────────────────────
              alice left: closed 1001 bye
              +5.000 s


             #12 selected
             ? help  ⏎ open  f follow  tab pane  q quit
            """
        )
    }

    @Test func helpShowsTheCommandTable() {
        var console = ConsoleScript(80, 36)
        console.type("?")
        check(
            console,
            """
             signal-console  ws://localhost:8080  0 peers 0 rooms  0 msgs 0/s        ● LIVE
            ─Help ──────────────────────────────────────────────────────────────────────────

             Move
               j ↓              next line
               k ↑              previous line; the log stops following
               ^F PgDn          a page down
               ^B PgUp          a page up
               g Home           first line
               G End            last line; the log follows again
               tab              next pane
               S-tab            previous pane
               1                to the peers
               2                to the log
               3                to the detail

             Look
               ⏎                give the selected line the whole screen
               f                follow the newest entry, or stop

             Act on peers and messages
               r                send the selected message again, byte for byte (asks)
               x                remove the selected peer (asks)

             App
               ? F1             this help
               ^L               draw the screen anew
               ^Z               back to the shell; asks while peers are connected
               esc q ? ⏎        close what is open
               q Q ^C           quit; asks while peers are connected




             a key that can do nothing says why
             q back
            """
        )
    }

    @Test func anOpenedMessageHasTheWholeScreen() {
        var console = ConsoleScript.call()
        console.type("kkkkk<enter>")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─3 Detail #3 offer alice→bob ──────────────────────────────────────── 1-20/25 ──
              2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp 7A:1C:0E…
              m0 audio  sendrecv  opus red  mid 0
              m1 video  sendrecv  VP8 H264  mid 1
              said by alice in demo, heard by bob · 463 B text · +1.351 s

              v=0
              o=- 46117 2 IN IP4 127.0.0.1
              s=-
              t=0 0
              a=group:BUNDLE 0 1
              a=ice-ufrag:p9Kd
              a=fingerprint:sha-256 7A:1C:0E:55:90
              a=setup:actpass
              m=audio 9 UDP/TLS/RTP/SAVPF 111 63
              c=IN IP4 0.0.0.0
              a=mid:0
              a=sendrecv
              a=rtpmap:111 opus/48000/2
              a=rtpmap:63 red/48000/2
              m=video 9 UDP/TLS/RTP/SAVPF 96 103
             #3 selected
             ? help  f follow  r replay  x kick  q back
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
              alice           demo        aware   stable                 3      3    0s
            ▸ bob             demo        plain   stable                 3      3    0s
            ─2 Log 8 ───────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    0.800  alice          joined            room demo · aware client
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        463  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       402  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
            ▸   8    1.508  bob→alice      end-of-ca…    18  all candidates sent

            ─3 Detail bob ──────────────────────────────────────────────────────────────────
              p2 bob in demo
              plain client from 127.0.0.1:52114, here since +1.204 s
              3 messages said, 3 heard
              with alice: stable (inferred) · #6 answered #3 after 151ms
             bob selected
             ? help  ⏎ open  f follow  x kick  tab pane  q quit
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
        console.arrive(.said(.bob, .offer, to: .alice), at: 3)
        #expect(console.line(3).contains("  have-remote-offer  "))
        #expect(console.line(4).contains("  have-local-offer  "))
        console.arrive(.said(.alice, .offer, to: .bob), at: 3.001)
        #expect(console.line(3).contains("  glare  "))
        console.type("1g")
        #expect(
            console.screen.contains(
                "with bob: have-local-offer (inferred) · glare: both have offered · its offer"))
        console.arrive(.said(.alice, .answer, to: .bob), at: 7.3)
        #expect(console.line(3).contains("  stable  "))
        #expect(console.screen.contains("re:#9 +4.3s"))
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
}
