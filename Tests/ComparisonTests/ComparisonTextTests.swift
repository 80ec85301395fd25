import Drawing
import Events
import Messages
import SDP
import Sessions
import SignalingSupport
import Testing
import Text

@testable import Comparison

/// Comparisons as text.
@Suite struct ComparisonTextTests {
    private static let labels = ComparisonText.Labels("good.ndjson", "bad.ndjson")

    private func text(_ first: String, _ second: String, width: Int, _ charset: Charset = .utf8) -> String {
        let comparison = ComparedRecordings.compare(first, second)
        return ComparisonText.lines(of: comparison, Self.labels, width: width, charset: charset)
            .joined(separator: "\n")
    }

    private static let good = """
        0 p1 joins demo name=alice
        0 p2 joins demo name=bob
        0.1 page1 opens
        0.2 page1 makes 1
        1 p1 offers
        1.1 p1 candidate host
        1.2 p1 candidate relay
        1.3 p1 ends
        1.4 p2 answers with=host
        1.5 page1 sets-local 1 #5
        1.6 page1 sets-remote 1 #9
        1.8 page1 state 1 ice connected
        3 p1 bye
        """
    private static let bad = """
        0 p1 joins demo
        0 p2 joins demo
        0.1 page1 opens
        0.2 page1 makes 1
        1 p1 offers
        1.01 p1 candidate host
        1.1 p1 ends
        1.9 p2 answers with=host setup=passive
        2.4 page1 sets-local 1 #5
        2.5 page1 sets-remote 1 #8 error=InvalidAccessError
        3 p1 bye
        """

    @Test func runsThatDivergeAreShownSideBySide() {
        let expected = """
            first   good.ndjson · call 1 · alice, bob · 10 steps
            second  bad.ndjson · call 1 · p1, p2 · 10 steps

                 1        alice joined room demo · plain client       =        p1 joined room demo · plain client
                 2        bob joined room demo · plain client         =        p2 joined room demo · plain client
                 3     +0 alice→bob offer audio opus                  =     +0 p1→p2 offer audio opus
            ▸    4   +100 alice candidate ×2 (h1 r1) done             ~    +10 p1 candidate ×1 (h1) done
                          relay udp: yes → none
                 5   +400 bob→alice answer audio opus                 ~   +900 p2→p1 answer audio opus
                          m0 audio · setup active → passive
                 6   +400 bob candidate ×1 (h1) in the description    =   +900 p2 candidate ×1 (h1) in the description
                 7   +500 alice setLocalDescription(offer) ✓ 3 ms     =  +1400 p1 setLocalDescription(offer) ✓ 3 ms
                 8   +600 alice setRemoteDescription(answer) ✓ 3 ms   ~  +1500 p1 setRemoteDescription(answer) ✗ InvalidA…
                          result: ok → InvalidAccessError
                 9                                                    >  +1500 ! the browser of p1 refused the answer #8:…
                10   +800 alice ICE connected                         <
                11  +2000 alice→bob bye                               =  +2000 p1→p2 bye

            step 5, bob→alice answer: changed lines
              - a=setup:active
              + a=setup:passive

            first divergence: step 4: alice candidate: relay udp: yes → none
            """
        #expect(text(Self.good, Self.bad, width: 110) == expected)
    }

    @Test func narrowTextIsAbbreviatedInASCII() {
        let expected = """
            first   good.ndjson . call 1 . alice, bob . 10 steps
            second  bad.ndjson . call 1 . p1, p2 . 10 steps

                 1        alice joined room demo . pl~ =        p1 joined room demo . plain~
                 2        bob joined room demo . plai~ =        p2 joined room demo . plain~
                 3     +0 alice>bob offer audio opus   =     +0 p1>p2 offer audio opus
            >    4   +100 alice candidate x2 (h1 r1) ~ ~    +10 p1 candidate x1 (h1) done
                          relay udp: yes > none
                 5   +400 bob>alice answer audio opus  ~   +900 p2>p1 answer audio opus
                          m0 audio . setup active > passive
                 6   +400 bob candidate x1 (h1) in th~ =   +900 p2 candidate x1 (h1) in the~
                 7   +500 alice setLocalDescription(o~ =  +1400 p1 setLocalDescription(offe~
                 8   +600 alice setRemoteDescription(~ ~  +1500 p1 setRemoteDescription(ans~
                          result: ok > InvalidAccessError
                 9                                     >  +1500 ! the browser of p1 refused~
                10   +800 alice ICE connected          <
                11  +2000 alice>bob bye                =  +2000 p1>p2 bye

            step 5, bob>alice answer: changed lines
              - a=setup:active
              + a=setup:passive

            first divergence: step 4: alice candidate: relay udp: yes > none
            """
        #expect(text(Self.good, Self.bad, width: 80, .ascii) == expected)
    }

    @Test func equalRunsEndWithTheNumberOfSteps() {
        #expect(text(Self.bad, Self.bad, width: 80).split(separator: "\n").last == "equal: 10 steps")
    }

    @Test(arguments: try Recording.names())
    func noLineIsWiderThanTheWidth(name: String) throws {
        let (first, second) = (try ComparedRecordings.named(name), try ComparedRecordings.named("chromium-firefox"))
        let comparison = RecordingComparison(first, second)
        for width in [60, 80, 133] {
            for charset in [Charset.utf8, .ascii] {
                let lines = ComparisonText.lines(of: comparison, Self.labels, width: width, charset: charset)
                #expect(lines.allSatisfy { charset.width($0) <= width })
                let isASCII = lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
                #expect(charset == .utf8 || isASCII)
            }
        }
    }

    /// Passwords of ICE are credentials (RFC 8839 §5.4).
    @Test(arguments: try Recording.names())
    func passwordsAreNotShown(name: String) throws {
        let (first, second) = (try ComparedRecordings.named(name), try ComparedRecordings.named("data-only"))
        let text = ComparisonText.lines(of: RecordingComparison(first, second), Self.labels, width: 400)
            .joined(separator: "\n")
        for session in [first, second] {
            for index in 0..<session.journal.count {
                for section in session.journal[index].parsed?.descriptionSummary?.sections ?? [] {
                    #expect(section.password.map { text.contains($0) } != true)
                }
            }
        }
    }

    @Test func controlCharactersOfPeersAreNotWritten() {
        let start = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n1.1 p2 answers\n"
        let text = text(
            start + "2 p1 sends-json \"\\u001b[2J left\"", start + "2 p1 sends-json \"\\u001b[2J right\"", width: 400)
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(text.contains("␛"))
    }
}
