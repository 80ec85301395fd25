import Console
import Signaling
import Testing

@Suite struct FindingsListScreenTests {
    @Test func theListOfFindingsAt80x24() {
        var console = ConsoleScript.troubles()
        console.type("F")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  12 msgs 2/s        ● LIVE
            ─Findings 3 ────────────────────────────────────────────────────────────────────
                   +TIME  PEERS             FINDING             WHAT
            ▸ !   50.000  bob               offer without an …  bob has waited 10 s for an …
              ✓   30.000  alice             offer without an …  alice has waited 10 s for a…
              ✓    7.691  alice bob         glare               alice and bob both offered …








            ─offer without an answer ───────────────────────────────────────────────────────
              ! bob has waited 10 s for an answer to #14
                RFC 9429 §3.2 · proof #14
                Nobody answered the offer in time, and a call without an answer never
                connects. The other side may not have heard it, may have thrown an error
                when it applied it, or may be waiting for a person to accept. Look at its
                console for a rejected promise of setRemoteDescription or createAnswer.

             1 finding to look at, the worst first
             ? help  ⏎ its entry  q back
            """
        )
    }

    @Test func theListOfFindingsAt160x45() {
        var console = ConsoleScript.troubles(160, 45)
        console.type("Fj")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  12 msgs 2/s  1 finding                                                                             ● LIVE
            ─Findings 3 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                   +TIME  PEERS                     FINDING                       WHAT
              !   50.000  bob                       offer without an answer       bob has waited 10 s for an answer to #14
            ▸ ✓   30.000  alice                     offer without an answer       alice has waited 10 s for an answer to #12
              ✓    7.691  alice bob                 glare                         alice and bob both offered (#9 and #10): one of them has to give way





















            ─offer without an answer ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
              ✓ alice has waited 10 s for an answer to #12: answered by #13
                RFC 9429 §3.2 · got over at +33.000 · proof #12
                Nobody answered the offer in time, and a call without an answer never connects. The other side may not have heard it, may have thrown an error when it
                applied it, or may be waiting for a person to accept. Look at its console for a rejected promise of setRemoteDescription or createAnswer.











             1 finding to look at, the worst first
             ? help  ⏎ its entry  q back
            """
        )
    }

    @Test func theListOfFindingsInASCII() {
        var console = ConsoleScript.troubles(80, 24, charset: .ascii)
        console.type("FG")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  12 msgs 2/s        * LIVE
            -Findings 3 --------------------------------------------------------------------
                   +TIME  PEERS             FINDING             WHAT
              !   50.000  bob               offer without an ~  bob has waited 10 s for an ~
              v   30.000  alice             offer without an ~  alice has waited 10 s for a~
            > v    7.691  alice bob         glare               alice and bob both offered ~








            -glare ---------------------------------------------------------------- 1-7/8 --
              v alice and bob both offered (#9 and #10): one of them has to give way: bob
                gave way and answered
                RFC 3264 S4, RFC 9429 S4.1.10.2 . got over at +11.000 . proof #9 #10
                Both sides offered before either had answered. One has to give its own
                offer up and answer: with perfect negotiation the polite one does so by
                itself. Without it, browsers roll back on both sides, and each answer is
                refused in the state stable. Agree on who is polite, or let one side alone
             1 finding to look at, the worst first
             ? help  ret its entry  q back
            """
        )
        #expect(console.canvas.cells.allSatisfy { $0.scalar.isASCII })
    }

    @Test func whereNothingWasFoundTheListSaysWhatIsLookedFor() {
        var console = ConsoleScript.call()
        console.type("F")
        check(
            console,
            """
             signal-console  ws://localhost:8080  2 peers 1 room  6 msgs 6/s         ● LIVE
            ─Findings 0 ────────────────────────────────────────────────────────────────────

              Nothing was found so far.

              Looked for: offers and answers out of turn or unanswered, candidates that do
              not fit or do not come, descriptions that are broken or that two sides
              cannot agree on, restarts, and what was lost on its way.














             nothing stands that is worse than an information
             ? help  q back
            """
        )
    }
}

extension ConsoleScript {
    /// Offers that crossed and that bob gave way in, an offer that he answered late, and one of his own that nobody
    /// answers.
    static func troubles(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = crossing(columns, rows, charset: charset)
        console.arrive(.said(.bob, .answer(of: .bob, version: 4), to: .alice), at: 7.8)
        console.arrive(.said(.alice, .offer(of: .alice, version: 4), to: .bob), at: 20)
        console.send(.tick(.seconds(31)))
        console.arrive(.said(.bob, .answer(of: .bob, version: 5), to: .alice), at: 33)
        console.arrive(.said(.bob, .offer(of: .bob, version: 6), to: .alice), at: 40)
        console.send(.tick(.seconds(52)))
        return console
    }
}
