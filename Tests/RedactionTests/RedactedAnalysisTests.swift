import Findings
import Reports
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import Redaction
@testable import SDP

/// The analysis of redacted events, and what is left in them.
@Suite struct RedactedAnalysisTests {
    static let key = (0..<16).map { UInt8($0) }

    typealias Events = [(time: Instant, event: RelayEvent)]

    private static func redacted(_ events: Events, names: Bool) -> Events {
        var redactor = Redactor(key: key, names: names)
        return events.map { ($0.time, redactor.redact($0.event)) }
    }

    /// Expects that `events` lead to the same analysis without secrets, and that no secret is left in them.
    private func expectRedaction(_ events: Events, until end: Instant, names: Bool, _ name: String) {
        let redacted = Self.redacted(events, names: names)
        let original = AnalysisDigest(events, until: end)
        #expect(AnalysisDigest(redacted, until: end).differences(from: original) == [], "\(name)")
        let sensitive = SensitiveValues(in: events.flatMap { texts(in: $0.event) })
        #expect(sensitive.survivors(in: redacted.flatMap { texts(in: $0.event) }) == [], "\(name)")
    }

    // MARK: Recordings

    @Test(arguments: RecordedTurns.names, [false, true])
    func aRecordedCallIsAnalyzedAsBefore(name: String, names: Bool) throws {
        let recording = try Recording.named(name)
        let events = recording.play().map { ($0.time, RelayEvent.entry($0)) }
        expectRedaction(events, until: recording.end, names: names, name)
    }

    /// The pages of the peers report that they apply what is sent and received.
    @Test(arguments: RecordedTurns.names)
    func aRecordedCallWithReportsIsAnalyzedAsBefore(name: String) throws {
        let recording = try Recording.named(name)
        let events = ReportedRecording(recording.play()).events
        expectRedaction(events, until: recording.end, names: false, name)
    }

    @Test func theRecordingsHaveSecrets() throws {
        let entries = try RecordedTurns.names.flatMap { try Recording.named($0).play() }
        let sensitive = SensitiveValues(in: entries.flatMap { texts(in: $0) })
        #expect(sensitive.values.count > 100)
        #expect(sensitive.userNames.count > 40)
        #expect(sensitive.survivors(in: entries.flatMap { texts(in: $0) }).count > 150)
    }

    // MARK: Findings

    /// Each rule has a conversation that leads to a finding of it.
    @Test(arguments: Rule.all.map(\.name), [false, true])
    func eachRuleFindsInRedactedMessagesWhatItFoundBefore(name: String, names: Bool) throws {
        let rule = try #require(Rule.all.first { $0.name == name })
        let scene = try #require(RuleExamples.scene(of: rule))
        let end = scene.end.advanced(by: 60_000_000_000)
        #expect(scene.book.findings.all.contains { $0.rule == rule })
        expectRedaction(scene.events, until: end, names: names, name)
    }

    @Test func sentencesOfFindingsNameNoUserName() throws {
        let scene = Scene(
            """
            0 p1 joins demo name=alice
            0.1 p2 joins demo name=bob
            1 p1 offers with=host
            1.2 p2 answers with=host
            2 p1 candidate host ufrag=Zz9z
            5 -
            """)
        let finding = try #require(scene.book.findings.all.first { $0.rule == .unknownGeneration })
        #expect(finding.sentence.text().contains("Zz9z"))
        var redactor = Redactor(key: Self.key)
        let redacted = scene.events.map { redactor.redact($0.event) }
        let sentence = redactor.redact(text: finding.sentence.text())
        #expect(!sentence.contains("Zz9z"))
        var book = CallBook()
        for case .entry(let entry) in redacted { book.fold(entry, entry.delivery.map { ParsedMessage($0.message) }) }
        book.advance(to: scene.end)
        #expect(book.findings.all.contains { $0.sentence.text() == sentence })
    }

    // MARK: Keys

    @Test func theSameKeyMakesTheSamePseudonyms() throws {
        let events = try Recording.named("chromium-firefox").play().map { RelayEvent.entry($0) }
        var (one, same, other) = (Redactor(key: Self.key), Redactor(key: Self.key), Redactor(key: Self.key.reversed()))
        let redacted = events.map { one.redact($0) }
        #expect(redacted == events.map { same.redact($0) })
        #expect(zip(redacted, events.map { other.redact($0) }).contains { $0 != $1 })
    }
}

/// The entries of a recording, and reports of the pages of its peers: each has one connection, which applies what it sends
/// and receives.
private struct ReportedRecording {
    private(set) var events: [(time: Instant, event: RelayEvent)] = []
    private var number = 0

    init(_ entries: [Entry]) {
        for entry in entries {
            add(entry.content, at: entry.time)
            switch entry.content {
            case .joined(let peer):
                var facts = PageFacts()
                (facts.session, facts.url) = ("session \(peer.id)", "http://192.0.2.77/")
                report(peer.id, nil, .page(facts), at: entry.time)
            case .message(let delivery): apply(delivery, at: entry.time)
            default: break
            }
        }
    }

    private mutating func apply(_ delivery: Delivery, at time: Instant) {
        let parsed = ParsedMessage(delivery.message)
        guard delivery.recipients.count == 1 else { return }
        if let candidate = parsed.candidate {
            var call = APICall(.addIceCandidate)
            var applied = AppliedCandidate()
            (applied.text, applied.mid, applied.ufrag) = (candidate.line, parsed.mid, parsed.usernameFragment)
            (call.candidate, call.duration) = (applied, 1000)
            report(delivery.recipients[0], 1, .call(call), at: time)
        }
        guard [.offer, .answer].contains(parsed.kind), let text = parsed.descriptionText,
            let section = parsed.descriptionSummary?.sections.first(where: { $0.ufrag != nil })
        else { return }
        var description = AppliedDescription()
        (description.kind, description.ufrag) = (parsed.kind.rawValue, section.ufrag)
        description.fingerprint = section.fingerprints.first
        description.text = text.replacing(/a=ice-pwd:\S+/, with: "a=ice-pwd:-")
        for (peer, method) in [
            (delivery.author, APICall.Method.setLocalDescription), (delivery.recipients[0], .setRemoteDescription),
        ] {
            var call = APICall(method)
            (call.description, call.duration) = (description, 1000)
            report(peer, 1, .call(call), at: time)
        }
        guard parsed.kind == .answer else { return }
        for peer in [delivery.author, delivery.recipients[0]] {
            report(peer, 1, .state(.ice, "connected"), at: time)
            var statistics = ConnectionStatistics()
            var pair = CandidatePair()
            (pair.local.address, pair.remote.address) = ("192.0.2.2", "fd00::2")
            (statistics.pairs, statistics.selected) = ([pair], 0)
            report(peer, 1, .statistics(statistics), at: time)
        }
    }

    private mutating func report(_ peer: PeerID, _ connection: Int?, _ content: PeerReport.Content, at time: Instant) {
        let report = PeerReport(time: 0, connection: connection, content)
        let page = PageReport(page: PageID(peer.number), occurred: time, address: "127.0.0.1:1", report)
        if case .statistics = content { events.append((time, .report(page))) } else { add(.reported(page), at: time) }
    }

    private mutating func add(_ content: Entry.Content, at time: Instant) {
        number += 1
        events.append((time, .entry(Entry(number: number, time: time, content: content))))
    }
}
