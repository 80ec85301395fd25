import Events

/// How long each network waits for the answer to a wrong token: twice as long each time.
///
/// A right token is answered at once, so as not to punish who shares an address with somebody else. Then a guess that is
/// not answered at once was wrong, and who gives up early could guess as fast as before: so a network has only so many
/// guesses that wait, whoever still listens to the answer, and until one of them is due none of its tokens is looked at,
/// be it right or wrong. That makes four guesses in 25 s.
struct AuthBackoff {
    /// The delay of the first wrong token, in nanoseconds.
    static let shortest: Int64 = 250_000_000
    /// The delay of the eighth and all that follow.
    static let longest: Int64 = 25_000_000_000
    /// Guesses of one network that can wait.
    static let guesses = 4
    /// After so much time without another it is forgotten.
    static let memory: Int64 = 30 * 60 * 1_000_000_000
    /// Networks that are remembered; the one that has been quiet for longest gives way.
    static let limit = 4096

    private struct Record {
        var delay = AuthBackoff.shortest
        var last = Instant.start
        /// When those that wait are answered.
        var answers: [Instant] = []
    }

    private var records: [Ban.Subject: Record] = [:]

    /// How many networks are remembered.
    var known: Int { records.count }

    /// For how many seconds no token of `network` is looked at; `nil` if the next one is.
    func pause(of network: Ban.Subject, at time: Instant) -> Int? {
        guard let record = records[network] else { return nil }
        let waiting = record.answers.filter { $0 > time }
        guard waiting.count >= Self.guesses, let first = waiting.min() else { return nil }
        return Int(first.seconds(since: time)) + 1
    }

    /// Notes a wrong token of `network`; returns the nanoseconds that its answer is to wait.
    mutating func noteWrong(_ network: Ban.Subject, at time: Instant) -> Int64 {
        var record = records[network] ?? Record()
        if time >= record.last.advanced(by: Self.memory) { record = Record() }
        if records[network] == nil, records.count >= Self.limit { forget(at: time) }
        let delay = record.delay
        record.delay = min(2 * delay, Self.longest)
        record.last = time
        record.answers.removeAll { $0 <= time }
        record.answers.append(time.advanced(by: delay))
        records[network] = record
        return delay
    }

    /// Makes room for one more.
    private mutating func forget(at time: Instant) {
        records = records.filter { time < $0.value.last.advanced(by: Self.memory) }
        guard records.count >= Self.limit, let oldest = records.min(by: { $0.value.last < $1.value.last }) else {
            return
        }
        records[oldest.key] = nil
    }
}
