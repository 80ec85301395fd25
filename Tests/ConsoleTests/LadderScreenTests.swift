import Testing

@testable import Drawing

@Suite struct LadderScreenTests {
    @Test func theLadderAt80x24() {
        var console = ConsoleScript.glare()
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  8 msgs 0/s         ● LIVE
            ─Ladder room demo · alice ⇄ bob ───── 8 messages · candidates folded · FOLLOW ──
                +TIME     Δms  alice                                        bob
            ─────────────────────┬───────────────────────────────────────────┬──────────────
                0.800            ● joined                                    │
                1.204    +404    │                                           ● joined
                1.351    +147    ├── offer #3 581  audio opus,red · video… ─▶│
                1.353      +2    ├ ─ ─ ─ ─ candidate ×2 (h1 s1) #4…  ─ ─ ─ ─▶│
                1.502    +149    │◀─ answer #6 521  audio opus · video VP8 ──┤  re:#3 151ms
                1.507      +5    │◀─ ─ ─  candidate ×1 (h1) done #7… ─ ─ ─ ─ ┤
              ─ 6.1 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                7.690   +6182    ├── offer #9 581  audio opus,red · video… ─▶│  ! glare
            ▸   7.691      +1    │◀─ offer #10 582  audio opus,red · vide… ──┤  ! glare
                                 │                                           │
                                 │                                           │
                                 │                                           │
                                 │                                           │
            ─#10 offer bob→alice ───────────────────────────────────────────────── 1-4/35 ──
              ! alice and bob offered at once (#9, #10) and neither gave way in 3 s
              2 m-lines · BUNDLE 0 1 · setup:actpass · ufrag p9Kd · fp 7A:1C:0E…
              m0 audio  sendrecv  opus red  mid 0
              m1 video  sendrecv  VP8 H264  mid 1
             9 rows of 8 messages
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  d diff  q back
            """
        )
    }

    @Test func theLadderAt60x12() {
        var console = ConsoleScript.glare(60, 12)
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room ● LIVE
            ─Ladder room demo · alice ⇄ bob ───── 8 messages · FOLLOW ──
                +TIME  alice                            bob
                1.351    ├── offer #3 581  audio opus… ─▶│
                1.353    ├ ─ candidate ×2 (h1 s1) #4…  ─▶│
                1.502    │◀─ answer #6 521  audio opu… ──┤  re:#3 151ms
                1.507    │◀─ ─ ─ candidate ×1 #7…  ─ ─ ─ ┤
             6.1 s idle ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                7.690    ├── offer #9 581  audio opus… ─▶│  ! glare
            ▸   7.691    │◀─ offer #10 582  audio opu… ──┤  ! glare
             9 rows of 8 messages
             ? help  f follow  v fold  Z idle  R relay  ⏎ open  q back
            """
        )
    }

    @Test func theLadderAt160x45HasTheDetailAndTheCallBesideIt() {
        var console = ConsoleScript.glare(160, 45)
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  8 msgs 0/s  1 finding  0.0/64 MiB  0B/s  up <1m                                                    ● LIVE
            ─Ladder room demo · alice ⇄ bob ───────────────────────────────────────── 8 messages · candidates folded · FOLLOW ──┬─#10 offer bob→alice ─────────── 1-31/46 ──
                +TIME     Δms  alice                                                               bob                          │  ! alice and bob offered at once (#9,
            ─────────────────────┬──────────────────────────────────────────────────────────────────┬───────────────────────────┤    #10) and neither gave way in 3 s
                0.800            ● joined                                                           │                           │    glare · RFC 3264 §4, RFC 9429
                1.204    +404    │                                                                  ● joined                    │    §4.1.10.2 · proof #9 #10
                1.351    +147    ├───────── offer #3 581  audio opus,red · video VP8,H264 ─────────▶│                           │    Both sides offered before either had
                1.353      +2    ├ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ candidate ×2 (h1 s1) #4…  ─ ─ ─ ─ ─ ─ ─ ─ ─ ▶│                           │    answered. One has to give its own
                1.502    +149    │◀──────────── answer #6 521  audio opus · video VP8 ──────────────┤  re:#3 151ms              │    offer up and answer: with perfect
                1.507      +5    │◀─ ─ ─ ─ ─ ─ ─ ─ ─  candidate ×1 (h1) done #7… ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┤                           │    negotiation the polite one does so by
              ─ 6.1 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ┼ ─                         │    itself. Without it, browsers roll
                7.690   +6182    ├───────── offer #9 581  audio opus,red · video VP8,H264 ─────────▶│  ! glare                  │    back on both sides, and each answer
            ▸   7.691      +1    │◀──────── offer #10 582  audio opus,red · video VP8,H264 ─────────┤  ! glare                  │    is refused in the state stable.
                                 │                                                                  │                           │    What to do: Agree on who is polite,
                                 │                                                                  │                           │    or let one side alone offer.
                                 │                                                                  │                           │
                                 │                                                                  │                           │  2 m-lines · BUNDLE 0 1 · setup:actpass
                                 │                                                                  │                           │  · ufrag p9Kd · fp 7A:1C:0E…
                                 │                                                                  │                           │  m0 audio  sendrecv  opus red  mid 0
                                 │                                                                  │                           │  m1 video  sendrecv  VP8 H264  mid 1
                                 │                                                                  │                           │  sent by bob in demo, delivered to alice
                                 │                                                                  │                           │  · 582 B text · +7.691 s
                                 │                                                                  │                           │  then failed: alice have-local-offer,
                                 │                                                                  │                           │  bob have-local-offer (inferred)
                                 │                                                                  │                           │
                                 │                                                                  │                           │  v=0
                                 │                                                                  │                           │  o=- 46117 3 IN IP4 127.0.0.1
                                 │                                                                  │                           │  s=-
                                 │                                                                  │                           │  t=0 0
                                 │                                                                  │                           │  a=group:BUNDLE 0 1
                                 │                                                                  │                           │  a=ice-ufrag:p9Kd
                                 │                                                                  │                           │  a=ice-pwd:········
                                 │                                                                  │                           │  a=fingerprint:sha-256 7A:1C:0E:55:90:E3:
                                 │                                                                  │                           ├─Call alice ⇄ bob ─────────────────────────
                                 │                                                                  │                           │  state                 failed (inferred)
                                 │                                                                  │                           │  join→offer            147ms
                                 │                                                                  │                           │  offer→answer          151ms
                                 │                                                                  │                           │  candidate→answer      149ms
                                 │                                                                  │                           │  candidates alice→bob  2 (h1 s1)
                                 │                                                                  │                           │  candidates bob→alice  1 (h1)
                                 │                                                                  │                           │  renegotiations        0
                                 │                                                                  │                           │  ICE restarts          0
                                 │                                                                  │                           │  findings              1 (glare)
             9 rows of 8 messages
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  F findings  space mark  d diff  y copy  E export  r replay  e edit  x kick  i hold  q back
            """
        )
    }

    @Test func theLadderOfARoomScrollsSideways() {
        var console = ConsoleScript.room()
        console.type("lL")
        check(
            console,
            """
             signal-console  ws://localhost:8080  5 peers 1 room  7 msgs 0/s         ● LIVE
            ─Ladder room demo · 4 peers ───────── 7 messages · candidates folded · FOLLOW ──
                +TIME     Δms ◀1 bob                 carol                 dave
            ─────────────────────┬─────────────────────┬─────────────────────┬──────────────
                0.500            │ ◀ alice joined      │                     │
                0.600    +100    ● joined              │                     │
                0.700    +100    │                     ● joined              │
                0.800    +100    │                     │                     ● joined
              ─ 1.2 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                2.000   +1200 ──▶├─── offer #6 581 ───▶├────────────────────▶│
                2.250    +250    │                     ├─── offer #7 582 ───▶│  ! one certi…
                2.500    +250    │                     │◀── answer #8 521 ───┤  ! one certi…
                2.750    +250 ───┼─── answer #9 521 ──▶├────────────────────▶│  re:#6 750ms
                2.760     +10    │                     ├ ─  candidate ×2 ─ ─▶│
              ─ 1.2 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
            ▸   4.000   +1230    │                     │◀─── bye #12 14 ─────┤
                                 │                     │                     │
            ─#12 bye dave→carol ────────────────────────────────────────────────────────────
              bye
              sent by dave in demo, delivered to carol · 14 B text · +4.000 s

              {"type":"bye"}
             12 rows of 7 messages · lanes 2-4 of 4 (H L scroll)
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  y copy  q back
            """
        )
    }

    @Test func whatIsOutOfSightIsToldOfWhereItLies() {
        var console = ConsoleScript.room()
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  5 peers 1 room  7 msgs 0/s         ● LIVE
            ─Ladder room demo · 4 peers ───────── 7 messages · candidates folded · FOLLOW ──
                +TIME     Δms  alice                  bob                  carol    1 more▶
            ─────────────────────┬─────────────────────┬─────────────────────┬──────────────
                0.500            ● joined              │                     │
                0.600    +100    │                     ● joined              │
                0.700    +100    │                     │                     ● joined
                0.800    +100    │                     │       dave joined ▶ │
              ─ 1.2 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─
                2.000   +1200    ├─── offer #6 581 ───▶├────────────────────▶├─
                2.250    +250    │                     │  offer carol→dave ▶ ├─ ! one certi…
                2.500    +250    │                     │ answer dave→carol ▶ │◀ ! one certi…
                2.750    +250    │◀────────────────────┼─── answer #9 521 ──▶├─ re:#6 750ms
                2.760     +10    │                     │ candidate ×2 car… ▶ ├
              ─ 1.2 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─
            ▸   4.000   +1230    │                     │    bye dave→carol ▶ │◀
                                 │                     │                     │
            ─#12 bye dave→carol ────────────────────────────────────────────────────────────
              bye
              sent by dave in demo, delivered to carol · 14 B text · +4.000 s

              {"type":"bye"}
             12 rows of 7 messages · lanes 1-3 of 4 (H L scroll)
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  y copy  q back
            """
        )
    }

    @Test func whatTheOperatorSentAndWhatNobodyHeardAreDrawnAsThat() {
        var console = ConsoleScript.mishaps()
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  1 peer 1 room  10 msgs 0/s         ● LIVE
            ─Ladder room demo · alice ⇄ bob ──── 10 messages · candidates folded · FOLLOW ──
                +TIME     Δms  alice                                        bob
            ─────────────────────┬───────────────────────────────────────────┬──────────────
                0.800            ● joined                                    │
                1.204    +404    │                                           ● joined
                1.351    +147    ├── offer #3 581  audio opus,red · video… ─▶│
                1.353      +2    ├ ─ ─ ─ ─ candidate ×2 (h1 s1) #4…  ─ ─ ─ ─▶│
                1.502    +149    │◀─ answer #6 521  audio opus · video VP8 ──┤  re:#3 151ms
                1.507      +5    │◀─ ─ ─  candidate ×1 (h1) done #7… ─ ─ ─ ─ ┤
              ─ 4.7 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                6.220   +4712    │ op ═ R candidate #9 = #4 114  host udp… ═▶│  operator
                6.500    +280    │ ╳───────────── bye #10 14 ────────────────┤  undelivered
                6.600    +100    ├─────────────── bye #11 14 ──────────────↺ │  own echo
                6.700    +100    │◀═ R offer #12 = #3 581  audio opus,r…  op │  operator
            ▸   6.800    +100    │                     left: connection lost ●
                                 │                                           │
            ─#13 bob left: connection lost ─────────────────────────────────────────────────
              bob left: connection lost
              +6.800 s


             12 rows of 10 messages
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  y copy  q back
            """
        )
    }

    @Test func withALaneForTheRelayAllGoesThroughIt() {
        var console = ConsoleScript.mishaps()
        console.type("lR")
        check(
            console,
            """
             signal-console  ws://localhost:8080  1 peer 1 room  10 msgs 0/s         ● LIVE
            ─Ladder room demo · alice ⇄ bob ──── 10 messages · candidates folded · FOLLOW ──
                +TIME     Δms  alice                 relay                  bob
            ─────────────────────┬─────────────────────┬─────────────────────┬──────────────
                0.800            ● joined              │                     │
                1.204    +404    │                     │                     ● joined
                1.351    +147    ├─── offer #3 581 ────┼────────────────────▶│
                1.353      +2    ├ ─  candidate ×2 ─ ─ ┼ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─▶│
                1.502    +149    │◀────────────────────┼─── answer #6 521 ───┤  re:#3 151ms
                1.507      +5    │◀─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ┼ ─  candidate ×1 ─ ─ ┤
              ─ 4.7 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                6.220   +4712    │                     ╞══ R candidate #9 ══▶│  operator
                6.500    +280    │                     │╳─── bye #10 14 ─────┤  undelivered
                6.600    +100    ├◀─── bye #11 14 ─────┤                     │  own echo
                6.700    +100    │◀═══ R offer #12 ════╡                     │  operator
            ▸   6.800    +100    │                     │ left: connection l… ●
                                 │                     │                     │
            ─#13 bob left: connection lost ─────────────────────────────────────────────────
              bob left: connection lost
              +6.800 s


             12 rows of 10 messages
             ? help  f follow  v fold  Z idle  R relay  C colours  ⏎ open  y copy  q back
            """
        )
    }

    @Test func theLadderInASCII() {
        var console = ConsoleScript.mishaps(80, 24, charset: .ascii)
        console.type("l")
        check(
            console,
            """
             signal-console  ws://localhost:8080  1 peer 1 room  10 msgs 0/s         * LIVE
            -Ladder room demo . alice <> bob --- 10 messages . candidates folded . FOLLOW --
                +TIME     dms  alice                                        bob
            ---------------------+-------------------------------------------+--------------
                0.800            * joined                                    |
                1.204    +404    |                                           * joined
                1.351    +147    +-- offer #3 581  audio opus,red . video~ ->|
                1.353      +2    + - - - - candidate x2 (h1 s1) #4~  - - - ->|
                1.502    +149    |<- answer #6 521  audio opus . video VP8 --+  re:#3 151ms
                1.507      +5    |<- - -  candidate x1 (h1) done #7~ - - - - +
              - 4.7 s idle  - - -+- - - - - - - - - - - - - - - - - - - - - -+-
                6.220   +4712    | op = R candidate #9 = #4 114  host udp~ =>|  operator
                6.500    +280    | x------------- bye #10 14 ----------------+  undelivered
                6.600    +100    +--------------- bye #11 14 --------------@ |  own echo
                6.700    +100    |<= R offer #12 = #3 581  audio opus,r~  op |  operator
            >   6.800    +100    |                     left: connection lost *
                                 |                                           |
            -#13 bob left: connection lost -------------------------------------------------
              bob left: connection lost
              +6.800 s


             12 rows of 10 messages
             ? help  f follow  v fold  Z idle  R relay  C colours  ret open  q back
            """
        )
        #expect(console.canvas.cells.allSatisfy { $0.scalar.isASCII })
    }
}
