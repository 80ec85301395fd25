/// The recordings that the console shows instead of a relay, and how far they were read.
public struct OpenRecording: Hashable, Sendable {
    /// The names of the files: `calls.ndjson`, `alice.har + bob.har`.
    public var name: String
    /// The part that was read, in percent.
    public var percent: Int
    /// Whether more is read when the files grow.
    public var isFollowing: Bool
    /// The number of places that could not be read.
    public var faults: Int
    /// The first of them: where and why; `nil` if there is none.
    public var firstFault: String?

    public init(
        name: String, percent: Int = 0, isFollowing: Bool = false, faults: Int = 0, firstFault: String? = nil
    ) {
        (self.name, self.percent, self.isFollowing) = (name, percent, isFollowing)
        (self.faults, self.firstFault) = (faults, firstFault)
    }

    /// The state in words: `reading 42 %`, `recording`, `following`.
    var state: String {
        percent < 100 ? "reading \(percent) %" : isFollowing ? "following" : "recording"
    }
}
