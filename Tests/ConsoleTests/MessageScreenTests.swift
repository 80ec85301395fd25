import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Routing

@Suite struct MessageScreenTests {
    @Test func anOfferIsDecodedAt80x24() {
        var console = ConsoleScript.opened(.browserOffer)
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  1 msg 1/s          ● LIVE
            ─Message #3 offer alice→bob ─ [1 decoded] 2 text 3 JSON 4 hex ─────── 1-20/35 ──
              sent by alice in demo, delivered to bob · 1,498 B text · +1.351 s
              fields: to p2 · spelled sdp{}
              waiting for an answer
              then offering: alice have-local-offer, bob have-remote-offer (inferred)

              session     8812, version 2 · 3 m-lines
              groups      BUNDLE 0 1 2
              ice         ufrag Xy1f · pwd ········ · trickle
              dtls        actpass · sha-256
                          3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4
                          :62:BF:3C:91:5E:07:A8:D4:62:BF
              other       extmap-allow-mixed · msid-semantic WMS stream

              m0 audio  sendrecv  mid 0  UDP/TLS/RTP/SAVPF
                111  opus/48000/2  minptime=10;useinbandfec=1 · fb transport-cc
                 63  red/48000/2   111/111
                formats     0
                transport   rtcp-mux · rtcp-rsize
                streams     1 ssrc, cname X9
                            msid stream track-audio
             #3 of 3 · secrets are hidden (S shows them)
             ? help  tab form  / search  l ladder  F findings  space mark  y copy  q back
            """
        )
        console.type("G")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  1 msg 1/s          ● LIVE
            ─Message #3 offer alice→bob ─ [1 decoded] 2 text 3 JSON 4 hex ────── 16-35/35 ──
                 63  red/48000/2   111/111
                formats     0
                transport   rtcp-mux · rtcp-rsize
                streams     1 ssrc, cname X9
                            msid stream track-audio
                extensions  1 ssrc-audio-level · 2 abs-send-time
                candidates  host udp 192.0.2.4:51234

              m1 video  sendonly  mid 1  UDP/TLS/RTP/SAVPF
                96  VP8/90000  fb nack, nack pli, ccm fir
                97  rtx/90000  apt=96
                transport   rtcp-mux
                streams     rid q send max-width=320
                            rid h send
                            rid f send
                            simulcast send q;h;f

              m2 application  rejected  mid 2  UDP/DTLS/SCTP
                formats     webrtc-datachannel
                data        sctp-port 5000 · messages up to 262,144 B
             #3 of 3 · secrets are hidden (S shows them)
             ? help  tab form  / search  l ladder  F findings  space mark  y copy  q back
            """
        )
    }

    @Test func anOfferIsDecodedAt60x12() {
        check(
            .opened(.browserOffer, 60, 12),
            """
             signal-console  ws://localhost:8080  2 peers 1 room ● LIVE
            ─Message #3 offer alice→bob ─ [1 decoded] 2 3 4 ── 1-8/39 ──
              sent by alice in demo, delivered to bob · 1,498 B text ·
              +1.351 s
              fields: to p2 · spelled sdp{}
              waiting for an answer
              then offering: alice have-local-offer, bob
              have-remote-offer (inferred)

              session     8812, version 2 · 3 m-lines
             #3 of 3 · secrets are hidden (S shows them)
             ? help  tab form  / search  l ladder  F findings  q back
            """
        )
    }

    /// What stands between the title bar and the status line.
    private func body(_ console: ConsoleScript) -> String {
        let lines = console.screen.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast(2)
        let last = lines.lastIndex { !$0.isEmpty } ?? lines.startIndex
        return lines[...last].joined(separator: "\n")
    }

    @Test func theTextHasItsLinesNumbered() {
        var console = ConsoleScript.opened(.browserOffer, 80, 20)
        console.type("2")
        #expect(console.line(1) == "─Message #3 offer alice→bob ─ 1 decoded [2 text] 3 JSON 4 hex ─────── 1-16/53 ──")
        #expect(
            body(console) == """
                   1 v=0
                   2 o=- 8812 2 IN IP4 127.0.0.1
                   3 s=-
                   4 t=0 0
                   5 a=group:BUNDLE 0 1 2
                   6 a=extmap-allow-mixed
                   7 a=msid-semantic: WMS stream
                   8 m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
                   9 c=IN IP4 0.0.0.0
                  10 a=rtcp:9 IN IP4 0.0.0.0
                  11 a=ice-ufrag:Xy1f
                  12 a=ice-pwd:········
                  13 a=ice-options:trickle
                  14 a=fingerprint:sha-256 3C:91:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF:3C:9
                     1:5E:07:A8:D4:62:BF:3C:91:5E:07:A8:D4:62:BF
                  15 a=setup:actpass
                """)
    }

    @Test func jsonKeepsItsOrderItsNumbersAndItsDoubles() {
        var console = ConsoleScript.opened(.join)
        #expect(
            body(console) == """
                  sent by alice in demo, delivered to bob · 93 B text · +1.351 s
                  fields: room demo

                  join
                  type        "join"
                  room        "demo"
                  auth        {"accessToken":"········","roles":[1,2.50,[]]}
                  n           1e3
                  n           {}
                """)
        console.type("3")
        #expect(
            body(console) == """
                  {
                    "type": "join",
                    "room": "demo",
                    "auth": {
                      "accessToken": "········",
                      "roles": [
                        1,
                        2.50,
                        []
                      ]
                    },
                    "n": 1e3,
                    "n": {}
                  }
                """)
    }

    @Test func bytesHaveAsManyInALineAsFit() {
        var console = ConsoleScript.opened(.join)
        console.type("4")
        #expect(console.line(2) == "  0000  7b 22 74 79 70 65 22 3a  22 6a 6f 69 6e 22 2c 22  {\"type\":\"join\",\"")
        #expect(console.line(5) == "  0030  6e 22 3a 22 ·· ·· ·· 22  2c 22 72 6f 6c 65 73 22  n\":\"···\",\"roles\"")
        console.resize(60, 12)
        #expect(console.line(2) == "  0000  7b 22 74 79 70 65 22 3a  22 6a 6f 69  {\"type\":\"joi")
    }

    @Test func bytesThatAreNoTextHaveNoOtherForm() {
        var console = ConsoleScript.opened(Message(.binary, [0, 255, 16, 104, 105]))
        #expect(console.line(1).hasPrefix("─Message #3 opaque alice→bob ─────"))
        #expect(
            body(console) == """
                  sent by alice in demo, delivered to bob · 5 B binary · +1.351 s

                  0000  00 ff 10 68 69                                    ···hi
                """)
        console.type("2")
        #expect(console.line(-2) == " this message is no text")
        console.type("<tab>")
        #expect(console.line(-2) == " this entry has one form alone")
    }

    @Test func aCandidateIsToldInWords() {
        let line = "candidate:842163049 1 udp 1677729535 203.0.113.5 51234 typ srflx raddr 192.168.1.7 rport 51234"
        var console = ConsoleScript.call(80, 30)
        let payload = "{\"candidate\":{\"candidate\":\"\(line) generation 0\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}"
        console.arrive(.said(.alice, .text(payload), to: .bob), at: 3)
        console.type("<enter>")
        #expect(
            body(console) == """
                  sent by alice in demo, delivered to bob · 168 B text · +3.000 s
                  spelled candidate{}
                  then answered: alice stable, bob stable (inferred)

                  srflx udp 203.0.113.5:51234 m0

                  type        srflx: its address as a STUN server saw it
                  address     203.0.113.5 port 51234: IPv4, global
                  transport   udp
                  component   1: RTP, or all of a transport that is shared
                  priority    1677729535: type preference 100, local preference 30, component 1
                  foundation  842163049
                  related     192.168.1.7 port 51234
                  belongs to  m0 · mid 0
                  other       generation 0
                """)
        console.type("2")
        #expect(body(console).hasPrefix("  1 candidate:842163049 1 udp 1677729535 203.0.113.5 51234 typ srflx"))
    }

    @Test func aFactHasOneForm() {
        var console = ConsoleScript.call()
        console.type("gj<enter>")
        #expect(console.line(1).hasPrefix("─Message #2 joined bob ─────"))
        #expect(
            body(console) == """
                  bob joined: room demo · plain client
                  p2 from 127.0.0.1:52114
                  +1.204 s
                """)
        console.type("4")
        #expect(console.line(-2) == " this entry has no bytes")
    }

    @Test func whatIsWrongComesFirst() {
        var console = ConsoleScript.glare()
        console.type("<enter>")
        #expect(console.line(2).hasPrefix("  ! alice and bob offered at once (#9, #10)"))
        #expect(console.screen.contains("waiting for an answer"))
    }

    @Test func oneGoesFromEntryToEntryAndTheLogGoesAlong() {
        var console = ConsoleScript.call()
        console.type("<enter>)")
        #expect(console.line(-2) == " the log shows nothing behind this entry")
        console.type("((3(")
        #expect(console.line(1).hasPrefix("─Message #5 candidate alice→bob ─ 1 decoded 2 text [3 JSON] 4 hex"))
        console.type("))q")
        #expect(console.line(-2) == " #7 selected")
        console.type("gg<enter>(")
        #expect(console.line(-2) == " the log shows nothing before this entry")
    }

    @Test func anEntryThatMadeRoomIsSaidToBeGone() {
        var limits = Journal.Limits()
        limits.entries = 3
        var console = ConsoleScript(journal: Journal(limits: limits))
        console.arrive(.said(.alice, .offer, to: .bob), at: 1)
        console.type("<enter>")
        #expect(console.line(1).hasPrefix("─Message #1 offer p1→p2 "))
        for _ in 0..<3 { console.arrive(.said(.alice, .text("x"), to: .bob), at: 2) }
        #expect(console.line(1).hasPrefix("─Message #1 ─"))
        #expect(body(console) == "  #1 is no longer in the journal.")
        console.type("r")
        #expect(console.line(-2) == " there is no message to replay yet")
        console.type("1234<tab>)")
        #expect(console.line(1).hasPrefix("─Message #2 other p1→p2 "))
    }

    @Test func whatIsOpenIsReplayed() {
        var console = ConsoleScript.opened(.browserOffer)
        console.arrive(.said(.alice, .text("x"), to: .bob), at: 3)
        console.type("ry")
        #expect(
            console.effects == [
                .command(
                    .send([
                        Sending(
                            .browserOffer, .replay(entry: 3), author: PeerID(1), room: "demo", to: .peers([PeerID(2)]))
                    ]))
            ])
    }

    @Test func linesThatAreCutScrollSideways() {
        var console = ConsoleScript.opened(.browserOffer)
        console.type("3w")
        #expect(console.line(5).hasPrefix("      \"sdp\": \"v=0\\r\\no=- 8812 2"))
        #expect(console.line(5).hasSuffix("…"))
        console.type("L")
        #expect(console.line(5).hasPrefix("  \": \"v=0\\r\\no=- 8812 2"))
        console.type("HHH")
        #expect(console.line(5).hasPrefix("      \"sdp\""))
    }
}
