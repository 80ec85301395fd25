@testable import Analysis
@testable import Events
@testable import SDP

/// What `author` said, in entry `entry`.
func statement(_ text: String, entry: Int = 5, by author: Int = 1) -> SignaledDescription {
    SignaledDescription(entry: entry, time: .start, author: PeerID(author), terms: SDPSummary(text))
}

/// Each with its severity: `error: the answer #9 …`.
func words(_ observations: [Observation]) -> [String] {
    observations.map { "\($0.severity.word): \($0.sentence.words())" }
}
