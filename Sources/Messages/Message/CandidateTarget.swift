/// The section and the ICE session that a candidate belongs to, from the members beside it (W3C `RTCIceCandidateInit`).
struct CandidateTarget: Hashable {
    var mid: String?
    var index: Int?
    var usernameFragment: String?

    /// The section in a summary: `m0` by index, or else the mid; empty if neither is known.
    var summary: String {
        if let index { return "m\(index)" }
        return mid.map { "mid \($0)" } ?? ""
    }
}
