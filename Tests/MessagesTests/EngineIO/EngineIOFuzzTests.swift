import TestSupport
import Testing

@testable import Messages
@testable import Text

/// Decoding of arbitrary bodies and frames is deterministic, loses no bytes and stays within its limits.
///
/// The inputs are mutations of recorded sessions (the files in `Corpus`), in both revisions.
@Suite struct EngineIOFuzzTests {
    private let recordings: [EngineIORecording]

    init() throws {
        recordings = try EngineIORecording.all().map(\.recording)
        #expect(recordings.count >= 8)
    }

    private func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0...5, using: &generator) {
        case 0: generator.mutated(bytes)
        case 1: Array(generator.mutatedText(bytes).utf8)
        case 2:
            generator.spliced(
                bytes,
                with: recordings.randomElement(using: &generator)?.inputs.randomElement(using: &generator)?.bytes
                    .payload ?? [])
        default: bytes
        }
    }

    @Test func decodingIsDeterministic() {
        Seeds.forEach(0..<150) { generator in
            guard let recording = recordings.randomElement(using: &generator) else { return }
            let version = Int.random(in: 0..<8, using: &generator) > 0 ? recording.version : .three
            var (session, other) = (EngineIOSession(version), EngineIOSession(version))
            for input in recording.inputs {
                let payload = mutated(input.bytes.payload, &generator)
                let time = Int64(bitPattern: generator.next())
                let items = input.feed(&session, at: time, payload)
                #expect(items == input.feed(&other, at: time, payload), "\(payload)")
                for item in items { check(item, payload) }
                #expect(session.missingAttachments(input.direction) <= SocketIOPacket.attachmentLimit)
            }
        }
    }

    private func check(_ item: EngineIOItem, _ payload: [UInt8]) {
        if let line = item.line { #expect(!line.isEmpty) }
        switch item.event {
        case .malformed(let error, _):
            let text = "\(error)"
            #expect(text.contains("expected"), "\(text)")
            #expect(Printable.line(text) == text, "\(payload)")
        case .event(let message), .acknowledgement(let message, _):
            #expect(JSONValue(message.message.payload) != nil, "\(payload)")
            for index in message.arguments.indices {
                #expect(message.argument(index).flatMap { JSONValue($0) } != nil, "argument \(index) of \(message)")
            }
        default: break
        }
    }

    /// A proxy that sends on all output changes nothing, whatever it reads.
    @Test func theOutputOfAReaderIsWhatWasRead() {
        Seeds.forEach(3000..<3300) { generator in
            guard let recording = recordings.randomElement(using: &generator) else { return }
            var reader = EngineIOReader(recording.version)
            var (sent, received) = ([Message](), [Message]())
            for input in recording.inputs where input.isFrame {
                let isMutated = Int.random(in: 0..<4, using: &generator) == 0
                sent.append(
                    Message(
                        input.bytes.opcode, isMutated ? mutated(input.bytes.payload, &generator) : input.bytes.payload))
                for output in reader.read(frame: sent[sent.count - 1], .toServer, at: 0) {
                    received += output.packets(in: reader.session).map { $0.frame(recording.version) }
                    if case .message(let message) = output { #expect(ParsedMessage(message) == ParsedMessage(message)) }
                }
            }
            // A packet between an event and its attachments goes first, and those of the last event may be missing.
            var rest = sent
            for frame in received { rest.firstIndex(of: frame).map { _ = rest.remove(at: $0) } }
            #expect(rest.count == sent.count - received.count)
            let isComplete = reader.session.missingAttachments(.toServer) == 0
            #expect(isComplete == (received.count == sent.count))
        }
    }

    @Test func partsCoverTheirBody() {
        Seeds.forEach(1000..<1200) { generator in
            guard let input = recordings.randomElement(using: &generator)?.inputs.randomElement(using: &generator)
            else {
                return
            }
            let body = mutated(input.bytes.payload, &generator)
            for version in [EngineIOVersion.three, .four] {
                var end = 0
                for part in EngineIOPayload.parts(of: body, version) {
                    switch part {
                    case .malformed(let range, _):
                        #expect(range.lowerBound >= end && range.upperBound <= body.count)
                        end = range.upperBound
                    case .packet(let packet):
                        #expect(packet.range.lowerBound >= end)
                        #expect(
                            packet.data.upperBound == packet.range.upperBound
                                && packet.data.lowerBound >= packet.range.lowerBound)
                        _ = try? packet.payload(in: body)
                        end = packet.range.upperBound
                    }
                }
                #expect(end == body.count || version == .three)
            }
        }
    }

    @Test func messagePackOfAnyBytesIsJSONOrAnError() {
        let packed = recordings.flatMap(\.inputs).map(\.bytes.payload).filter(MessagePack.isPacket)
        #expect(packed.count > 10)
        Seeds.forEach(2000..<2300) { generator in
            let bytes = generator.mutated(packed.randomElement(using: &generator) ?? [])
            guard let (json, _) = try? MessagePack.json(bytes) else { return }
            #expect(JSONValue(json) != nil, "\(bytes)")
        }
    }
}
