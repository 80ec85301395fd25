/// The recordings that the console shows instead of a relay, and how far they were read.
public struct OpenRecording: Hashable, Sendable {
    /// The names of the files.
    public var files: [String]
    /// The part that was read, in percent.
    public var percent: Int
    /// Whether more is read when the files grow.
    public var isFollowing: Bool
    /// The number of places that could not be read.
    public var faults: Int
    /// The first of them: where and why; `nil` if there is none.
    public var firstFault: String?

    /// Creates the state of recordings.
    public init(
        files: [String], percent: Int = 0, isFollowing: Bool = false, faults: Int = 0, firstFault: String? = nil
    ) {
        (self.files, self.percent, self.isFollowing) = (files, percent, isFollowing)
        (self.faults, self.firstFault) = (faults, firstFault)
    }

    /// The first place that could not be read, and the number of others; `nil` if all could be read.
    public var faultText: String? { firstFault.map { faults > 1 ? "\($0); and \(faults - 1) more places" : $0 } }

    /// The names from the longest text to the shortest: `alice.har + bob.har`, `alice.har +1`.
    var names: [String] {
        let all = files.joined(separator: " + ")
        return files.count > 1 ? [all, "\(files[0]) +\(files.count - 1)"] : [all]
    }

    /// The state in words: `reading 42 %`, `recording`, `following`.
    var state: String {
        percent < 100 ? "reading \(percent) %" : isFollowing ? "following" : "recording"
    }
}
