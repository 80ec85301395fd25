import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import WebSocketFrames

/// The frame parser on random conversations and on mutated ones, split into random chunks.
@Suite struct FrameFuzzTests {
    @Test func validFramesAreParsedInAnyChunks() {
        Seeds.forEach(0..<300) { generator in
            let (bytes, elements) = Self.conversation(&generator)
            let chunks = generator.chunks(of: bytes)
            let result = ParserResult(chunks, maxMessageSize: 100_000, maxFragments: 100)
            #expect(result.violation == nil, "\(bytes)")
            #expect(result.elements == elements, "\(bytes)")
        }
    }

    @Test func mutatedFramesGiveTheSameResultInAnyChunks() {
        Seeds.forEach(1000..<1600) { generator in
            let bytes = generator.mutated(Self.conversation(&generator).bytes)
            let whole = ParserResult(bytes, maxMessageSize: 3000, maxFragments: 5)
            let chunks = generator.chunks(of: bytes)
            #expect(ParserResult(chunks, maxMessageSize: 3000, maxFragments: 5).isEquivalent(to: whole), "\(bytes)")
            for case .message(let message) in whole.elements {
                #expect(message.payload.count <= 3000)
                #expect(message.opcode == .binary || message.text != nil, "\(bytes)")
            }
        }
    }

    @Test func theUTF8ValidatorAgreesWithTheStandardLibrary() {
        Seeds.forEach(2000..<2600) { generator in
            var bytes = Self.text(&generator)
            if Bool.random(using: &generator) { bytes = generator.mutated(bytes) }
            var validator = UTF8Validator()
            var isValid = true
            var start = 0
            for chunk in generator.chunks(of: bytes) where isValid {
                let received = Array(bytes[..<chunk.endIndex])
                isValid = validator.validate(received, from: start)
                start = chunk.endIndex
            }
            #expect((isValid && validator.isComplete) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    // MARK: Conversations

    /// Returns the bytes of random valid frames, and the elements that they are parsed to.
    private static func conversation(
        _ generator: inout SeededGenerator
    ) -> (bytes: [UInt8], elements: [FrameParser.Element]) {
        var bytes: [UInt8] = []
        var elements: [FrameParser.Element] = []
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let isText = Bool.random(using: &generator)
            let payload = isText ? text(&generator) : noise(&generator)
            var rest = payload[...]
            var opcode: UInt8 = isText ? 1 : 2
            var isLast = false
            while !isLast {
                if Int.random(in: 0..<4, using: &generator) == 0 { appendControlFrame(&bytes, &elements, &generator) }
                isLast = Int.random(in: 0..<3, using: &generator) > 0
                let count = isLast ? rest.count : Int.random(in: 0...rest.count, using: &generator)
                append(ClientFrame(opcode, Array(rest.prefix(count)), isFinal: isLast), &bytes, &generator)
                rest = rest.dropFirst(count)
                opcode = 0
            }
            elements.append(.message(Message(isText ? .text : .binary, payload)))
        }
        return (bytes, elements)
    }

    private static func append(_ frame: ClientFrame, _ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        var frame = frame
        frame.maskingKey = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes += frame.bytes
    }

    private static func appendControlFrame(
        _ bytes: inout [UInt8], _ elements: inout [FrameParser.Element], _ generator: inout SeededGenerator
    ) {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            let payload = Array(noise(&generator).prefix(125))
            append(ClientFrame(9, payload), &bytes, &generator)
            elements.append(.ping(payload))
        case 1:
            let payload = Array(noise(&generator).prefix(125))
            append(ClientFrame(10, payload), &bytes, &generator)
            elements.append(.pong(payload))
        default:
            let close = ClosePayload(code: CloseCode(rawValue: 3000), reason: "é☎")
            append(ClientFrame(8, close.bytes), &bytes, &generator)
            elements.append(.close(close))
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
