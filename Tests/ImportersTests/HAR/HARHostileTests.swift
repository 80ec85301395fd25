import Testing

@testable import Events
@testable import Importers

/// Files that are cut off, malformed or made to exhaust the reader.
@Suite struct HARHostileTests {
    private static let entries = [
        HARFile.socket(
            [HARFile.message("send", "a"), HARFile.message("receive", #"b\u00e9\\"#, at: 2)], milliseconds: 5000),
        HARFile.poll("GET", "EIO=4", response: #""status":200,"content":{"text":"0{\"sid\":\"s1\"}"}"#, at: 1),
        HARFile.poll("POST", request: #","postData":{"text":"42[\"c\"]"}"#, at: 3),
        HARFile.socket([HARFile.message("send", "AP8=", at: 4, opcode: 2)], url: "ws://a.example/y"),
    ]

    private static func read(_ bytes: [UInt8]) throws(ImportError) -> ImportedRecording {
        try HARImporter.read(bytes) { _ in true }
    }

    /// The more of a file there is, the more is read of it, and what is missing is a fault with its place.
    @Test func aFileThatIsCutOffAtAnyByteIsReadUpToThere() throws {
        let bytes = HARFile(entries: Self.entries).bytes
        // The numbers of peers depend on the sockets that were read.
        func texts(_ recording: ImportedRecording) -> [Substring] { recording.texts.map { $0.drop { $0 != " " } } }
        let all = texts(try Self.read(bytes))
        var longest = 0
        for count in 0..<bytes.count {
            guard let recording = try? Self.read(Array(bytes.prefix(count))) else { continue }
            let read = texts(recording)
            #expect(read.count >= longest && all.filter { read.contains($0) } == read)
            longest = max(longest, read.count)
            #expect(recording.faults.map(\.offset) == [count])
        }
        #expect(longest == all.count && longest == 4)
    }

    @Test func theMessagesBeforeABreakAreRead() throws {
        let bytes = HARFile(entries: Self.entries).bytes
        let cut = try #require(String(decoding: bytes, as: UTF8.self).utf8.firstRange(of: "1700000002".utf8))
        let text = String(decoding: bytes, as: UTF8.self).utf8
        let recording = try Self.read(Array(text[..<cut.upperBound]))
        #expect(recording.texts == ["p1 a"])
        #expect(recording.reasons == ["malformed or incomplete JSON: expected a comma or }"])
        #expect(recording.lines.first == "p1 joins socket 1, ws")
    }

    @Test func theEntriesBeforeAMalformedOneAreRead() throws {
        let file = HARFile(entries: [Self.entries[0], #"{"request":{"url":"ws://b",}}"#, Self.entries[3]])
        let recording = try file.read()
        #expect(recording.texts == ["p1 a", #"p2 bé\"#])
        let fault = try #require(recording.faults.first)
        #expect(fault.reason == "malformed or incomplete JSON: expected a name in quotes")
        #expect(file.bytes[fault.offset...].starts(with: "}}".utf8))
    }

    @Test(arguments: [
        ("", ImportError.notThisFormat), ("[]", .notThisFormat), (#"{"log":1}"#, .notThisFormat),
        ("{\"lo", .notThisFormat),
        (#"{"PeerConnections":{}}"#, .notThisFormat), ("null", .notThisFormat),
        (#"{"log":{"version":"1.2"}}"#, .nothingRead(ImportFault(offset: 0, reason: HARFault.noEntries.description))),
        (#" {"log":{"entries":5}}"#, .nothingRead(ImportFault(offset: 1, reason: HARFault.noEntries.description))),
        (
            #"{"log":{"entries":[{"#,
            .nothingRead(
                ImportFault(offset: 20, reason: HARFault.json(expected: "a name in quotes or }").description))
        ),
    ])
    func aFileOfWhichNothingCanBeReadIsAnError(text: String, error: ImportError) {
        #expect(throws: error) { try Self.read(Array(text.utf8)) }
    }

    @Test func aByteOrderMarkAndWhiteSpaceAreSkipped() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array("\r\n ".utf8) + HARFile(entries: Self.entries).bytes
        #expect(try Self.read(bytes).texts.count == 4)
        #expect(try Self.read(bytes.dropLast()).faults.map(\.offset) == [bytes.count - 1])
        #expect(try Self.read(bytes + Array(" x".utf8)).faults.map(\.offset) == [bytes.count + 1])
    }

    @Test(arguments: [
        "5", "null", "[]", "{}", #"{"request":{}}"#, #"{"request":{"url":7}}"#, #"{"request":{"url":"x"}}"#,
    ])
    func anEntryWithoutARequestIsAFault(entry: String) throws {
        let file = HARFile(entries: [entry, Self.entries[0]])
        let recording = try file.read()
        #expect(recording.texts.count == 2)
        #expect(recording.reasons == [HARFault.entry(entry).description])
        #expect(recording.faults.first.map { file.bytes[$0.offset...].starts(with: entry.utf8) } == true)
    }

    @Test func faultsBeyondTheLimitAreCounted() throws {
        let entries = Array(repeating: "0", count: ImportFault.limit + 7)
        let recording = try HARFile(entries: entries).read()
        #expect(recording.faults.count == ImportFault.limit)
        #expect(recording.otherFaults == 7)
    }

    @Test(arguments: [(2, ["p1 a"]), (3, ["p1 a"]), (4, ["p1 a", "p3 b"]), (5, ["p1 a", "p3 b", "p3 c"])])
    func entriesAndMessagesOverTheLimitAreNotRead(limit: Int, texts: [String]) throws {
        let bytes = HARFile(entries: [
            HARFile.socket([HARFile.message("send", "a")]),
            HARFile.socket([HARFile.message("send", "b"), HARFile.message("send", "c")]),
        ]).bytes
        let recording = try HARImporter.read(bytes, limit: limit) { _ in true }
        #expect(recording.texts == texts)
        #expect(
            recording.reasons.last == (limit < 5 ? "too many messages and requests: expected at most \(limit)" : nil))
    }

    @Test func deeplyNestedValuesAreSkipped() throws {
        let nested = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
        let text = #"{"x":\#(nested),"log":{"y":\#(nested),"entries":[\#(Self.entries[0]),\#(nested)],"z":\#(nested)}}"#
        let recording = try Self.read(Array(text.utf8))
        #expect(recording.texts.count == 2)
        #expect(recording.reasons.count == 1)
        let opened = #"{"log":{"entries":[\#(Self.entries[0]),"# + String(repeating: #"{"a":["#, count: 500_000)
        #expect(try Self.read(Array(opened.utf8)).texts.count == 2)
    }

    /// A number of members that are all passed over more than once would take minutes.
    @Test func manyEntriesMembersAndMessagesAreReadInOnePass() throws {
        let messages = (0..<20_000).map { HARFile.message("send", "m\($0)", at: Double($0) / 1000) }
        let members = (0..<50_000).map { #""x\#($0)":\#($0)"# }.joined(separator: ",")
        let recording = try HARFile(entries: Array(repeating: "{\(members)}", count: 3) + [HARFile.socket(messages)])
            .read()
        #expect(recording.texts.count == 20_000)
        #expect(recording.texts.last == "p1 m19999")
    }

    @Test func aFileOverTheLimitIsRefused() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: ImportedRecording.byteLimit + 1)
        #expect(throws: ImportError.tooLarge(ImportedRecording.byteLimit + 1)) { try Self.read(bytes) }
    }

    @Test func anImportIsCancelledByItsCaller() throws {
        let bytes = HARFile(entries: Self.entries).bytes
        #expect(throws: ImportError.cancelled) { try HARImporter.read(bytes) { _ in false } }
        #expect(throws: ImportError.cancelled) { try HARImporter.read(bytes) { $0 < 0.7 } }
        var shares: [Double] = []
        _ = try HARImporter.read(bytes) { share in
            shares.append(share)
            return true
        }
        #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) } && shares.count > 1)
    }

    /// Bytes of real files, changed one at a time.
    @Test(arguments: ["chromium-websocket-1", "chromium-socketio-1", "firefox-polling-1"])
    func changedFilesNeverTrap(name: String) throws {
        let bytes = try HARFile(named: name).bytes
        let replacements: [UInt8] = [0x00, 0x22, 0x2C, 0x39, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0xFF]
        for (step, index) in stride(from: 0, to: bytes.count, by: 61).enumerated() {
            var changed = bytes
            changed[index] = replacements[step % replacements.count]
            guard let recording = try? Self.read(changed) else { continue }
            #expect(recording.entries.map(\.number) == Array(recording.entries.indices.map { $0 + 1 }))
        }
    }
}
