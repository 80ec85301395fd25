import Testing

@testable import Drafts
@testable import SDP

/// The edit commands of the console.
@Suite struct EditCommandTests {
    @Test(arguments: [
        ("keep-codec VP8 opus", DescriptionEdit.keepCodecs(["VP8", "opus"])),
        ("drop-codec H264", .dropCodecs(["H264"])),
        ("direction inactive", .direction(.inactive, mid: nil)),
        ("direction RecvOnly audio", .direction(.recvonly, mid: "audio")),
        ("drop-candidates host srflx", .stripCandidates([.host, .serverReflexive])),
        ("setup holdconn", .setup(.holdconn)),
        ("bandwidth 500", .bandwidth(kilobits: 500, mid: nil)),
        ("bandwidth 0 1", .bandwidth(kilobits: 0, mid: "1")),
    ])
    func wordsAreParsedAsAnEdit(line: String, edit: DescriptionEdit) throws {
        let words = line.split(separator: " ").map(String.init)
        #expect(try DescriptionEdit(command: words[0], arguments: Array(words.dropFirst())) == edit)
    }

    @Test func everyCommandIsListedWithArgumentsThatItAccepts() throws {
        #expect(
            DescriptionEdit.commands.map { "\($0.name) \($0.parameters)" } == [
                "keep-codec NAME…", "drop-codec NAME…", "direction WAY [MID]", "drop-candidates TYPE…", "setup ROLE",
                "bandwidth KBPS [MID]",
            ])
        for command in DescriptionEdit.commands {
            #expect(!command.help.isEmpty && command.help.last != ".")
            for value in command.values.isEmpty ? ["1"] : command.values {
                #expect(throws: Never.self) { try DescriptionEdit(command: command.name, arguments: [value]) }
            }
        }
    }
}
