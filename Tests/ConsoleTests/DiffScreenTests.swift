import Testing

@testable import Drawing

@Suite struct DiffScreenTests {
    @Test func anOfferAndItsAnswerAt80x24() {
        var console = ConsoleScript.call()
        console.type("kkd")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151ms) ───────── 1-20/28 ──
              mid  kind   direction  codecs         setup           verdict
              0    audio  sendrecv   opus red→opus  actpass→active  ok: red dropped
              1    video  sendrecv   VP8 H264→VP8   actpass→active  ok: H264 dropped
              BUNDLE 0 1   ufrag Xy1f→p9Kd   fp 3C:91…→7A:1C…   trickle no
            ─Lines (12 identical, o shows all) ────────────────────────────────── unified ──
             session
               v=0
             - o=- 8812 2 IN IP4 127.0.0.1
             + o=- 46117 2 IN IP4 127.0.0.1
               ┄ 3 identical lines ┄
             - a=ice-ufrag:Xy1f
             + a=ice-ufrag:p9Kd
             - a=ice-pwd:········
             + a=ice-pwd:········
             - a=fingerprint:sha-256 3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF:3C:91:…
             + a=fingerprint:sha-256 7A:1C:0E:55:90:E3:2B:F6:7A:1C:0E:55:90:E3:2B:F6:7A:1C:…
             - a=setup:actpass
             + a=setup:active
             m0 audio  mid 0
             - m=audio 9 UDP/TLS/RTP/SAVPF 111 63
             6 hunks · A 21 lines, B 19 lines · ids dimmed · secrets hidden
             ? help  ] next change  o all lines  | layout  s swap  i ids  y copy  q back
            """
        )
    }

    @Test func anOfferAndItsAnswerSideBySideAt160x45() {
        var console = ConsoleScript.call(160, 45)
        console.type("kkd")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s  0.0/64 MiB  1.4KB/s  up 2s                                                             ● LIVE
            ─Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151ms) ────────────────────────────────────────────────────────────────────────────────────────────────────
              mid  kind   direction  codecs           setup             rtcp-mux  ssrc/rid  verdict
              0    audio  sendrecv   opus red → opus  actpass → active  no        0         ok: red dropped
              1    video  sendrecv   VP8 H264 → VP8   actpass → active  no        0         ok: H264 dropped
              BUNDLE 0 1   ufrag Xy1f → p9Kd   fp 3C:91… → 7A:1C…   trickle no
            ─A  #3 offer alice ──────────────────────────────────────── 581 B · 21 lines ──┬─B  #6 answer bob ────────────────────────────────────────── 521 B · 19 lines ──
             session                                                                       │ session
               v=0                                                                         │   v=0
             ~ o=- 8812 2 IN IP4 127.0.0.1                                                 │ ~ o=- 46117 2 IN IP4 127.0.0.1
               ┄ 3 identical lines ┄                                                       │   ┄ 3 identical lines ┄
             ~ a=ice-ufrag:Xy1f                                                            │ ~ a=ice-ufrag:p9Kd
             ~ a=ice-pwd:········                                                          │ ~ a=ice-pwd:········
             ~ a=fingerprint:sha-256 3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF:3C:9… │ ~ a=fingerprint:sha-256 7A:1C:0E:55:90:E3:2B:F6:7A:1C:0E:55:90:E3:2B:F6:7A:1C:…
             ~ a=setup:actpass                                                             │ ~ a=setup:active
             m0 audio  mid 0                                                               │ m0 audio  mid 0
             ~ m=audio 9 UDP/TLS/RTP/SAVPF 111 63                                          │ ~ m=audio 9 UDP/TLS/RTP/SAVPF 111
               ┄ 4 identical lines ┄                                                       │   ┄ 4 identical lines ┄
             - a=rtpmap:63 red/48000/2                                                     │
             m1 video  mid 1                                                               │ m1 video  mid 1
             ~ m=video 9 UDP/TLS/RTP/SAVPF 96 103                                          │ ~ m=video 9 UDP/TLS/RTP/SAVPF 96
               ┄ 4 identical lines ┄                                                       │   ┄ 4 identical lines ┄
             - a=rtpmap:103 H264/90000                                                     │




















             6 hunks · A 21 lines, B 19 lines · ids dimmed · secrets hidden
             ? help  ] next change  o all lines  | layout  s swap  i ids  y copy  E export  q back
            """
        )
    }

    @Test func theFirstHunkAt60x12() {
        var console = ConsoleScript.call(60, 12)
        console.type("kkd]")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room ● LIVE
            ─Diff  A #3 offer alice  B #6 answer bob ──────── 7-14/29 ──
             session
               v=0
            ▸- o=- 8812 2 IN IP4 127.0.0.1
             + o=- 46117 2 IN IP4 127.0.0.1
               ┄ 3 identical lines ┄
             - a=ice-ufrag:Xy1f
             + a=ice-ufrag:p9Kd
             - a=ice-pwd:········
             hunk 1/6 · A 21, B 19 lines · ids dimmed · secrets hidden
             ? help  ] next change  o all lines  | layout  q back
            """
        )
    }

    @Test func whatWasDrawnByLotIsLeftOutWhenIDsAreIgnored() {
        var console = ConsoleScript.call()
        console.type("kkdi")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151ms) ────────────────────
              mid  kind   direction  codecs         setup           verdict
              0    audio  sendrecv   opus red→opus  actpass→active  ok: red dropped
              1    video  sendrecv   VP8 H264→VP8   actpass→active  ok: H264 dropped
              BUNDLE 0 1   ufrag Xy1f→p9Kd   fp 3C:91…→7A:1C…   trickle no
            ─Lines (16 identical, o shows all) ────────────────────────────────── unified ──
             session
               ┄ 8 identical lines ┄
             - a=setup:actpass
             + a=setup:active
             m0 audio  mid 0
             - m=audio 9 UDP/TLS/RTP/SAVPF 111 63
             + m=audio 9 UDP/TLS/RTP/SAVPF 111
               ┄ 4 identical lines ┄
             - a=rtpmap:63 red/48000/2
             m1 video  mid 1
             - m=video 9 UDP/TLS/RTP/SAVPF 96 103
             + m=video 9 UDP/TLS/RTP/SAVPF 96
               ┄ 4 identical lines ┄
             - a=rtpmap:103 H264/90000

             5 hunks · A 21 lines, B 19 lines · ids ignored · secrets hidden
             ? help  ] next change  o all lines  | layout  s swap  i ids  y copy  q back
            """
        )
    }

    @Test func theComparisonInASCII() {
        var console = ConsoleScript.call(80, 24, charset: .ascii)
        console.type("kkd|]]]]")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         * LIVE
            -Diff  A #3 offer alice>bob  B #6 answer bob>alice (+151ms) --------- 2-21/21 --
              0    audio  sendrecv   opus red>opus  actpass>active  ok: red dropped
              1    video  sendrecv   VP8 H264>VP8   actpass>active  ok: H264 dropped
              BUNDLE 0 1   ufrag Xy1f>p9Kd   fp 3C:91~>7A:1C~   trickle no
            -A  #3 offer ali~ - 581 B . 21 lines --+-B  #6 answer bob -- 521 B . 19 lines --
             session                               | session
               v=0                                 |   v=0
             ~ o=- 8812 2 IN IP4 127.0.0.1         | ~ o=- 46117 2 IN IP4 127.0.0.1
               - 3 identical lines -               |   - 3 identical lines -
             ~ a=ice-ufrag:Xy1f                    | ~ a=ice-ufrag:p9Kd
             ~ a=ice-pwd:........                  | ~ a=ice-pwd:........
             ~ a=fingerprint:sha-256 3C:91:5E:07:~ | ~ a=fingerprint:sha-256 7A:1C:0E:55:90~
             ~ a=setup:actpass                     | ~ a=setup:active
             m0 audio  mid 0                       | m0 audio  mid 0
             ~ m=audio 9 UDP/TLS/RTP/SAVPF 111 63  | ~ m=audio 9 UDP/TLS/RTP/SAVPF 111
               - 4 identical lines -               |   - 4 identical lines -
            >- a=rtpmap:63 red/48000/2             |
             m1 video  mid 1                       | m1 video  mid 1
             ~ m=video 9 UDP/TLS/RTP/SAVPF 96 103  | ~ m=video 9 UDP/TLS/RTP/SAVPF 96
               - 4 identical lines -               |   - 4 identical lines -
             - a=rtpmap:103 H264/90000             |
             hunk 4/6 . A 21 lines, B 19 lines . ids dimmed . secrets hidden
             ? help  ] next change  o all lines  | layout  s swap  i ids  y copy  q back
            """
        )
        #expect(console.canvas.cells.allSatisfy { $0.scalar.isASCII })
    }

    @Test func twoCandidatesAreComparedAsJSON() {
        var console = ConsoleScript.call()
        console.type(":at 4<enter> :at 5<enter> d")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─Diff  A #4 candidate alice→bob  B #5 candidate alice→bob (+7ms) ───────────────
            ─Lines (6 identical, o shows all) ─────────────────────────────────── unified ──
               ┄ 2 identical lines ┄
             -     "candidate": "candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host",
             +     "candidate": "candidate:1 1 udp 2113937151 203.0.113.5 51234 typ srflx",
               ┄ 4 identical lines ┄















             1 hunk · A 7 lines, B 7 lines · secrets hidden
             ? help  ] next change  o all lines  | layout  s swap  y copy  q back
            """
        )
    }
}
