/// The printable beginning of a text, to be quoted in an error message.
public struct Excerpt: CustomStringConvertible {
    /// The length of an excerpt in scalars.
    public static let limit = 32

    public let description: String

    /// Makes an excerpt of `text`, with an ellipsis if it is longer than ``limit``.
    public init(_ text: String) {
        let scalars = text.unicodeScalars.prefix(Self.limit + 1)
        let shown = Printable.line(String(String.UnicodeScalarView(scalars.prefix(Self.limit))))
        description = shown + (scalars.count > Self.limit ? "…" : "")
    }
}
