import Events
import Messages
import SDP
import Text

extension Benchmark {
    /// All benchmarks, in the order in which a message passes the modules.
    static var all: [Benchmark] {
        let offer = Message.text(Samples.offer)
        let candidate = Message.text(Samples.candidate)
        let hidden = Message.text(Samples.hiddenCandidate)
        return [
            Benchmark("scan the JSON of an offer", .megabytesPerSecond(bytes: offer.payload.count)) {
                JSONValue(offer.payload)?.lastIndex ?? 0
            },
            Benchmark("classify a candidate", .nanoseconds) { classify(candidate) },
            Benchmark("classify a candidate with a hidden address", .nanoseconds) { classify(hidden) },
            Benchmark("record a candidate", .microseconds) { record(candidate) },
            Benchmark("record a candidate with a hidden address", .microseconds) { record(hidden) },
            Benchmark("read a candidate's line", .nanoseconds) { Candidate(Samples.line)?.component ?? 0 },
            Benchmark("classify an offer", .microseconds) { classify(offer) },
            Benchmark("read an offer and its description", .microseconds) {
                ParsedMessage(offer).description?.media.count ?? 0
            },
            Benchmark("record an offer", .microseconds) { record(offer) },
            Benchmark("read a description", .microseconds) {
                SessionDescription(Samples.description)?.media.count ?? 0
            },
            Benchmark("read what a description commits to", .microseconds) {
                SDPSummary(Samples.description)?.sections.count ?? 0
            },
            fold("fold candidates", count: 50_000, candidates: 999),
            fold("fold offers and answers", count: 5000, candidates: 0),
            fold("fold 19 candidates to 1 description", count: 50_000, candidates: 19),
            stepping,
        ]
    }

    /// Returns a benchmark that folds `count` entries, with the given number of candidates after each description.
    private static func fold(_ name: String, count: Int, candidates: Int) -> Benchmark {
        var entries: [Entry] = []
        return Benchmark(name, .thousandsPerSecond(count: count)) {
            if entries.isEmpty { entries = Traffic.entries(count, candidates: candidates) }
            return Traffic.fold(entries)
        }
    }

    private static var stepping: Benchmark {
        var steps: Steps?
        return Benchmark("step in 100,000 entries", .microseconds) {
            if steps == nil { steps = Steps() }
            return steps?.step() ?? 0
        }
    }

    /// Parses what determines the recipients and the negotiation of a message.
    private static func classify(_ message: Message) -> Int {
        let parsed = ParsedMessage(message)
        return (parsed.kind == .candidate ? 1 : 2) + (parsed.to?.utf8.count ?? 0)
            + (parsed.negotiationKey?.utf8.count ?? 0)
    }

    /// Creates the journal record of a message.
    private static func record(_ message: Message) -> Int {
        let delivery = Delivery(message: message, sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)])
        let record = Journal.Record(Entry(number: 1, time: .start, content: .message(delivery)))
        return record.summary.utf8.count + (record.candidateType == .host ? 1 : 0)
    }
}
