/// An event of the recording of a relay's events to a file.
public enum RecordingNews: Hashable, Sendable {
    /// The recording has begun.
    case started(path: String)
    /// Writing failed, for this reason; it is tried again each second.
    case failed(reason: String)
    /// Writing succeeds again; this many events were lost meanwhile.
    case resumed(path: String, lost: Int)
    /// The file had reached its limit; it is kept with `.1` after its name, and a new one was begun.
    case rotated(path: String)
    /// The file was removed or replaced by another program; a new one was begun.
    case reopened(path: String)

    /// Whether events are being written.
    public var isWriting: Bool {
        if case .failed = self { return false }
        return true
    }

    /// The path of the file; `nil` if writing failed.
    public var path: String? {
        switch self {
        case .started(let path), .resumed(let path, _), .rotated(let path), .reopened(let path): path
        case .failed: nil
        }
    }

    /// The event in a line.
    public var text: String {
        switch self {
        case .started(let path): "recording to \(path)"
        case .failed(let reason): "\(reason); the relay continues, and recording is tried again each second"
        case .resumed(let path, let lost):
            "recording to \(path) again" + (lost == 0 ? ", nothing was lost" : "; \(lost) events were lost meanwhile")
        case .rotated(let path): "recording to a new \(path), the former one is \(path).1"
        case .reopened(let path): "\(path) was removed or replaced; recording to a new one"
        }
    }
}
