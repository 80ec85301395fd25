import TestSupport
import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import Screens
@testable import Sessions
@testable import Text

@Suite struct MessageInvariantTests {
    private static let pieces = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d", "\\u0000", "\"password\":", "null", "-1.5e9",
        "v=0\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "a=rtpmap:111 opus/48000/2\r\n", "a=ice-pwd:x\r\n", "a=fmtp:111 ",
        "candidate:1 1 udp 1 作.local 1 typ host", "\u{1B}[2J", "\u{202E}", "👨‍👩‍👧", "作者", "\u{301}", "eyJ", "inline:", "\t",
        "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n", "a=extmap:1 :/\r\n",
        "a=candidate:1 1 udp 4294967295 ::1 65535 typ x\r\n",
    ]

    private func payload(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<60, using: &random) {
            bytes += Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
            if Int.random(in: 0..<20, using: &random) == 0 { bytes.append(.random(in: 0...255, using: &random)) }
        }
        return bytes
    }

    /// All forms of `payload`, as wide as the screen or less.
    private func check(_ payload: [UInt8]) {
        let isText = String(validating: payload, as: UTF8.self) != nil
        let console = ConsoleScript.opened(Message(isText ? .text : .binary, payload))
        var model = console.model
        let journal = model.context.session.journal
        guard let record = journal.lastNumber.flatMap({ journal[number: $0] }) else { return }
        let entry = ShownEntry(record)
        for wraps in [true, false] {
            model.context.settings.wrap = wraps
            for form in entry.forms {
                for width in [8, 13, 57, 77, 157] {
                    let lines = entry.lines(form, model.context, width: width)
                    guard wraps else { continue }
                    #expect(lines.allSatisfy { Printable.width($0.text) <= width }, "\(form) \(width) \(payload)")
                }
            }
        }
    }

    @Test(arguments: 0..<20)
    func everyFormOfWhateverAPeerSendsFitsTheScreen(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed) &* 7919)
        for _ in 0..<10 { check(payload(&random)) }
    }

    @Test func whatIsDeepOrLongIsBounded() {
        let deep = Array(String(repeating: "[", count: 20_000).utf8) + Array(String(repeating: "]", count: 20_000).utf8)
        let long = Array(
            "{\"sdp\":\"v=0\\r\\na=setup:active\\r\\na=fmtp:1 \(String(repeating: "x", count: 250_000))\"}".utf8)
        for payload in [deep, long] {
            var console = ConsoleScript.opened(Message(.text, payload))
            for form in ["1", "2", "3", "4"] {
                console.type(form + "G")
                #expect(console.line(-4).hasPrefix("  ") || console.line(2).hasPrefix("  "))
            }
        }
        for (bytes, key) in [(deep, "3"), (Array(repeating: UInt8(ascii: "\n"), count: 30_000), "2")] {
            var console = ConsoleScript.opened(Message(.text, bytes))
            console.type(key + "G")
            #expect(console.screen.contains("… 2,048 lines of "))
        }
        var console = ConsoleScript.opened(Message(.text, long))
        console.type("3G")
        #expect(console.screen.contains("… 32,768 of 250,0"))
    }
}
