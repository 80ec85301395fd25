/// The beginning of what a peer wrote, for an error that quotes it: one line, nothing that drives a terminal.
struct Excerpt: CustomStringConvertible {
    /// As much as tells what it is, in scalars.
    static let limit = 32

    let description: String

    init(_ text: String) {
        let scalars = text.unicodeScalars.prefix(Self.limit + 1)
        let shown = Printable.line(String(String.UnicodeScalarView(scalars.prefix(Self.limit))))
        description = shown + (scalars.count > Self.limit ? "…" : "")
    }
}
