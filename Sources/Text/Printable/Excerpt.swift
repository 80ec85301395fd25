/// The beginning of what somebody wrote, for an error that quotes it: one line, nothing that drives a terminal.
public struct Excerpt: CustomStringConvertible {
    /// As much as tells what it is, in scalars.
    public static let limit = 32

    public let description: String

    /// The excerpt of `text`.
    public init(_ text: String) {
        let scalars = text.unicodeScalars.prefix(Self.limit + 1)
        let shown = Printable.line(String(String.UnicodeScalarView(scalars.prefix(Self.limit))))
        description = shown + (scalars.count > Self.limit ? "…" : "")
    }
}
