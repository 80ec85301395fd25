import Connections
import Findings
import Negotiations
import Reports
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import SDP

/// Recordings of real calls, as if each page had reported that it applies what it sends and receives, and connects.
///
/// What follows from the messages and what the pages report must not disagree.
@Suite struct RecordedReportsTests {
    /// The pages of a recording: one for each peer, with a connection for each session of its descriptions.
    private struct Pages {
        private(set) var book = CallBook()
        private var number = 0
        private var sessions: [PeerID: [String]] = [:]

        /// Folds an entry of the recording, and the reports that follow from it.
        mutating func fold(_ entry: Entry) {
            let parsed = entry.delivery.map { ParsedMessage($0.message) }
            add(entry.content, parsed, at: entry.time)
            if case .joined(let peer) = entry.content { report(peer.id, nil, .page(PageFacts()), at: entry.time) }
            guard let delivery = entry.delivery, let parsed, delivery.recipients.count == 1,
                let description = Self.description(parsed), let session = parsed.descriptionSummary?.origin?.sessionID
            else { return }
            let (author, recipient) = (delivery.author, delivery.recipients[0])
            let own = connection(of: author, session)
            apply(description, .setLocalDescription, of: author, own, at: entry.time)
            let theirs = connection(of: recipient, nil)
            apply(description, .setRemoteDescription, of: recipient, theirs, at: entry.time)
            guard parsed.kind == .answer else { return }
            for (peer, connection) in [(author, own), (recipient, theirs)] {
                for (machine, state) in [
                    (StateMachine.ice, "connected"), (.dtls, "connected"), (.connection, "connected"),
                ] {
                    report(peer, connection, .state(machine, state), at: entry.time)
                }
            }
        }

        /// The connection of a peer for a session of its own descriptions; the current one if that is not known.
        private mutating func connection(of peer: PeerID, _ session: String?) -> Int {
            let known = sessions[peer, default: []]
            guard let session else { return max(1, known.count) }
            if let index = known.firstIndex(of: session) { return index + 1 }
            // The first description of a peer is of the connection that has applied the offer.
            sessions[peer, default: []].append(session)
            return known.count + 1
        }

        private static func description(_ parsed: ParsedMessage) -> AppliedDescription? {
            guard [.offer, .answer].contains(parsed.kind), let terms = parsed.descriptionSummary,
                let section = terms.sections.first(where: { $0.ufrag != nil && !$0.fingerprints.isEmpty })
            else { return nil }
            var description = AppliedDescription()
            (description.kind, description.text) = (parsed.kind.rawValue, parsed.descriptionText)
            (description.ufrag, description.fingerprint) = (section.ufrag, section.fingerprints.first)
            return description
        }

        private mutating func apply(
            _ description: AppliedDescription, _ method: APICall.Method, of peer: PeerID, _ connection: Int,
            at time: Instant
        ) {
            var call = APICall(method)
            (call.description, call.duration) = (description, 1000)
            report(peer, connection, .call(call), at: time)
        }

        private mutating func report(
            _ peer: PeerID, _ connection: Int?, _ content: PeerReport.Content, at time: Instant
        ) {
            let report = PeerReport(time: 0, connection: connection, content)
            let page = PageReport(page: PageID(peer.number), occurred: time, address: "127.0.0.1:1", report)
            add(.reported(page), nil, at: time)
        }

        private mutating func add(_ content: Entry.Content, _ parsed: ParsedMessage?, at time: Instant) {
            number += 1
            book.fold(Entry(number: number, time: time, content: content), parsed)
        }
    }

    @Test(arguments: RecordedTurns.names)
    func reportsOfWhatWasSentCauseNoFinding(name: String) throws {
        let recording = try Recording.named(name)
        var pages = Pages()
        for entry in recording.play() { pages.fold(entry) }
        let findings = pages.book.findings.all.filter { $0.rule.family == .connection && $0.rule != .connectionLeak }
        #expect(findings.map { $0.sentence.text() } == [])
    }

    /// After each answer, both sides of the negotiation are found in the reports, and known to be connected.
    @Test func eachAnsweredNegotiationIsKnownFromBothSides() throws {
        var count = 0
        for name in RecordedTurns.names {
            var pages = Pages()
            for entry in try Recording.named(name).play() {
                pages.fold(entry)
                guard let delivery = entry.delivery, delivery.recipients.count == 1 else { continue }
                let parsed = ParsedMessage(delivery.message)
                let (author, recipient) = (delivery.author, delivery.recipients[0])
                guard parsed.kind == .answer, let negotiation = pages.book[author, recipient, parsed.negotiationKey],
                    negotiation.reply != nil, DescriptionKey(parsed.descriptionSummary) != nil
                else { continue }
                count += 1
                let known = pages.book.connections(of: negotiation).map(\.peer)
                #expect(known.sorted() == [author, recipient].sorted(), "\(name) #\(entry.number)")
                #expect(pages.book.progress(of: negotiation) == .connected, "\(name) #\(entry.number)")
            }
        }
        #expect(count > 20)
    }
}
