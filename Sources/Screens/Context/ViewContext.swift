import Analysis
import Connections
public import Drawing
public import Events
import Filtering
import Findings
import Messages
import Negotiations
import Reports
import SDP
public import Sessions
import Synchronization

/// The input of all panes and screens: the session, and the operator's settings, marks and terminal.
///
/// Panes and screens have their own cursors and options, but copy nothing from the context, so that they always show the
/// current state.
public struct ViewContext: Sendable {
    public var session: Session
    /// The size of the terminal.
    public var size: Size
    /// The characters that the terminal can show.
    public let charset: Charset
    public var settings = Settings()
    /// The conversion of the session's times to the time of day.
    public var wall: WallClock
    public var marks = Marks()
    /// Whether the session is that of recordings, so that no peer can connect.
    public var isRecording = false
    /// The current entry with its full session description, parsed once when it is drawn.
    private var inspected: Inspection?
    /// The time until which secrets are shown; `nil` if they are hidden.
    public var secretsUntil: Instant?

    public init(_ session: Session, size: Size, charset: Charset, wall: WallClock) {
        (self.session, self.size, self.charset, self.wall) = (session, size, charset, wall)
    }

    /// Makes `record` the current entry, so that its session description is parsed for the first frame alone.
    public mutating func inspect(_ record: Journal.Record?) {
        guard inspected?.entry != record?.entry.number else { return }
        inspected = record.map { Inspection($0) }
    }

    /// Shows `session`, which has other contents, in place of the present one; secrets are hidden.
    public mutating func replaceSession(by session: Session) {
        let current = inspected?.entry
        (self.session, inspected, secretsUntil) = (session, nil, nil)
        inspect(current.flatMap { session.journal[number: $0] })
    }

    /// Returns the session description of `record` with its faults; parsed anew unless `record` is the current entry.
    func inspection(of record: Journal.Record) -> Inspection {
        if let inspected, inspected.entry == record.entry.number { return inspected }
        return Inspection(record)
    }

    /// Returns the session description of `record`; parsed anew unless `record` is the current entry.
    func description(of record: Journal.Record) -> SessionDescription? { inspection(of: record).description }

    /// Returns whether entry `number` is the current entry.
    public func isInspected(_ number: Int?) -> Bool { inspected?.entry == number }

    /// Whether passwords, keys and tokens are shown.
    public var showsSecrets: Bool { secretsUntil.map { session.now < $0 } ?? false }

    /// Whether the detail pane is beside the lists instead of below them.
    public var isSideBySide: Bool {
        let hasRoom = size.columns >= Self.sideBySideColumns || settings.layout == .beside && size.columns >= 80
        return hasRoom && settings.layout != .stacked
    }

    /// The minimum width at which the detail pane is beside the lists by default.
    private static let sideBySideColumns = 100
}

/// The session description of an entry, parsed and validated in full.
final class Inspection: Sendable {
    /// The number of the entry.
    let entry: Int
    private let parsed: ParsedMessage?
    /// The session description with the violations of RFC 8866 in its text; `nil` before it is asked for.
    private let content = Mutex<(description: SessionDescription?, faults: [SDPError])?>(nil)

    init(_ record: Journal.Record) { (entry, parsed) = (record.entry.number, record.parsed) }

    /// The session description; `nil` if the entry has none.
    var description: SessionDescription? { read().description }

    /// The violations of RFC 8866 in the text of the description.
    var faults: [SDPError] { read().faults }

    private func read() -> (description: SessionDescription?, faults: [SDPError]) {
        content.withLock { content in
            if let content { return content }
            let description = parsed?.description
            let new = (description, description.map { SessionDescription.faults(in: $0.text) } ?? [])
            content = new
            return new
        }
    }
}

extension Size {
    /// The area between the header and the last two lines of a terminal of this size.
    public var body: Rect { Rect(row: 1, column: 0, rows: rows - 3, columns: columns) }
}

extension EntryFacts {
    /// The facts of a session with the operator's marks.
    public init(_ context: ViewContext) {
        let marks = context.marks
        self.init(context.session) { marks.contains($0) }
    }
}
