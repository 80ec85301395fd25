/// Something that each of two descriptions says: `sendrecv → recvonly`, or `sendrecv` if both say the same.
struct DiffStep: Hashable, Sendable {
    let before: String
    let after: String

    /// How much of what a peer chose is kept, in bytes: more than any screen is wide.
    private static let limit = 400

    /// What is not said is `-`.
    init(_ before: String?, _ after: String?) {
        self.before = before.map(Self.shortened) ?? "-"
        self.after = after.map(Self.shortened) ?? "-"
    }

    /// The beginning of `text`.
    static func shortened(_ text: String) -> String {
        text.utf8.count > limit ? String(decoding: text.utf8.prefix(limit), as: UTF8.self) : text
    }

    func text(isWide: Bool) -> String {
        before == after ? before : before + (isWide ? " → " : "→") + after
    }
}
