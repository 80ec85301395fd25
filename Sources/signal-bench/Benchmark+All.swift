import Events
import Messages
import SDP
import Text

extension Benchmark {
    /// What is measured, in the order of a message's way.
    static var all: [Benchmark] {
        let offer = Message.text(Samples.offer)
        let candidate = Message.text(Samples.candidate)
        let hidden = Message.text(Samples.hiddenCandidate)
        return [
            Benchmark("scan the JSON of an offer", .megabytesPerSecond(bytes: offer.payload.count)) {
                JSONValue(offer.payload)?.lastIndex ?? 0
            },
            Benchmark("classify a candidate", .nanoseconds) { classified(candidate) },
            Benchmark("classify a candidate with a hidden address", .nanoseconds) { classified(hidden) },
            Benchmark("record a candidate", .microseconds) { recorded(candidate) },
            Benchmark("record a candidate with a hidden address", .microseconds) { recorded(hidden) },
            Benchmark("read a candidate's line", .nanoseconds) { Candidate(Samples.line)?.component ?? 0 },
            Benchmark("classify an offer", .microseconds) { classified(offer) },
            Benchmark("read an offer and its description", .microseconds) {
                ParsedMessage(offer).description?.media.count ?? 0
            },
            Benchmark("record an offer", .microseconds) { recorded(offer) },
            Benchmark("read a description", .microseconds) {
                SessionDescription(Samples.description)?.media.count ?? 0
            },
            Benchmark("read what a description commits to", .microseconds) {
                SDPSummary(Samples.description)?.sections.count ?? 0
            },
            fold("fold candidates", 50_000, candidates: 999),
            fold("fold offers and answers", 5000, candidates: 0),
            fold("fold 19 candidates to 1 description", 50_000, candidates: 19),
            stepping,
        ]
    }

    /// Entries of which so many candidates come to each description; made when they are first needed.
    private static func fold(_ name: String, _ count: Int, candidates: Int) -> Benchmark {
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

    /// What decides where a message belongs.
    private static func classified(_ message: Message) -> Int {
        let reading = ParsedMessage(message)
        return (reading.kind == .candidate ? 1 : 2) + (reading.to?.utf8.count ?? 0)
            + (reading.negotiationKey?.utf8.count ?? 0)
    }

    /// What the journal keeps of a message.
    private static func recorded(_ message: Message) -> Int {
        let transit = Delivery(message: message, sender: .peer(PeerID(1)), room: "demo", hearers: [PeerID(2)])
        let record = Journal.Record(Entry(number: 1, time: .start, content: .message(transit)))
        return record.summary.utf8.count + (record.candidateType == .host ? 1 : 0)
    }
}
