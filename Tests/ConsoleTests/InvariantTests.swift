import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages

@Suite struct InvariantTests {
    private static let names: [String?] = [
        nil, "alice", "alice", "p1", "op", "\u{1B}]0;x\u{7}\u{202E}evil", "作者🙂", String(repeating: "長", count: 64), "👨‍👩‍👧",
        "",
    ]
    /// Every key that does something anywhere, and some that write.
    private static let keys =
        CommandTable.all.flatMap(\.keys)
        + "kind:offer -(~a) @x \"".map { Key.character($0.unicodeScalars.first ?? "j") }
        + [.backspace, .delete, .control("w"), .control("t"), .control("a"), .control("e"), .enter, .escape, .escape]

    private func step(_ console: inout ConsoleScript, peers: inout [Peer], _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            let peer = Peer(
                id: PeerID((peers.last?.id.number ?? 0) + 1),
                name: Self.names.randomElement(using: &random) ?? nil,
                room: ["demo", "作", "\u{9B}2J"].randomElement(using: &random) ?? "",
                isAware: .random(using: &random),
                address: "[::1]:5"
            )
            peers.append(peer)
            console.arrive(.joined(peer), at: 1)
        case 1:
            guard let peer = peers.randomElement(using: &random) else { return }
            console.arrive(.left(peer.id, [.lost, .kicked(.standard)].randomElement(using: &random) ?? .lost), at: 2)
        case 2: console.resize(.random(in: 0...210, using: &random), .random(in: 0...60, using: &random))
        case 3: console.send(.tick(.seconds(.random(in: 0...1e6, using: &random))))
        case 4, 5, 6:
            guard let sender = peers.randomElement(using: &random) else { return }
            let messages: [Message] = [
                .offer, .answer, .candidate("host", "作.local", 1), .text("\u{1B}[2J\r\n\u{202E}"), .text(""),
                .offer(of: .bob), .answer(of: .alice), .text("{\"type\":\"rollback\"}"),
                .text("{\"type\":\"offer\",\"sdp\":\"v=0\\u001b[2J\"}"),
                .text("{\"to\":\"\\u001b]0;x\\u0007\",\"candidate\":{\"candidate\":\"\"}}"),
                Message(.binary, [0, 1, 255]), .text(String(repeating: "🙂", count: 300)),
            ]
            let recipient = peers.randomElement(using: &random) ?? sender
            let content = Entry.Content.said(sender, messages.randomElement(using: &random) ?? .offer, to: recipient)
            console.arrive(content, at: 3)
        case 7:
            let mouse = MouseEvent(
                MouseEvent.Action.allCases.randomElement(using: &random) ?? .press,
                row: .random(in: -1...70, using: &random), column: .random(in: -1...220, using: &random))
            console.send(.mouse(mouse))
        case 8:
            console.send(
                .paste(["kind:offer", "\u{1B}[2J", "set theme light", "~("].randomElement(using: &random) ?? ""))
        case 9: console.send(.continueWork)
        default: console.send(.key(Self.keys.randomElement(using: &random) ?? .up))
        }
    }

    @Test(arguments: 0..<12)
    func whateverHappensTheScreenIsWholeAndHarmless(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var limits = Journal.Limits()
        limits.entries = 30
        var console = ConsoleScript(80, 24, charset: seed % 3 == 0 ? .ascii : .utf8, journal: Journal(limits: limits))
        var peers: [Peer] = []
        for _ in 0..<500 {
            step(&console, peers: &peers, &random)
            let violations = ScreenInvariants.violations(console.model)
            guard violations.isEmpty else {
                Issue.record("\(violations)\n\(console.screen)")
                return
            }
        }
    }
}
