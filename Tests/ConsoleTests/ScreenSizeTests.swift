import Console
import Signaling
import Testing

@Suite struct ScreenSizeTests {
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
             ? help  f follow  F findings  tab pane  ! only findings  q quit
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
            ▸ alice           demo        aware   answered               3      3    0s
              bob             demo        plain   answered               3      3    0s
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

            ─3 Detail #8 end-of-candidates bob→alice ────────────────────────────── 1-4/5 ──
              end-of-candidates  all candidates sent
              said by bob in demo, heard by alice · 18 B text · +1.508 s
              then answered: alice stable, bob stable (inferred)

             #8 selected
             ? help  ⏎ open  f follow  F findings  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func theScreenInREADMEIsARealOne() throws {
        let console = ConsoleScript.glare()
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
              PEER            ROOM          CLIENT  NEGOTIATION           IN    OUT  LAST  ADDRESS         │  2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag Xy1f · fp
            ▸ alice           demo          aware   answered               3      3    0s  127.0.0.1:52110 │  3C:91:5E…
              bob             demo          plain   answered               3      3    0s  127.0.0.1:52114 │  m0 audio  sendrecv  opus red  mid 0
            ─2 Log 8 ───────────────────────────────────────────────── PAUSED at #3, 5 below (f follows) ──┤  m1 video  sendrecv  VP8 H264  mid 1
                #    +TIME  FROM→TO            KIND               SIZE  SUMMARY                            │  said by alice in demo, heard by bob · 581 B text · +1.351 s
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)                           │  then offering: alice have-local-offer, bob have-remote-offer
                1    0.800  alice              joined                   room demo · aware client           │  (inferred)
                2    1.204  bob                joined                   room demo · plain client           │
            ▸   3    1.351  alice→bob          offer               581  audio opus,red · video VP8,H264    │  v=0
                4    1.353  alice→bob          candidate           114  host udp 192.0.2.4:51234 m0        │  o=- 8812 2 IN IP4 127.0.0.1
                5    1.360  alice→bob          candidate           117  srflx udp 203.0.113.5:51234 m0     │  s=-
                6    1.502  bob→alice          answer              521  re:#3 +151ms · audio opus · video …│  t=0 0
                7    1.507  bob→alice          candidate           116  host udp [2001:db8::7]:40112 m0    │  a=group:BUNDLE 0 1
                8    1.508  bob→alice          end-of-candidates    18  all candidates sent                │  a=ice-ufrag:Xy1f
                                                                                                           │  a=ice-pwd:kW3zQv7nB5tR0pLs9dHc2mJe
                                                                                                           │  a=fingerprint:sha-256 3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:
                                                                                                           │  D4:62:BF:3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF
                                                                                                           │  a=setup:actpass
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
             #3 selected
             ? help  ⏎ open  f follow  F findings  r replay  x kick  tab pane  ! only findings  q quit
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
            ▸ alice           demo        answered               3     │  sent
              bob             demo        answered               3     │  said by bob in demo, heard by alice
            ─2 Log 8 ──────────────────────────────────────── FOLLOW ──┤  · 18 B text · +1.508 s
                #    +TIME  FROM→TO     KIND      SUMMARY              │  then answered: alice stable, bob
                     0.000  listening on ws://localhost:8080 (127.0.0.…│  stable (inferred)
                1    0.800  alice       joined    room demo · aware cl…│
                2    1.204  bob         joined    room demo · plain cl…│  {"candidate":null}
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
             ? help  ⏎ open  f follow  F findings  r replay  x kick  tab pane  ! only findings  q quit
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
            ▸ alice           demo        answered               3
            ─2 Log 8 ───────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO     KIND      SUMMARY
                5    1.360  alice→bob   candidate srflx udp 203.0.113.5…
                6    1.502  bob→alice   answer    re:#3 +151ms · audio …
                7    1.507  bob→alice   candidate host udp [2001:db8::7…
            ▸   8    1.508  bob→alice   end-of-c… all candidates sent
             #8 selected
             ? help  ⏎ open  f follow  F findings  r replay  q quit
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
            > alice           demo        aware   answered               3      3    0s
              bob             demo        plain   answered               3      3    0s
            -2 Log 8 ------------------------------------------------------------- FOLLOW --
                #    +TIME  FROM>TO        KIND        SIZE  SUMMARY
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)
                1    0.800  alice          joined            room demo . aware client
                2    1.204  bob            joined            room demo . plain client
                3    1.351  alice>bob      offer        581  audio opus,red . video VP8,H264
                4    1.353  alice>bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice>bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob>alice      answer       521  re:#3 +151ms . audio opus . vi~
                7    1.507  bob>alice      candidate    116  host udp [2001:db8::7]:40112 m0
            >   8    1.508  bob>alice      end-of-ca~    18  all candidates sent

            -3 Detail #8 end-of-candidates bob>alice ------------------------------ 1-4/5 --
              end-of-candidates  all candidates sent
              said by bob in demo, heard by alice . 18 B text . +1.508 s
              then answered: alice stable, bob stable (inferred)

             #8 selected
             ? help  ret open  f follow  F findings  r replay  x kick  tab pane  q quit
            """
        )
    }
}
