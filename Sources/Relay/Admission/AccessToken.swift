import Events

/// The token that a peer must present, if one is configured.
struct AccessToken {
    private let bytes: [UInt8]

    /// A token; `nil` if `text` is empty.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        bytes = Array(text.utf8)
    }

    /// Returns whether `text` equals the token, in a time that depends on the length of `text` alone.
    func matches(_ text: String) -> Bool {
        let given = Array(text.utf8)
        var difference = given.count ^ bytes.count
        // If `text` is longer, the token is compared repeatedly.
        for index in given.indices { difference |= Int(given[index] ^ bytes[index % bytes.count]) }
        return difference == 0
    }
}

/// The delay of the response to a wrong token, for each network: it doubles with each attempt.
///
/// A right token is accepted at once, so that clients that share an address with an attacker are not punished. An
/// attacker could conclude from a missing response that the token was wrong, disconnect, and try the next one without
/// waiting out the delay. So a network may have only ``attemptLimit`` delayed responses at a time, connected or not;
/// until the first of them is due, further attempts are rejected, even with the right token. That allows four attempts
/// in 25 s.
struct AuthBackoff {
    /// The delay after the first wrong token, in nanoseconds; 250 ms.
    static let minimumDelay: Int64 = 250_000_000
    /// The delay after the eighth wrong token and all that follow, in nanoseconds; 25 s.
    static let maximumDelay: Int64 = 25_000_000_000
    /// The maximum number of delayed responses of one network; 4.
    static let attemptLimit = 4
    /// The time after its last wrong token for which a network is remembered, in nanoseconds; 30 minutes.
    static let memory: Int64 = 30 * 60 * 1_000_000_000
    /// The maximum number of networks that are remembered; beyond it the one with the oldest attempt is forgotten.
    static let networkLimit = 4096

    private struct Record {
        var nextDelay = AuthBackoff.minimumDelay
        var lastAttempt = Instant.start
        /// The times at which delayed responses are due.
        var responses: [Instant] = []
    }

    private var records: [Ban.Subject: Record] = [:]

    /// The number of networks that are remembered.
    var count: Int { records.count }

    /// Returns the seconds for which attempts of `network` are rejected; `nil` if the next one is checked.
    func rejectionTime(of network: Ban.Subject, at time: Instant) -> Int? {
        guard let record = records[network] else { return nil }
        let pending = record.responses.filter { $0 > time }
        guard pending.count >= Self.attemptLimit, let first = pending.min() else { return nil }
        return Int(first.seconds(since: time)) + 1
    }

    /// Records a wrong token of `network`; returns the delay of its response in nanoseconds.
    mutating func recordWrongToken(of network: Ban.Subject, at time: Instant) -> Int64 {
        var record = records[network] ?? Record()
        if time >= record.lastAttempt.advanced(by: Self.memory) { record = Record() }
        if records[network] == nil, records.count >= Self.networkLimit { removeOldest(at: time) }
        let delay = record.nextDelay
        record.nextDelay = min(2 * delay, Self.maximumDelay)
        record.lastAttempt = time
        record.responses.removeAll { $0 <= time }
        record.responses.append(time.advanced(by: delay))
        records[network] = record
        return delay
    }

    /// Removes all records that have expired, or the oldest if none has.
    private mutating func removeOldest(at time: Instant) {
        records = records.filter { time < $0.value.lastAttempt.advanced(by: Self.memory) }
        guard records.count >= Self.networkLimit,
            let oldest = records.min(by: { $0.value.lastAttempt < $1.value.lastAttempt })
        else {
            return
        }
        records[oldest.key] = nil
    }
}
