import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import Screens
@testable import Text

@Suite struct DiffInvariantTests {
    private static let sizes = [0, 1, 59, 60, 61, 79, 80, 109, 110, 129, 130, 160, 300]

    /// Lines that peers may write, and some that they had better not.
    private static let lines = [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63", "m=video 0 UDP/TLS/RTP/SAVPF 96", "m=作 9", "m=", "a=mid:0", "a=mid:作者🙂",
        "a=setup:active", "a=setup:passive", "a=sendonly", "a=inactive", "a=rtpmap:111 opus/48000/2", "a=rtpmap:", "=",
        "a=rtpmap:96 \u{1B}[2J/90000", "a=ice-ufrag:\u{202E}x", "a=ice-pwd:", "a=ice-pwd:ab\u{301}c",
        "a=ssrc:1 cname:é",
        "a=ssrc:", "a=fingerprint:sha-256 3C:91", "a=fingerprint:", "a=group:BUNDLE 0 1", "a=msid-semantic: WMS *",
        "o=- 1 1 IN IP4 0", "o=- 2 2", "a=extmap:1 urn:x", "a=extmap:", "b=AS:1", "b=", "c=IN IP4 0.0.0.0",
        "a=rid:1 send",
        "a=crypto:1 AES inline:abc|1", String(repeating: "a=長", count: 200), "a=:", "a", "",
    ]

    private func message(_ random: inout SeededGenerator) -> Message {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return [.offer, .answer, .offer(of: .bob)].randomElement(using: &random) ?? .offer
        case 1: return .candidate("host", "作.local", 1)
        case 2: return .text("a\r\n\u{1B}[2J\n\n作\u{301}")
        case 3: return .text("{\"a\":[1,{\"作\":\"\\u001b\",\"b\":[]}],\"ice-pwd:x\":null}")
        default:
            let lines = (0..<Int.random(in: 0..<40, using: &random)).compactMap { _ in
                Self.lines.randomElement(using: &random)
            }
            let text = (["v=0"] + lines).joined(separator: .random(using: &random) ? "\r\n" : "\n") + "\n"
            let type = Bool.random(using: &random) ? "offer" : "answer"
            return .text("{\"type\":\"\(type)\",\"sdp\":\(JSONString.encode(text))}")
        }
    }

    @Test(arguments: 0..<16)
    func whateverIsComparedTheScreenIsWholeAndHarmless(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed) &* 977 &+ 3)
        var model = ConsoleScript.call(80, 24, charset: seed % 4 == 0 ? .ascii : .utf8).model
        for number in 1...12 {
            let content = Entry.Content.said(.alice, message(&random), to: .bob)
            let entry = Entry(number: 20 + number, time: .seconds(20), content: content)
            _ = update(&model, .arrived([.entry(entry)], lost: 0))
        }
        for _ in 0..<12 {
            model.context.marks.clear()
            for number in Set([Int.random(in: 21...32, using: &random), Int.random(in: 21...32, using: &random)]) {
                model.context.marks.toggle(number)
            }
            _ = update(&model, .key(.character("d")))
            for key in ["]", "j", "o", "i", "|", "s", "L", "L", "G", "[", "k", "|", "H", "]", "]", "o", "i"] {
                _ = update(&model, .key(.character(key.unicodeScalars.first ?? "j")))
                let size = Size(
                    columns: Self.sizes.randomElement(using: &random) ?? 80, rows: .random(in: 0...50, using: &random))
                _ = update(&model, .resized(size))
                let violations = ScreenInvariants.violations(model)
                #expect(violations.isEmpty, "\(violations)\n\(view(model).text)")
            }
            _ = model.top(DiffScreen.self)?.patch(model.context)
            _ = update(&model, .key(.character("q")))
        }
    }

    @Test func everySizeDrawsTheComparison() {
        for keys in ["kkd", "kkd]", "kkd|", "kkdoG", "kkdi]", "kkdsLL"] {
            var console = ConsoleScript.call()
            console.type(keys)
            for columns in Self.sizes + [2, 10, 99, 100, 500] {
                for rows in [0, 1, 2, 5, 11, 12, 13, 18, 24, 45, 200] {
                    console.resize(columns, rows)
                    let violations = ScreenInvariants.violations(console.model)
                    #expect(violations.isEmpty, "\(violations)\n\(console.screen)")
                }
            }
        }
    }
}
