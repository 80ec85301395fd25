import Connections
import Events
import Findings
import Negotiations
import SDP
import Text

extension SDPSummary {
    /// The number of m-sections that a sentence names; it counts the others.
    static let namedLimit = 3

    /// The m-sections at `indices` as a sentence names them: `m0 audio, m1 video and 2 more`.
    func names(_ indices: [Int]) -> String {
        let named = indices.prefix(Self.namedLimit).map { "m\($0) \(Excerpt(sections[$0].kind))" }
        let rest = indices.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension SignaledDescription {
    /// The subject of an observation about the m-sections at `indices`: `p1 m0 m1`.
    func subject(_ indices: [Int] = []) -> String {
        ([author.description] + indices.map { "m\($0)" }).joined(separator: " ")
    }
}
