import SignalingSupport
import TestSupport
import Testing

@testable import Drafts
@testable import Messages
@testable import SDP
@testable import Text

/// Edits of arbitrary messages are applied or refused, and never trap.
@Suite struct DraftFuzzTests {
    private static let edits: [DescriptionEdit] = [
        .keepCodecs(["VP8", "opus"]), .keepCodecs(["rtx"]), .keepCodecs([""]), .dropCodecs(["H264/90000"]),
        .dropCodecs(["red", "opus"]), .direction(.inactive, mid: nil), .direction(.sendonly, mid: "1"),
        .stripCandidates([.host]), .stripCandidates([]), .setup(.active), .bandwidth(kilobits: 9, mid: nil),
        .bandwidth(kilobits: .max, mid: "0"), .bandwidth(kilobits: 1, mid: "0"),
    ]

    @Test(arguments: 0..<4)
    func aDamagedDescriptionIsEditedOrRefused(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var made = 0
        for _ in 0..<20 {
            guard let (_, sound) = Recorded.all.randomElement(using: &generator) else { continue }
            let text = generator.mutatedText(Array(sound.utf8))
            for edit in Self.edits {
                do throws(DraftError) {
                    let edited = try edit.apply(to: text)
                    made += 1
                    #expect(!edited.utf8.elementsEqual(text.utf8))
                    let sections = SessionDescription(edited)?.media.count
                    #expect(sections == SessionDescription(text)?.media.count)
                } catch { #expect(!error.description.isEmpty) }
            }
            if let answer = try? MessageTemplate.answer.message(seed: seed, offer: text) {
                #expect(ParsedMessage(answer).kind == .answer)
            }
        }
        #expect(made > 30)
    }

    @Test(arguments: 0..<4)
    func aDamagedMessageIsCheckedAndSurvivesEditing(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<80 {
            guard let (_, sound) = Recorded.all.randomElement(using: &generator) else { continue }
            var text = "{\"type\":\"offer\",\"sdp\":\(JSONString.encode(sound))}"
            if Bool.random(using: &generator) { text = "{\"data\":\(JSONString.encode(text))}" }
            let message = Message.text(generator.mutatedText(Array(text.utf8)))
            for fault in DraftCheck.faults(in: message, limit: 20_000) { #expect(!fault.description.isEmpty) }
            let editable = try #require(EditableText(message))
            #expect(editable.message(from: editable.text) == message)
            let edited = generator.mutatedText(Array(editable.text.utf8))
            let made = editable.message(from: edited)
            #expect(made.opcode == .text)
            if let description = ParsedMessage(made).descriptionText {
                #expect(made.replacing(description: description, by: description) != nil)
            }
        }
    }

    @Test(arguments: 0..<4)
    func anyBytesAndAnyWordsAreCheckedWithoutATrap(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "\"", "\\", "v=0", "candidate:", "a=", "\r\n", "é", ":", ",", "eyJ", "dj0w", "m=", " ",
        ]
        let words = pieces + ["audio", "video:VP8", "p1", "0", "-1", "inactive", "host", "offer"]
        for _ in 0..<800 {
            let count = Int.random(in: 0...10, using: &generator)
            var bytes = (0..<count).flatMap { _ in Array((pieces.randomElement(using: &generator) ?? "").utf8) }
            if Bool.random(using: &generator) { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
            let message = Message(Bool.random(using: &generator) ? .text : .binary, bytes)
            _ = DraftCheck.faults(in: message, limit: 64)
            if let editable = EditableText(message) { #expect(editable.message(from: editable.text) == message) }
            _ = message.replacing(description: "v=0", by: "x")
            let arguments = (0..<count % 4).map { _ in words.randomElement(using: &generator) ?? "" }
            for command in DescriptionEdit.commands {
                _ = try? DescriptionEdit(command: command.name, arguments: arguments)
            }
            for template in MessageTemplate.all { _ = try? template.message(arguments, seed: seed, offer: "v=0") }
        }
    }
}
