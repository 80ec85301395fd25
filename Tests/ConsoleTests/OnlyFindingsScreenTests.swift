import Console
import Testing

@Suite struct OnlyFindingsScreenTests {
    @Test func onlyFindingsAt80x24() {
        var console = ConsoleScript.troubles()
        console.type("!k")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  12 msgs 2/s        ● LIVE
            ─1 Peers 2 ─────────────────────────────────────────────────────────────────────
              PEER            ROOM        CLIENT  NEGOTIATION           IN    OUT  LAST
            ▸ alice           demo        aware   stuck                  5      7   <1m
              bob             demo        plain   stuck                  7      5   <1m
            ─2 Log 4/14 only findings ──────────────── PAUSED at #12, 1 below (f follows) ──
                #    +TIME  FROM→TO        KIND        SIZE  SUMMARY
             ✓  9    7.690  alice→bob      offer        581  ✓ glare · audio opus,red · vid…
             ✓ 10    7.691  bob→alice      offer        582  ✓ glare · audio opus,red · vid…
            ▸✓ 12   20.000  alice→bob      offer        581  ✓ offer without an answer · au…
             ! 14   40.000  bob→alice      offer        582  ! offer without an answer · au…






            ─3 Detail #12 offer alice→bob ──────────────────────────────────────── 1-4/34 ──
              ✓ alice has waited 10 s for an answer to #12: answered by #13
              2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag Xy1f · fp 3C:91:5E…
              m0 audio  sendrecv  opus red  mid 0
              m1 video  sendrecv  VP8 H264  mid 1
             #12 selected · 1 finding (F lists, ] next)
             ? help  ! only findings  ⏎ open  f follow  F findings  r replay  q quit
            """
        )
    }

    @Test func onlyFindingsAt160x45() {
        var console = ConsoleScript.troubles(160, 45)
        console.type("!")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  12 msgs 2/s  1 finding                                                                             ● LIVE
            ─1 Peers 2 ────────────────────────────────────────────────────────────────────────────────────┬─3 Detail #14 offer bob→alice ──────────────────────────────────
              PEER            ROOM          CLIENT  NEGOTIATION           IN    OUT  LAST  ADDRESS         │  ! bob has waited 10 s for an answer to #14
            ▸ alice           demo          aware   stuck                  5      7   <1m  127.0.0.1:52110 │    offer without an answer · RFC 9429 §3.2 · proof #14
              bob             demo          plain   stuck                  7      5   <1m  127.0.0.1:52114 │    Nobody answered the offer in time, and a call without an
            ─2 Log 4/14 only findings ─────────────────────────────────────────────────────────── FOLLOW ──┤    answer never connects. The other side may not have heard
                #    +TIME  FROM→TO            KIND               SIZE  SUMMARY                            │    it, may have thrown an error when it applied it, or may be
             ✓  9    7.690  alice→bob          offer               581  ✓ glare · audio opus,red · video V…│    waiting for a person to accept. Look at its console for a
             ✓ 10    7.691  bob→alice          offer               582  ✓ glare · audio opus,red · video V…│    rejected promise of setRemoteDescription or createAnswer.
             ✓ 12   20.000  alice→bob          offer               581  ✓ offer without an answer · audio …│
            ▸! 14   40.000  bob→alice          offer               582  ! offer without an answer · audio …│  2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp
                                                                                                           │  7A:1C:0E…
                                                                                                           │  m0 audio  sendrecv  opus red  mid 0
                                                                                                           │  m1 video  sendrecv  VP8 H264  mid 1
                                                                                                           │  said by bob in demo, heard by alice · 582 B text · +40.000 s
                                                                                                           │  then stuck: alice have-remote-offer, bob have-local-offer
                                                                                                           │  (inferred)
                                                                                                           │
                                                                                                           │  v=0
                                                                                                           │  o=- 46117 6 IN IP4 127.0.0.1
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
                                                                                                           │
                                                                                                           │
             #14 selected · 1 finding (F lists, ] next)
             ? help  ! only findings  ⏎ open  f follow  F findings  r replay  x kick  tab pane  q quit
            """
        )
    }
}
