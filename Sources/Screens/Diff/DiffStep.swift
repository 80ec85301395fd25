/// The values of a property in two descriptions: `sendrecv → recvonly`, or `sendrecv` if they are equal.
struct DiffValues: Hashable, Sendable {
    let before: String
    let after: String

    /// The maximum length of a value in bytes; peers choose values, and no screen is wider.
    private static let limit = 400

    /// Creates a pair of values; a missing value is `-`.
    init(_ before: String?, _ after: String?) {
        self.before = before.map(Self.shortened) ?? "-"
        self.after = after.map(Self.shortened) ?? "-"
    }

    /// Returns the first ``limit`` bytes of `text`.
    static func shortened(_ text: String) -> String {
        text.utf8.count > limit ? String(decoding: text.utf8.prefix(limit), as: UTF8.self) : text
    }

    func text(isWide: Bool) -> String {
        before == after ? before : before + (isWide ? " → " : "→") + after
    }
}
