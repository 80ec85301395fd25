import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import SDP
@testable import Screens

@Suite struct DiffTests {
    /// The screen after `keys`, with these entries marked.
    private func screen(_ console: ConsoleScript, marked: Set<Int>, _ keys: String = "d") -> String {
        var model = console.model
        for number in marked { model.context.marks.toggle(number) }
        for key in keys.unicodeScalars { _ = update(&model, .key(.character(key))) }
        return view(model).text
    }

    private func title(_ screen: String) -> Substring {
        screen.split(separator: "\n")[1].split(separator: " ─")[0]
    }

    private func status(_ console: ConsoleScript) -> String { console.line(-2) }

    // MARK: What is compared

    @Test(arguments: ["kk", "kkkkk"])
    func anOfferIsComparedWithItsAnswerFromEitherOfThem(moves: String) {
        var console = ConsoleScript.call()
        console.type(moves + "d")
        #expect(title(console.screen) == "─Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151ms)")
    }

    @Test func anOfferWithoutAnAnswerIsComparedWithThePreviousDescription() {
        var console = ConsoleScript.crossing()
        console.type("d")
        #expect(title(console.screen) == "─Diff  A #6 answer bob→alice  B #10 offer bob→alice (+6.1s)")
        console.type("qkd")
        #expect(title(console.screen) == "─Diff  A #3 offer alice→bob  B #9 offer alice→bob (+6.3s)")
        #expect(console.screen.contains("same"))
    }

    @Test func twoMarkedEntriesComeBeforeAllElse() {
        let screen = screen(.call(), marked: [7, 4])
        #expect(title(screen) == "─Diff  A #4 candidate alice→bob  B #7 candidate bob→alice (+154ms)")
    }

    @Test func whereThereIsNothingToCompareTheKeySaysWhy() {
        var console = ConsoleScript.call()
        console.type("d")
        #expect(status(console) == " #8 has no other to compare it with: mark two entries")
        console.type("gd")
        #expect(status(console) == " #1 is a fact, not a message: nothing to compare")
        console.type("1d")
        #expect(status(console) == " messages are compared from the log: 2 goes there")
        #expect(screen(.call(), marked: [1, 3]).contains(" #1 is a fact, not a message: nothing to compare"))
        #expect(screen(.call(), marked: [3, 99]).contains(" #99 is no longer in the journal"))
        var empty = ConsoleScript()
        empty.type("d")
        #expect(status(empty) == " there is no message to compare yet")
        var first = ConsoleScript()
        first.arrive(.joined(.alice), at: 1)
        first.arrive(.said(.alice, .offer), at: 2)
        first.type("d")
        #expect(status(first) == " #2 has no answer yet, and its author sent no earlier one: mark two entries")
    }

    @Test func bytesThatAreNoTextAreNotCompared() {
        var console = ConsoleScript.call()
        console.arrive(.said(.alice, Message(.binary, [0, 255, 254]), to: .bob), at: 3)
        #expect(screen(console, marked: [3, 9]).contains(" #9 is no text: nothing to compare line by line"))
    }

    // MARK: Keys

    @Test func swappingMakesAOfBAndKeepsTheVerdict() {
        var console = ConsoleScript.call()
        console.type("kkds")
        #expect(title(console.screen) == "─Diff  A #6 answer bob→alice  B #3 offer alice→bob (-151ms)")
        #expect(console.line(3).hasSuffix("opus→opus red  active→actpass  ok: red dropped"))
        #expect(console.screen.contains(" + a=setup:actpass"))
        console.type("s")
        #expect(console.screen.contains(" - a=setup:actpass"))
    }

    @Test func theKeysOfHunksGoFromChangeToChange() {
        var console = ConsoleScript.call()
        console.type("kkd")
        #expect(status(console).hasPrefix(" 6 hunks · "))
        var marked: [String] = []
        for number in 1...6 {
            console.type("]")
            #expect(status(console).hasPrefix(" hunk \(number)/6 · "))
            marked += console.screen.split(separator: "\n").filter { $0.hasPrefix("▸") }.map(String.init)
        }
        #expect(
            marked == [
                "▸- o=- 8812 2 IN IP4 127.0.0.1", "▸- a=ice-ufrag:Xy1f", "▸- m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
                "▸- a=rtpmap:63 red/48000/2", "▸- m=video 9 UDP/TLS/RTP/SAVPF 96 103", "▸- a=rtpmap:103 H264/90000",
            ])
        console.type("]")
        #expect(status(console) == " no change after this one")
        console.type("[")
        #expect(status(console).hasPrefix(" hunk 5/6 · "))
    }

    @Test func linesThatAreTheSameAreHiddenUntilTheyAreAskedFor() {
        var console = ConsoleScript.call(80, 45)
        console.type("kkd")
        #expect(console.screen.contains("┄ 3 identical lines ┄"))
        #expect(!console.screen.contains("a=group:BUNDLE 0 1"))
        console.type("o")
        #expect(!console.screen.contains("┄"))
        #expect(console.screen.contains("a=group:BUNDLE 0 1"))
        console.type("o")
        #expect(!console.screen.contains("a=group:BUNDLE 0 1"))
    }

    @Test func longLinesAreScrolledToTheSide() {
        var console = ConsoleScript.call()
        console.type("kkdLLL")
        #expect(console.screen.contains(" - :91:5E:07"))
        console.type("HHHHHH")
        #expect(console.screen.contains(" - a=fingerprint:sha-256 3C:91:5E:07"))
    }

    // MARK: Verdicts

    @Test(arguments: [
        (Direction.recvonly, "! bob sends no video"), (.sendonly, "! bob takes no video"),
        (.inactive, "! no video flows"), (.sendrecv, "ok: H264 dropped"),
    ])
    func theVerdictSaysWhoSendsNothing(direction: Direction, verdict: String) {
        var console = ConsoleScript()
        for peer in [Peer.alice, .bob] { console.arrive(.joined(peer), at: 1) }
        console.arrive(.said(.alice, .offer, to: .bob), at: 2)
        console.arrive(.said(.bob, .answer(of: .bob, video: direction), to: .alice), at: 3)
        console.type("d")
        #expect(console.line(4).hasSuffix("  " + verdict))
    }

    @Test func sectionsThatAreRefusedMissingAndNewAreCalledSo() {
        func description(_ type: String, _ sections: [String]) -> Message {
            let text = (["v=0", "o=- \(type) 1 IN IP4 0", "s=-", "t=0 0"] + sections).joined(separator: "\\r\\n")
            return .text("{\"type\":\"\(type)\",\"sdp\":\"\(text)\\r\\n\"}")
        }
        let audio = ["m=audio 9 A 0", "a=rtpmap:0 PCMU/8000", "a=mid:0"]
        var console = ConsoleScript()
        for peer in [Peer.alice, .bob] { console.arrive(.joined(peer), at: 1) }
        let offer = audio + ["m=video 9 A 96", "a=mid:1", "m=text 9 A 0", "a=mid:2"]
        let answer = ["m=audio 9 A 8", "a=rtpmap:8 PCMA/8000", "a=mid:0", "m=video 0 A 96", "a=mid:1"]
        console.arrive(.said(.alice, description("offer", offer), to: .bob), at: 2)
        console.arrive(.said(.bob, description("answer", answer), to: .alice), at: 3)
        console.type("d")
        #expect(console.line(3).hasSuffix("! no codec in common"))
        #expect(console.line(4).hasSuffix("! rejected by bob"))
        #expect(console.line(5).hasSuffix("! bob leaves it out"))
        console.arrive(.said(.alice, description("offer", audio), to: .bob), at: 4)
        console.arrive(.said(.alice, description("offer", audio + ["m=video 9 A 96", "a=mid:9"]), to: .bob), at: 5)
        console.type("qGd")
        #expect(console.line(3).hasSuffix("same"))
        #expect(console.line(4).hasSuffix("new"))
    }

    // MARK: As text

    @Test func thePatchHasWhatChangedUnderItsSection() {
        var model = ConsoleScript.call().model
        for key in "kkdi".unicodeScalars { _ = update(&model, .key(.character(key))) }
        #expect(
            model.top(DiffScreen.self)?.patch(model.context) == """
                --- #3 offer alice→bob
                +++ #6 answer bob→alice
                @@ session @@
                -a=setup:actpass
                +a=setup:active
                @@ m0 audio  mid 0 @@
                -m=audio 9 UDP/TLS/RTP/SAVPF 111 63
                +m=audio 9 UDP/TLS/RTP/SAVPF 111
                -a=rtpmap:63 red/48000/2
                @@ m1 video  mid 1 @@
                -m=video 9 UDP/TLS/RTP/SAVPF 96 103
                +m=video 9 UDP/TLS/RTP/SAVPF 96
                -a=rtpmap:103 H264/90000

                """)
        _ = update(&model, .key(.character("i")))
        #expect(model.top(DiffScreen.self)?.patch(model.context).contains("-a=ice-pwd:········\n") == true)
        #expect(model.top(DiffScreen.self)?.patch(model.context).contains("kW3zQv7nB5tR0pLs9dHc2mJe") == false)
    }
}
