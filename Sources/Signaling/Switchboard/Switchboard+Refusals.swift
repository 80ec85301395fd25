/// Who is not let in: told at once, or counted where it was told a moment ago.
extension Switchboard {
    mutating func refuse(_ arrival: Arrival, _ refusal: Refusal, at time: Instant) -> [Action] {
        // All that is kept of somebody who may say anything is bounded.
        var arrival = arrival
        (arrival.name, arrival.room) = (arrival.name.map(cut), arrival.room.map(cut))
        // What has been counted goes before it.
        let told = tellRefusals(at: time)
        guard refusals.isToBeTold(refusal, of: arrival, at: time) else { return told }
        return told + [record(.refused(arrival, refusal))]
    }

    /// Tells how many there were of those that were counted, where that is due by `time`.
    mutating func tellRefusals(at time: Instant) -> [Action] {
        refusals.take(at: time).map { record(.refused($0, $1)) }
    }

    /// As much of a text as a name may have.
    func cut(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limits.nameScalars)))
    }
}
