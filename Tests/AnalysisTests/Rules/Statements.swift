import Connections
import Findings
import Negotiations
@testable import Analysis
@testable import Events
@testable import SDP

/// A description that `author` sent in entry `entry`.
func statement(_ text: String, entry: Int = 5, by author: Int = 1) -> SignaledDescription {
    SignaledDescription(entry: entry, time: .start, author: PeerID(author), isOffer: true, terms: SDPSummary(text))
}

/// The observations with their severities: `error: the answer #9 …`.
func words(_ observations: [Observation]) -> [String] {
    observations.map { "\($0.severity.name): \($0.sentence.text())" }
}
