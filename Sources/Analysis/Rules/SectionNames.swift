import Events
import SDP
import Text

extension SDPSummary {
    /// How many sections a sentence names, before it counts the rest.
    static let namedLimit = 3

    /// What the sections at `indices` are called in a sentence: `m0 audio, m1 video and 2 more`.
    func names(_ indices: [Int]) -> String {
        let named = indices.prefix(Self.namedLimit).map { "m\($0) \(Excerpt(sections[$0].kind))" }
        let rest = indices.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension SignaledDescription {
    /// What tells a finding in these sections from one in others, or of the other side: `p1 m0 m1`.
    func subject(_ indices: [Int] = []) -> String {
        ([author.description] + indices.map { "m\($0)" }).joined(separator: " ")
    }
}
