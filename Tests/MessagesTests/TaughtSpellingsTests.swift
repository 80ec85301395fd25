import Testing

@testable import Messages

/// Spellings that the configuration file adds.
@Suite(.serialized) struct TaughtSpellingsTests {
    /// The spellings apply to the whole process, so no other test may use these words.
    init() {
        var taught = TaughtSpellings()
        let spellings: [(String, TaughtSpellings.Subject)] = [
            ("qzVerb", .type), ("qzText", .description), ("qzLine", .candidate), ("qzOrigin", .from), ("qzGoal", .to),
            ("qzPropose", .offer), ("qzConsent", .answer), ("qzEnter", .join), ("qzGone", .leave), ("qzFarewell", .bye),
        ]
        for (text, subject) in spellings {
            let isAdded = taught.add(text, as: subject)
            #expect(isAdded)
        }
        TaughtSpellings.current = taught
    }

    private func parsed(_ text: String) -> ParsedMessage { ParsedMessage(.text(text)) }

    @Test(arguments: [
        (#"{"qzVerb":"hangup"}"#, Kind.bye), (#"{"qz_verb":"qz-enter"}"#, .join), (#"{"op":"qzFarewell"}"#, .bye),
        (#"{"type":"QZ_GONE"}"#, .leave), (#"{"qzLine":null}"#, .endOfCandidates),
        (#"{"qz-line":""}"#, .endOfCandidates),
        (#"{"qzVerb":"qzPropose","x":"v=0\r\no=- 1 2 IN IP4 0\r\n"}"#, .offer),
        (#"{"type":"chat","qzText":"v=0\r\no=- 1 2 IN IP4 0\r\na=setup:active\r\n"}"#, .answer),
        (#"{"type":"chat","qzLine":"1 1 tls 1 192.0.2.4 9 typ host"}"#, .candidate),
    ])
    func aConfiguredSpellingIsRecognized(text: String, kind: Kind) {
        #expect(parsed(text).kind == kind)
        #expect(!parsed(text).isGuess)
    }

    @Test func configuredMembersNameSenderAndAddressee() {
        let parsed = parsed(#"{"type":"bye","data":{"qzOrigin":"a","qz_goal":7}}"#)
        #expect([parsed.from, parsed.to] == ["a", "7"])
        #expect(self.parsed(#"{"to":"b","qzGoal":"c"}"#).to == "b")
    }

    @Test func invalidSpellingsAreRefused() {
        var taught = TaughtSpellings()
        func add(_ text: String) -> Bool { taught.add(text, as: .to) }
        let refused = ["", "-_-", String(repeating: "x", count: 41)].map(add)
        #expect(refused == [false, false, false])
        let added = (0..<TaughtSpellings.limit).map { add("x\($0)") }
        #expect(added.allSatisfy { $0 })
        let isMoreAdded = add("more")
        #expect(!isMoreAdded)
    }
}
