/// Which m-line a candidate belongs to, and to which ICE session: what stands beside it (W3C `RTCIceCandidateInit`).
struct CandidateTarget: Hashable {
    var mid: String?
    var index: Int?
    var usernameFragment: String?

    /// In a summary: `m0` by index, else the mid; empty if neither is told.
    var summary: String {
        if let index { return "m\(index)" }
        return mid.map { "mid \($0)" } ?? ""
    }
}
