import Foundation
import FoundationXML
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Exports
@testable import Ladders
@testable import Messages
@testable import Screens
@testable import Sessions

@Suite struct ExportTests {
    private func ladder(_ console: ConsoleScript, of peers: [Int] = [1, 2]) -> Ladder {
        let journal = console.model.context.session.journal
        return Ladder((0..<journal.count).map { journal[$0] }, of: peers.map(PeerID.init))
    }

    /// Two whose names, and whose reasons to leave, are made to be read as something else than words.
    private func hostile() -> ConsoleScript {
        var console = ConsoleScript()
        let mallory = Peer(
            id: PeerID(1), name: "a;b#%%<script>\"'&\n}end", room: "]]>", isAware: true, address: "127.0.0.1:1")
        let trudy = Peer(
            id: PeerID(2), name: "p1->>p1: x\u{1B}[2J\u{202E}", room: "]]>", isAware: true, address: "127.0.0.1:2")
        console.arrive(.joined(mallory), at: 0.1)
        console.arrive(.joined(trudy), at: 0.2)
        console.arrive(.said(mallory, .offer, to: trudy), at: 0.3)
        console.arrive(.said(trudy, .text("<b>;\nNote over p1: %%{init}%%"), to: mallory), at: 0.4)
        console.arrive(.left(trudy.id, .closed(nil, reason: "style:#;\n<x onload=alert(1)>")), at: 0.5)
        console.send(.tick(.seconds(3)))
        return console
    }

    private func isWellFormed(_ xml: String) -> Bool { XMLParser(data: Data(xml.utf8)).parse() }

    @Test func aLadderAsTextHasAllOfItsRows() {
        let console = ConsoleScript.glare()
        let text = LadderText.text(ladder(console), console.model.context.session)
        let expected = """
            signal-console: alice ⇄ bob
            8 messages in 9 rows

              p1 · alice · room demo · aware
              p2 · bob · room demo · plain

                +TIME     Δms  alice                                                  bob
            ─────────────────────┬─────────────────────────────────────────────────────┬──────────────────────────────────────────────────────────────
                0.800            ● joined                                              │
                1.204    +404    │                                                     ● joined
                1.351    +147    ├─── offer #3 581  audio opus,red · video VP8,H264 ──▶│
                1.353      +2    ├ ─ ─ ─ ─ ─ ─  candidate ×2 (h1 s1) #4… ─ ─ ─ ─ ─ ─ ─▶│
                1.502    +149    │◀────── answer #6 521  audio opus · video VP8 ───────┤  re:#3 151ms
                1.507      +5    │◀─ ─ ─ ─ ─ ─ candidate ×1 (h1) done #7…  ─ ─ ─ ─ ─ ─ ┤
              ─ 6.1 s idle  ─ ─ ─┼─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┼─
                7.690   +6182    ├─── offer #9 581  audio opus,red · video VP8,H264 ──▶│  ! glare
                7.691      +1    │◀─ offer #10 582  audio opus,red · video VP8,H264 ───┤  ! glare
            """
        #expect(text == expected + "\n", "\n\(text)")
    }

    @Test func aLadderAsMermaid() {
        let console = ConsoleScript.mishaps()
        let text = LadderMermaid.text(ladder(console), console.model.context.session)
        let expected = """
            sequenceDiagram
                participant op as operator
                participant p1 as alice
                participant p2 as bob
                Note over p1: joined +0.800
                Note over p2: joined +1.204
                p1->>p2: offer #35;3 581 +1.351
                p1-->>p2: candidate ×2 (h1 s1) #35;4… +1.353
                p2->>p1: answer #35;6 521 +1.502
                p2-->>p1: candidate ×1 (h1) done #35;7… +1.507
                Note over p1,p2: 4.7 s idle
                op-->>p2: R candidate #35;9 = #35;4 114 +6.220
                p2-xp2: bye #35;10 14 +6.500 undelivered
                p1->>p1: bye #35;11 14 +6.600
                op->>p1: R offer #35;12 = #35;3 581 +6.700
                Note over p2: left#58; connection lost +6.800
            """
        #expect(text == expected + "\n", "\n\(text)")
    }

    @Test func whatPeersWroteIsNothingButWordsToMermaid() {
        let console = hostile()
        let text = LadderMermaid.text(ladder(console), console.model.context.session)
        let expected = """
            sequenceDiagram
                participant p1 as a#59;b#35;#37;#37;#60;script#62;#34;#39;#38;␊#125;end
                participant p2 as p1-#62;#62;p1#58; x␛#91;2J�
                Note over p1: joined +0.100
                Note over p2: joined +0.200
                p1->>p2: offer #35;3 581 +0.300
                Note over p1,p2: i peer left before the answer
                p2->>p1: other #35;4 29 +0.400
                Note over p2: left#58; closed style#58;#35;#59;␊#60;x onload=alert(1)#62; +0.500
                Note over p1,p2: i peer left before the answer
            """
        #expect(text == expected + "\n", "\n\(text)")
    }

    @Test func aDiagramThatWouldBeTooLongHasItsLatestRows() {
        var console = ConsoleScript()
        console.arrive(.joined(.alice), at: 0.1)
        console.arrive(.joined(.bob), at: 0.2)
        for number in 0..<2500 { console.arrive(.said(.alice, .text("x"), to: .bob), at: 1 + Double(number) / 10) }
        let text = LadderMermaid.text(ladder(console), console.model.context.session)
        #expect((40_000..<50_000).contains(text.count))
        #expect(text.contains(" earlier rows are left out\n"))
        #expect(text.hasSuffix("other #35;2502 1 +250.900\n"))
        let picture = LadderSVG.text(ladder(console), console.model.context.session)
        #expect(picture.contains(">other #2502 1</text>"))
        #expect(!picture.contains(">other #400 1</text>"))
    }

    @Test func aLadderAsAPictureIsWellFormed() {
        for console in [ConsoleScript.glare(), .mishaps(), .room(), hostile(), ConsoleScript()] {
            let text = LadderSVG.text(ladder(console, of: [1, 2, 3, 4, 5]), console.model.context.session)
            #expect(isWellFormed(text), "\(text)")
            #expect(!text.contains("<script") && !text.contains("<x "))
        }
        let console = ConsoleScript.call()
        let text = LadderSVG.text(ladder(console), console.model.context.session)
        #expect(text.contains(#"<path class="a offer" d="M156 134H416"/>"#))
        #expect(text.contains(#"<text class="m" x="286" y="138">offer #3 581</text>"#))
        #expect(text.contains(#"<tspan class="chrome">re:#3 151ms</tspan>"#))
    }

    /// The captions of the last lane extend to the right of it.
    @Test func aPictureIsAsWideAsItsTexts() throws {
        var console = ConsoleScript()
        console.arrive(.joined(.alice), at: 0.1)
        console.arrive(.joined(.bob), at: 0.2)
        console.arrive(.said(.alice, .offer, to: .bob), at: 0.3)
        let reason = "the battery of this telephone is empty, call again"
        console.arrive(.left(PeerID(2), .closed(nil, reason: reason)), at: 0.4)
        let text = LadderSVG.text(ladder(console), console.model.context.session)
        let width = try #require(text.firstMatch(of: /width="([0-9.]+)"/).flatMap { Double($0.1) })
        let captions = text.matches(of: /<text x="([0-9.]+)" y="[0-9.]+">([^<]*)</).compactMap { match in
            Double(match.1).map { (start: $0, label: String(match.2)) }
        }
        #expect(captions.contains { $0.start > 400 && $0.label.count > 36 }, "\(captions)")
        // A character is at least 7 pixels wide.
        for (start, label) in captions { #expect(start + 7 * Double(label.count) <= width, "\(label)") }
    }

    @Test func whatPeersWroteIsMadePrintableInTheText() {
        let console = hostile()
        let text = LadderText.text(ladder(console), console.model.context.session)
        #expect(text.contains("a;b#%%<script>\"'&␊}end · room ]]> · aware"))
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func aCanvasIsAPictureWithALookForEachStyle() {
        var canvas = Canvas(size: Size(columns: 12, rows: 2))
        canvas.put("├─▶│ a <作b", row: 0, column: 0, Style(.offer))
        canvas.put("│", row: 1, column: 0, Style(.offer))
        canvas.put("x", row: 1, column: 2)
        canvas.select(row: 1, column: 2, width: 3)
        let text = CanvasSVG.text(canvas)
        #expect(isWellFormed(text), "\(text)")
        // 114 of the cube of 6×6×6.
        #expect(text.contains(".s0{fill:#87d787;stroke:none}.s0.l{stroke:#87d787}"))
        #expect(text.contains(#"<path class="s0 l" d="M4.2 8.4h12.6M4.2 0v33.6M29.4 0v16.8"/>"#), "\(text)")
        #expect(text.contains(#"<path class="s0" d="M25.2 8.4L16.8 3.9V12.9Z"/>"#), "\(text)")
        #expect(
            text.contains(
                #"<text class="s0" x="42" y="12.6" textLength="25.2" xml:space="preserve">a &lt;</text>"#), "\(text)")
        #expect(text.contains(#"x="67.2" y="12.6" textLength="16.8" xml:space="preserve">作</text>"#), "\(text)")
        #expect(text.contains(##"<rect x="16.8" y="16.8" width="25.2" height="16.8" fill="#d5d8de"/>"##), "\(text)")
        #expect(CanvasSVG.text(canvas, on: .light).contains(##"fill="#fbfbfa""##))
    }

    @Test func everyScreenIsAPicture() {
        for keys in ["", "l", "lR", "?", "F", "<enter>"] {
            var console = ConsoleScript.glare(100, 30)
            console.type(keys)
            let text = CanvasSVG.text(console.canvas)
            #expect(isWellFormed(text))
            #expect(text.utf8.count < 40_000)
        }
    }
}
