import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Exports
@testable import Ladders
@testable import Messages
@testable import Screens
@testable import Sessions
@testable import Text

@Suite struct LadderInvariantTests {
    private static let names: [String?] = [
        nil, "alice", "p1", "\u{1B}]0;x\u{7}\u{202E}evil", "作者🙂", String(repeating: "長", count: 64),
    ]
    private static let keys =
        Array("llljkkgGfvZRC %HL][12F?qq").map { Key.character($0.unicodeScalars.first ?? "j") }
        + [.up, .down, .left, .right, .pageUp, .pageDown, .escape]
    private static let messages: [Message] = [
        .offer, .answer, .offer(of: .bob), .answer(of: .alice), .candidate("host", "作.local", 1),
        .candidate("host", "192.0.2.1", 1), .candidate("odd", "192.0.2.1", 1), .text("{\"candidate\":null}"),
        .text("{\"type\":\"bye\"}"), .text("\u{1B}[2J\r\n\u{202E}"), Message(.binary, [0, 255]),
    ]

    private func step(
        _ console: inout ConsoleScript, _ peers: inout [Peer], _ time: inout Double, _ random: inout SeededGenerator
    ) {
        time += [0, 0.01, 0.3, 5].randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<14, using: &random) {
        case 0 where peers.count < 12:
            let peer = Peer(
                id: PeerID(peers.count + 1), name: Self.names.randomElement(using: &random) ?? nil, room: "demo",
                isAware: .random(using: &random), address: "[::1]:5")
            peers.append(peer)
            console.arrive(.joined(peer), at: time)
        case 1:
            guard let peer = peers.randomElement(using: &random) else { return }
            console.arrive(.left(peer.id, .closed(nil, reason: "\u{9B}2J作")), at: time)
        case 2: console.resize(.random(in: 55...210, using: &random), .random(in: 10...60, using: &random))
        case 3: console.send(.tick(.seconds(time)))
        case 4...9:
            guard let sender = peers.randomElement(using: &random) else { return }
            let message = Self.messages.randomElement(using: &random) ?? .offer
            let recipients = peers.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.map(\.id)
            let delivery = Delivery(
                message: message,
                sender: Int.random(in: 0..<6, using: &random) == 0
                    ? .operated(.replay(entry: 1), author: sender.id) : .peer(sender.id),
                room: "demo", recipients: recipients)
            console.arrive(.message(delivery), at: time)
        default: console.send(.key(Self.keys.randomElement(using: &random) ?? .up))
        }
    }

    private func isLadder(_ canvas: Canvas) -> Bool {
        ScreenInvariants.line(1, canvas).drop { $0 == "─" || $0 == "-" }.hasPrefix("Ladder")
    }

    @Test(arguments: 0..<8)
    func whateverHappensTheLadderIsWholeAndItsCursorInSight(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var limits = Journal.Limits()
        limits.entries = seed % 2 == 0 ? 40 : 10_000
        var console = ConsoleScript(80, 24, charset: seed % 3 == 0 ? .ascii : .utf8, journal: Journal(limits: limits))
        var peers: [Peer] = []
        var time = 1.0
        var seen = 0
        for turn in 0..<120 {
            if turn % 50 == 20 {
                console.resize(100, 30)
                console.type("<esc><esc><esc><esc><esc><esc>2Gl")
            }
            step(&console, &peers, &time, &random)
            let canvas = console.canvas
            let violations = ScreenInvariants.violations(console.model, canvas)
            guard violations.isEmpty else {
                Issue.record("\(violations)\n\(console.screen)")
                return
            }
            let size = console.model.context.size
            guard size.columns >= 60, size.rows >= 12, isLadder(canvas) else { continue }
            seen += 1
            let cursors = ScreenInvariants.cursorRows(canvas)
            let text = canvas.text
            let hasRows = text.contains(" row") && !text.contains("0 rows of")
            #expect(cursors.count == 1 || !hasRows, "\n\(text)")
        }
        #expect(seen > 0)
    }

    @Test func everySizeDrawsEveryLadder() {
        for keys in ["l", "lvRLL", "lLLLg"] {
            for script in [ConsoleScript.glare(), .room(), .mishaps()] {
                var console = script
                console.type(keys)
                for columns in [0, 1, 59, 60, 72, 80, 110, 130, 210] {
                    for rows in [0, 1, 12, 18, 45] {
                        console.resize(columns, rows)
                        let violations = ScreenInvariants.violations(console.model)
                        #expect(violations.isEmpty, "\(violations)\n\(console.screen)")
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<8)
    func whateverWasSaidCanBeExported(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed) + 100)
        var console = ConsoleScript()
        var peers: [Peer] = []
        var time = 1.0
        for _ in 0..<300 { step(&console, &peers, &time, &random) }
        let journal = console.model.context.session.journal
        let ladder = Ladder((0..<journal.count).map { journal[$0] }, of: peers.map(\.id))
        let text = LadderText.text(ladder, console.model.context.session)
        #expect(text.split(separator: "\n").count >= ladder.rows.count)
        for scalar
            in (text + LadderMermaid.text(ladder, console.model.context.session)
            + LadderSVG.text(ladder, console.model.context.session))
            .unicodeScalars
        where scalar != "\n" && Printable.glyph(scalar)?.scalar != scalar {
            Issue.record("U+\(String(scalar.value, radix: 16)) would reach the file")
            return
        }
        #expect(LadderMermaid.text(ladder, console.model.context.session).unicodeScalars.count < 50_000)
    }
}
