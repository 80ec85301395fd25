import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay

/// Whatever a client sends is read or refused, in whatever pieces it comes, and never more.
@Suite struct FrameFuzzTests {
    @Test func whatIsAllowedIsHeardAsItWasSaid() {
        Seeds.forEach(0..<300) { generator in
            let (bytes, steps) = Self.conversation(&generator)
            let pieces = generator.chunks(of: bytes)
            let reading = Reading(pieces, messageBytes: 100_000, fragments: 100)
            #expect(reading.violation == nil, "\(bytes)")
            #expect(reading.steps == steps, "\(bytes)")
        }
    }

    @Test func mutatedFramesAreParsedAlikeInWhateverChunksTheyCome() {
        Seeds.forEach(1000..<1600) { generator in
            let bytes = generator.mutated(Self.conversation(&generator).bytes)
            let whole = Reading(bytes, messageBytes: 3000, fragments: 5)
            let pieces = generator.chunks(of: bytes)
            #expect(Reading(pieces, messageBytes: 3000, fragments: 5).isLike(whole), "\(bytes)")
            for case .message(let message) in whole.steps {
                #expect(message.payload.count <= 3000)
                #expect(message.opcode == .binary || message.text != nil, "\(bytes)")
            }
        }
    }

    @Test func anyBytesAreATextWhereTheStandardLibrarySaysSo() {
        Seeds.forEach(2000..<2600) { generator in
            var bytes = Self.text(&generator)
            if Bool.random(using: &generator) { bytes = generator.mutated(bytes) }
            var check = TextCheck()
            var isText = true
            var start = 0
            for piece in generator.chunks(of: bytes) where isText {
                let read = Array(bytes[..<piece.endIndex])
                isText = check.read(read, from: start)
                start = piece.endIndex
            }
            #expect((isText && check.isWhole) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    // MARK: What is said

    /// Frames that are allowed, and what they bring.
    private static func conversation(
        _ generator: inout SeededGenerator
    ) -> (bytes: [UInt8], steps: [FrameParser.Step]) {
        var bytes: [UInt8] = []
        var steps: [FrameParser.Step] = []
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let isText = Bool.random(using: &generator)
            let payload = isText ? text(&generator) : noise(&generator)
            var rest = payload[...]
            var opcode: UInt8 = isText ? 1 : 2
            var isLast = false
            while !isLast {
                if Int.random(in: 0..<4, using: &generator) == 0 { control(&bytes, &steps, &generator) }
                isLast = Int.random(in: 0..<3, using: &generator) > 0
                let count = isLast ? rest.count : Int.random(in: 0...rest.count, using: &generator)
                append(ClientFrame(opcode, Array(rest.prefix(count)), isFinal: isLast), &bytes, &generator)
                rest = rest.dropFirst(count)
                opcode = 0
            }
            steps.append(.message(Message(isText ? .text : .binary, payload)))
        }
        return (bytes, steps)
    }

    private static func append(_ frame: ClientFrame, _ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        var frame = frame
        frame.maskingKey = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes += frame.bytes
    }

    private static func control(
        _ bytes: inout [UInt8], _ steps: inout [FrameParser.Step], _ generator: inout SeededGenerator
    ) {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            let payload = Array(noise(&generator).prefix(125))
            append(ClientFrame(9, payload), &bytes, &generator)
            steps.append(.ping(payload))
        case 1:
            let payload = Array(noise(&generator).prefix(125))
            append(ClientFrame(10, payload), &bytes, &generator)
            steps.append(.pong(payload))
        default:
            let close = ClosePayload(code: CloseCode(rawValue: 3000), reason: "é☎")
            append(ClientFrame(8, close.bytes), &bytes, &generator)
            steps.append(.close(close))
        }
    }

    private static func noise(_ generator: inout SeededGenerator) -> [UInt8] {
        let count = [0, 1, 5, 125, 126, 127, 900, 66_000].randomElement(using: &generator) ?? 0
        var bytes: [UInt8] = []
        for _ in 0..<(count > 1000 && Int.random(in: 0..<20, using: &generator) > 0 ? 200 : count) {
            bytes.append(UInt8.random(in: 0...255, using: &generator))
        }
        return bytes
    }

    private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
        let words = [
            "a", "candidate", "é", "☎", "🙂", "\u{0}", "\u{10FFFF}", "\u{7FF}", "\u{800}", "\u{FFFF}", "{\"sdp\":",
        ]
        return (0..<Int.random(in: 0...60, using: &generator)).flatMap { _ in
            Array((words.randomElement(using: &generator) ?? "").utf8)
        }
    }
}
