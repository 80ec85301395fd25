import Testing

/// Code and documents do not use retired words.
@Suite struct VocabularyTests {
    /// The retired words; add a row when something is renamed.
    private static let retired = [
        RetiredWord("nil where", use: "`nil` if", onlyInProse: true),
        RetiredWord("`nil` where", use: "`nil` if", onlyInProse: true),
        RetiredWord("empty where", use: "empty if", onlyInProse: true),
        RetiredWord("import Signaling", use: "the module that has it, such as Messages or Analysis"),
        RetiredWord("--grace", use: "--drain-timeout", exceptIn: ["Sources/Configuration/ConfigurationError.swift"]),
        RetiredWord("--request-time", use: "--handshake-timeout"),
        RetiredWord("--ping-time", use: "--ping-interval"),
        RetiredWord("--silence-time", use: "--idle-timeout"),
        RetiredWord("--room-limit", use: "--max-room-peers"),
        RetiredWord("Census", use: "Snapshot"),
        RetiredWord("Transit", use: "Delivery"),
        RetiredWord("WireRule", use: "InterceptRule"),
        RetiredWord("Sifting", use: "FilteredView"),
        RetiredWord("Interventions", use: "InterceptState"),
        RetiredWord("Happening", use: "EventItem"),
        RetiredWord("Happenings", use: "EventItems"),
        RetiredWord("Obstacles", use: "DisabledReasons"),
        RetiredWord("Lexicon", use: "ByteKeyTable"),
        RetiredWord("FaultlessText", use: "SDPFastCheck"),
        RetiredWord("KnownSections", use: "MSectionCache"),
        RetiredWord("PassageWords", use: "InterceptionText"),
        RetiredWord("TokenDelays", use: "AuthBackoff"),
        RetiredWord("Dismissal", use: "KickReason"),
        RetiredWord("Offence", use: "AbuseCase"),
        RetiredWord("Vandals", use: "MalformedClients"),
        RetiredWord("Crowd", use: "ClientPool"),
        RetiredWord("Agenda", use: "DeadlineQueue"),
        RetiredWord("KickPlan", use: "KickDialog"),
        RetiredWord("NumberSet", use: "RankedIntSet"),
        RetiredWord("RandomParts", use: "VolatileFields"),
        RetiredWord("Repetitions", use: "EventCoalescer"),
        RetiredWord("ReplayPlan", use: "ReplayDialog"),
        RetiredWord("Saying", use: "InFlightMessage or ObservedMessage"),
        RetiredWord("Sieve", use: "CompiledFilter"),
        RetiredWord("Tape", use: "Switchboard, which numbers the entries"),
        RetiredWord("Unwrapping", use: "EnvelopeParser"),
        RetiredWord("transit", use: "delivery"),
        RetiredWord("hearers", use: "recipients"),
        RetiredWord("census", use: "snapshot"),
        RetiredWord("nominate", use: "recordCandidates; nomination is a term of RFC 8445"),
        RetiredWord("takeCensus", use: "requestSnapshot"),
        RetiredWord("ArmedRule", use: "ActiveRule"),
        RetiredWord("Phases", use: "SetupTimings"),
        RetiredWord("Ink", use: "TerminalAttributes"),
        RetiredWord("FindingWords", use: "FindingText"),
        RetiredWord("LadderWords", use: "LadderCaptions"),
        RetiredWord("Stray", use: "UnmatchedCandidates"),
    ]

    @Test(arguments: retired)
    func retiredWordsAreNotUsed(word: RetiredWord) throws {
        for file in try SourceTree.sources() + SourceTree.documents() {
            let lines = word.lines(of: file)
            #expect(lines.isEmpty, "\(file.path):\(lines): \"\(word.word)\" is retired: use \(word.replacement)")
        }
    }

    @Test func onlyWholeWordsAreFound() {
        let word = RetiredWord("--grace", use: "--drain-timeout")
        let file = SourceFile(path: "A.md", text: "a --grace 5\nb --graceful\nc ---grace\n`--grace`, --grace-time")
        #expect(word.lines(of: file) == [1, 4])
    }

    @Test func aWordThatIsRetiredInProseMayBeUsedInCode() {
        let word = RetiredWord("nil where", use: "`nil` if", onlyInProse: true)
        let text = "case nil where a: // nil where\ncase nil where b:"
        #expect(word.lines(of: SourceFile(path: "A.swift", text: text)) == [1])
        #expect(word.lines(of: SourceFile(path: "A.md", text: text)) == [1, 2])
    }
}
