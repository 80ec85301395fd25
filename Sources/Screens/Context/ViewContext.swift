public import Drawing
public import Events
import Messages
import SDP
public import Sessions

/// What all panes and screens draw from: the session, and how the operator looks at it.
///
/// A screen has its own state beside it: cursor, scroll position, choices. Nothing of it is copied into a screen, so that
/// what is shown is always live.
public struct ViewContext: Sendable {
    /// What the relay's events amount to.
    public var session: Session
    /// The size of the terminal.
    public var size: Size
    /// The characters that the terminal can show.
    public let charset: Charset
    /// The operator's settings.
    public var settings = Settings()
    /// The time of day of each moment.
    public var wall: WallClock
    /// The entries that the operator has marked.
    public var marks = Marks()
    /// The current entry, parsed in full when it became that.
    private var inspected: Inspection?
    /// The time until which secrets are shown; `nil` if they are hidden.
    public var secretsUntil: Instant?

    public init(_ session: Session, size: Size, charset: Charset, wall: WallClock) {
        (self.session, self.size, self.charset, self.wall) = (session, size, charset, wall)
    }

    /// Parses `record`, the current entry, in full, so that drawing it parses nothing.
    public mutating func inspect(_ record: Journal.Record?) {
        guard inspected?.entry != record?.entry.number else { return }
        inspected = record.map { Inspection($0) }
    }

    /// The full contents of `record`, parsed now unless it is the current entry.
    func inspection(of record: Journal.Record) -> Inspection {
        if let inspected, inspected.entry == record.entry.number { return inspected }
        return Inspection(record)
    }

    /// The session description in `record`, parsed now unless it is the current entry.
    func description(of record: Journal.Record) -> SessionDescription? { inspection(of: record).description }

    /// Whether `number` is the entry that was parsed in full.
    public func isInspected(_ number: Int?) -> Bool { inspected?.entry == number }

    /// Whether passwords and keys are shown.
    public var showsSecrets: Bool { secretsUntil.map { session.now < $0 } ?? false }

    /// Whether lists and detail stand side by side.
    public var isSideBySide: Bool {
        let hasRoom = size.columns >= Self.columnsForTwo || settings.layout == .beside && size.columns >= 80
        return hasRoom && settings.layout != .stacked
    }

    /// The columns from which lists and detail stand side by side; default 100.
    private static let columnsForTwo = 100
}

/// An entry whose session description, if it has one, was parsed and validated in full.
struct Inspection: Sendable {
    /// The number of the entry.
    let entry: Int
    /// The session description; `nil` if the message carries none.
    let description: SessionDescription?
    /// The violations of RFC 8866 in its text.
    let faults: [SDPError]

    init(_ record: Journal.Record) {
        entry = record.entry.number
        description = record.parsed?.description
        faults = description.map { SessionDescription.faults(in: $0.text) } ?? []
    }
}

extension Size {
    /// The part of a terminal of this size between its header and its last two lines.
    public var body: Rect { Rect(row: 1, column: 0, rows: rows - 3, columns: columns) }
}
