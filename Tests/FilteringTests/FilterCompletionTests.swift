import Testing

@testable import Filtering

/// Completions at the cursor `▏`.
@Suite struct FilterCompletionTests {
    private func complete(_ text: String) -> (text: String, candidates: [String]) {
        let parts = text.split(separator: "▏", omittingEmptySubsequences: false)
        let whole = parts.joined()
        let completion = FilterCompletion(
            whole, cursor: parts[0].unicodeScalars.count, saved: ["glare": "is:finding", "late ones": "age>5m"]
        ) { field in
            switch field {
            case .kind: [FilterCompletion.Value("offer", count: 3)]
            case .from, .to, .peer: [.init("alice", count: 19), .init("Alice B", count: 15), .init("bob", count: 9)]
            case .room: [.init("a|b", count: 2)]
            case .call: [.init("1", count: 34), .init("12", count: 3)]
            default: []
            }
        }
        var scalars = Array(whole.unicodeScalars)
        if let first = completion.candidates.first {
            scalars.replaceSubrange(completion.range, with: first.text.unicodeScalars)
        }
        return (String(String.UnicodeScalarView(scalars)), completion.candidates.map(\.text))
    }

    private static let places: [(String, String, [String])] = [
        ("fr▏", "from:", ["from:"]), ("k▏", "kind:", ["kind:"]), ("-s▏", "-sdp:", ["sdp:", "size>", "src:"]),
        ("(c▏", "(call:", ["call:", "conn:", "cand:"]), ("a OR S▏", "a OR sdp:", ["sdp:", "size>", "src:"]),
        ("ki▏nd:offer", "kind:offer", ["kind:"]), ("ki▏nd x", "kind: x", ["kind:"]), ("si▏<3", "size>3", ["size>"]),
        ("zz▏", "zz", []), ("fr▏.x", "fr.x", []),
        ("kind:an▏", "kind:answer", ["answer"]), ("kind:offer|an▏", "kind:offer|answer", ["answer"]),
        ("kind:of▏|answer OR b", "kind:offer|answer OR b", ["offer"]),
        ("-(kind:le▏)", "-(kind:leave)", ["leave", "left"]),
        ("cand:▏", "cand:host", ["host", "srflx", "prflx", "relay"]),
        ("is:r▏ x", "is:replayed x", ["replayed", "reported"]),
        ("src:▏", "src:peer", ["peer", "op", "relay", "probe"]),
        ("from:▏", "from:alice", ["alice", #""Alice B""#, "bob"]), ("to:AL▏", "to:alice", ["alice", #""Alice B""#]),
        (#"peer:"alice ▏"#, #"peer:"Alice B""#, [#""Alice B""#]),
        (#"peer:"Ali▏ B"|bob"#, "peer:alice|bob", ["alice", #""Alice B""#]),
        (#"from:"Alice B"|b▏"#, #"from:"Alice B"|bob"#, ["bob"]), ("room:a▏", #"room:"a|b""#, [#""a|b""#]),
        ("call:1▏", "call:1", ["1", "12"]), ("mid:▏", "mid:", []), ("size>▏", "size>", []),
        ("nofield:▏", "nofield:", []),
        ("@▏", "@glare", ["@glare", #"@"late ones""#]), ("x (@l▏)", #"x (@"late ones")"#, [#"@"late ones""#]),
        (#"@"la▏"#, #"@"late ones""#, [#"@"late ones""#]),
        ("~ki▏", "~ki", []), (#""ki▏"#, #""ki"#, []), (#""a"▏ b"#, #""a" b"#, []), ("(a)▏", "(a)", []),
    ]

    @Test(arguments: places)
    func completionsAreOfferedAtTheCursor(text: String, completed: String, candidates: [String]) {
        let completion = complete(text)
        #expect(completion.candidates == candidates)
        #expect(completion.text == completed)
    }

    @Test(arguments: ["▏", "a ▏", "-▏", "(▏", "a OR ▏", "a -(▏ b"])
    func allFieldsAreOfferedAtTheStartOfATerm(text: String) {
        let fields = FilterField.allCases.map { $0.name + ($0.isCompared ? ">" : ":") }
        #expect(complete(text).candidates == fields)
    }

    @Test func completionsHaveHelp() {
        let fields = FilterCompletion("r", cursor: 1).candidates
        #expect(fields == [.init(text: "room:", help: "room of the message or the peer")])
        let saved = FilterCompletion("@", cursor: 1, saved: ["glare": "is:finding"]).candidates
        #expect(saved == [.init(text: "@glare", help: "is:finding")])
        let values = FilterCompletion("kind:off", cursor: 8) { _ in [.init("offer", count: 3)] }.candidates
        #expect(values == [.init(text: "offer", count: 3)])
    }

    @Test func everyPartOfTheLanguageHasAnExample() throws {
        for field in FilterField.allCases {
            #expect(!field.help.isEmpty)
            #expect(try Filter(field.example).text.hasPrefix(field.name))
        }
        for sign in FilterSign.allCases where sign != .group {
            #expect(throws: Never.self, "\(sign)") { try Filter(sign.example, saved: ["name": "x"]) }
        }
    }
}
