/// Who is not let in: told at once, or counted where it was told a moment ago.
extension Switchboard {
    mutating func refuse(_ arrival: Arrival, _ refusal: Refusal, at time: Instant) -> [Action] {
        // What has been counted goes before it.
        let told = tellRefusals(at: time)
        guard refusals.isToBeTold(refusal, of: arrival, at: time) else { return told }
        return told + [record(.refused(arrival, refusal))]
    }

    /// Tells how many there were of those that were counted, where that is due by `time`.
    mutating func tellRefusals(at time: Instant) -> [Action] {
        refusals.take(at: time).map { record(.refused($0, $1)) }
    }
}
