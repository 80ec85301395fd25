import Console
import Testing

@Suite struct FindingScreenTests {
    @Test func crossedOffersThatNobodyGaveWayInAt80x24() {
        check(
            .glare(),
            """
             signal-console  ws://localhost:8080  2 peers 1 room  8 msgs 2/s         ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────────────────────────
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
            ▸ alice           demo        aware   failed                 4      4    4s
              bob             demo        plain   failed                 4      4    4s
            ─2 Log 10 ──────────────────────────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
                1    0.800  alice          joined            room demo · aware client
                2    1.204  bob            joined            room demo · plain client
                3    1.351  alice→bob      offer        581  audio opus,red · video VP8,H264
                4    1.353  alice→bob      candidate    114  host udp 192.0.2.4:51234 m0
                5    1.360  alice→bob      candidate    117  srflx udp 203.0.113.5:51234 m0
                6    1.502  bob→alice      answer       521  re:#3 +151ms · audio opus · vi…
                7    1.507  bob→alice      candidate    116  host udp [2001:db8::7]:40112 m0
                8    1.508  bob→alice      end-of-ca…    18  all candidates sent
             !  9    7.690  alice→bob      offer        581  ! glare · audio opus,red · vid…
            ▸! 10    7.691  bob→alice      offer        582  ! glare · audio opus,red · vid…
            ─3 Detail #10 offer bob→alice ──────────────────────────────────────── 1-4/35 ──
              ! alice and bob offered at once (#9, #10) and neither gave way in 3 s
              2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp 7A:1C:0E…
              m0 audio  sendrecv  opus red  mid 0
              m1 video  sendrecv  VP8 H264  mid 1
             #10 selected · 1 finding (F lists, ] next)
             ? help  ⏎ open  f follow  F findings  r replay  x kick  tab pane  q quit
            """
        )
    }

    @Test func crossedOffersThatNobodyGaveWayInAt160x45() {
        check(
            .glare(160, 45),
            """
             signal-console  ws://localhost:8080  2 peers 1 room  8 msgs 2/s  1 finding                                                                              ● LIVE
            ─1 Peers 2 ────────────────────────────────────────────────────────────────────────────────────┬─3 Detail #10 offer bob→alice ──────────────────────────────────
              PEER            ROOM          CLIENT  NEGOTIATION           IN    OUT  LAST  ADDRESS         │  ! alice and bob offered at once (#9, #10) and neither gave
            ▸ alice           demo          aware   failed                 4      4    4s  127.0.0.1:52110 │    way in 3 s
              bob             demo          plain   failed                 4      4    4s  127.0.0.1:52114 │    glare · RFC 3264 §4, RFC 9429 §4.1.10.2 · proof #9 #10
            ─2 Log 10 ─────────────────────────────────────────────────────────────────────────── FOLLOW ──┤    Both sides offered before either had answered. One has to
                #    +TIME  FROM→TO            KIND               SIZE  SUMMARY                            │    give its own offer up and answer: with perfect negotiation
                     0.000  listening on ws://localhost:8080 (127.0.0.1 and ::1)                           │    the polite one does so by itself. Without it, browsers
                1    0.800  alice              joined                   room demo · aware client           │    roll back on both sides, and each answer is refused in the
                2    1.204  bob                joined                   room demo · plain client           │    state stable. Agree on who is polite, or let one side
                3    1.351  alice→bob          offer               581  audio opus,red · video VP8,H264    │    alone offer.
                4    1.353  alice→bob          candidate           114  host udp 192.0.2.4:51234 m0        │
                5    1.360  alice→bob          candidate           117  srflx udp 203.0.113.5:51234 m0     │  2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp
                6    1.502  bob→alice          answer              521  re:#3 +151ms · audio opus · video …│  7A:1C:0E…
                7    1.507  bob→alice          candidate           116  host udp [2001:db8::7]:40112 m0    │  m0 audio  sendrecv  opus red  mid 0
                8    1.508  bob→alice          end-of-candidates    18  all candidates sent                │  m1 video  sendrecv  VP8 H264  mid 1
             !  9    7.690  alice→bob          offer               581  ! glare · audio opus,red · video V…│  said by bob in demo, heard by alice · 582 B text · +7.691 s
            ▸! 10    7.691  bob→alice          offer               582  ! glare · audio opus,red · video V…│  then failed: alice have-local-offer, bob have-local-offer
                                                                                                           │  (inferred)
                                                                                                           │
                                                                                                           │  v=0
                                                                                                           │  o=- 46117 3 IN IP4 127.0.0.1
                                                                                                           │  s=-
                                                                                                           │  t=0 0
                                                                                                           │  a=group:BUNDLE 0 1
                                                                                                           │  a=ice-ufrag:p9Kd
                                                                                                           │  a=ice-pwd:u8FgY4xT1aVq6oNi0rZb5wEk
                                                                                                           │  a=fingerprint:sha-256 7A:1C:0E:55:90:E3:2B:F6:7A:1C:0E:55:90:
                                                                                                           │  E3:2B:F6:7A:1C:0E:55:90:E3:2B:F6:7A:1C:0E:55:90:E3:2B:F6
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
             #10 selected · 1 finding (F lists, ] next)
             ? help  ⏎ open  f follow  F findings  r replay  x kick  tab pane  ! only findings  q quit
            """
        )
    }

    @Test func crossedOffersThatNobodyGaveWayInAt60x12() {
        check(
            .glare(60, 12),
            """
             signal-console  ws://localhost:8080  2 peers 1 room ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────
              PEER            ROOM        NEGOTIATION           IN
            ▸ alice           demo        failed                 4
            ─2 Log 10 ──────────────────────────────────────── FOLLOW ──
                #    +TIME  FROM→TO     KIND      SUMMARY
                7    1.507  bob→alice   candidate host udp [2001:db8::7…
                8    1.508  bob→alice   end-of-c… all candidates sent
             !  9    7.690  alice→bob   offer     ! glare · audio opus,…
            ▸! 10    7.691  bob→alice   offer     ! glare · audio opus,…
             #10 selected · 1 finding (F lists, ] next)
             ? help  ⏎ open  f follow  F findings  r replay  q quit
            """
        )
    }

    @Test func aPeerIsToldWithWhatStandsAndHowLongItsStepsTook() {
        var console = ConsoleScript.glare(100, 30)
        console.type("1")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  8 msgs 2/s  1 finding                  ● LIVE
            ─1 Peers 2 ────────────────────────────────────────────────┬─3 Detail alice ────────────────────────
              PEER            ROOM        NEGOTIATION           IN     │  ! alice and bob offered at once (#9,
            ▸ alice           demo        failed                 4     │    #10) and neither gave way in 3 s
              bob             demo        failed                 4     │  p1 alice in demo
            ─2 Log 10 ─────────────────────────────────────── FOLLOW ──┤  aware (signal-console.v1) client
                #    +TIME  FROM→TO     KIND      SUMMARY              │  from 127.0.0.1:52110, here since
                     0.000  listening on ws://localhost:8080 (127.0.0.…│  +0.800 s
                1    0.800  alice       joined    room demo · aware cl…│  4 messages said, 4 heard
                2    1.204  bob         joined    room demo · plain cl…│  with bob: failed, have-local-offer
                3    1.351  alice→bob   offer     audio opus,red · vid…│  (inferred) · glare: both have
                4    1.353  alice→bob   candidate host udp 192.0.2.4:5…│  offered · its offer #9 is unanswered
                5    1.360  alice→bob   candidate srflx udp 203.0.113.…│  · offer #10 waits for its answer ·
                6    1.502  bob→alice   answer    re:#3 +151ms · audio…│  #6 answered #3 after 151ms ·
                7    1.507  bob→alice   candidate host udp [2001:db8::…│  candidates h1 s1, gathering trickling
                8    1.508  bob→alice   end-of-c… all candidates sent  │  join→offer 147ms · offer→answer
             !  9    7.690  alice→bob   offer     ! glare · audio opus…│  151ms · candidate→answer 149ms
            ▸! 10    7.691  bob→alice   offer     ! glare · audio opus…│
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
             alice selected · 1 finding (F lists, ] next)
             ? help  ⏎ open  f follow  F findings  x kick  tab pane  ! only findings  q quit
            """
        )
    }
}
