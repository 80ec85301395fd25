import DequeModule
public import Drawing
public import Events
public import Routing
public import Screens
public import Sessions

/// All that the console knows and shows.
///
/// ``update(_:_:)`` changes it, ``view(_:)`` draws it. On the console thread.
public struct Model: Sendable {
    /// What panes and screens draw from: the session, and how the operator looks at it.
    public var context: ViewContext
    /// Which key does what.
    public var keyMap = KeyMap()
    /// Filters that have a name.
    public var savedFilters: [String: String] = [:]
    /// Whether nothing may be done to the peers.
    public var isReadOnly = false
    /// The first happening in sight, counted from the first there ever was; nil to follow the latest.
    var eventsTop: Int?

    var focus = Pane.log
    /// Which list the detail pane shows the selected line of.
    public var subject = Pane.log
    var peers = ListPosition()
    public var log = ListPosition()
    var isFollowing = true
    /// The filter and what passes it; `nil` if there is none.
    public var sifting: FilteredView?
    /// What `!` goes back to; `nil` if `!` has not added to the filter.
    var unfinding: LogView?
    /// The last entry that is shown while the view is frozen; `nil` if it is not.
    public var frozen: Int?
    /// The first entry that is shown, after the view was cleared.
    public var cleared = 0
    /// How many columns of the log's summaries are out of sight on the left.
    var logLeft = 0
    public var marks = Marks()
    /// The peers that the operator has marked.
    var markedPeers: Set<PeerID> = []
    /// The first line of the detail pane.
    var detailTop = 0
    /// Where to go back to; `nil` if no pane has been given the whole screen.
    public var zoomed: Return?
    /// What lies over the panes, the uppermost at the end.
    public var screens: [any Screen] = []
    var question: Question?
    /// The line that is being typed.
    var prompt: Prompt?
    /// What the log showed before the line was begun.
    var before = LogView()
    /// The lines that were typed before.
    var lines = PromptHistory()
    /// Whether the line between the lists and the detail is being dragged.
    var isDragging = false
    /// In which frames plain peers get text unless the operator has chosen otherwise.
    public var plainDelivery = PlainDelivery.verbatim
    /// The draft that was last sent in place of a held message; nil once that has gone on.
    var sentDraft: Draft?
    /// The draft whose text the editor has; `nil` if it has none.
    var editedDraft: Draft?
    /// How far a replay with time between its messages has come; `nil` if none is under way.
    var playback: Snapshot.Playback?
    /// What is being copied, in words, until it is told what became of that.
    var copied: String?
    /// The window's title as it was last asked for.
    var title = ""
    /// What the last key had to say.
    public var notice: String?

    /// A console of `session`.
    public init(
        _ session: Session, size: Size, charset: Charset = .utf8, wall: WallClock = WallClock(start: 0, offset: 0)
    ) {
        context = ViewContext(session, size: size, charset: charset, wall: wall)
    }

    /// The peer under the cursor of the peers pane.
    var selectedPeer: PeerID? {
        peers.cursor.map(PeerID.init).flatMap { context.session.roster.isPresent($0) ? $0 : nil }
    }

    /// The entry under the cursor of the log.
    var selectedRecord: Journal.Record? {
        log.cursor.flatMap { shown.contains($0) ? context.session.journal[number: $0] : nil }
    }

    /// What the log shows.
    var shown: ShownEntries {
        let passing = context.settings.filter == .hide ? sifting?.passing : nil
        return ShownEntries(context.session.journal, passing: passing, from: cleared, through: frozen)
    }

    /// The number of the entry that a command means: of the screen that is open, or of the log; `nil` if none is.
    var currentEntry: Int? {
        if let screen { return screen.entry(context) }
        return subject == .log ? selectedRecord?.entry.number : nil
    }

    /// The record that a command means.
    var currentRecord: Journal.Record? { currentEntry.flatMap { context.session.journal[number: $0] } }

    /// The entries that a command means: in the panes those marked, else the current one.
    var meantEntries: [Int] {
        context.marks.isEmpty || screen != nil ? [currentEntry].compactMap(\.self) : context.marks.numbers
    }

    /// The peer that an action means: the one selected, or the author of the message selected.
    var actionPeer: PeerID? {
        if screen == nil, subject == .peers { return selectedPeer }
        return currentRecord?.entry.peer
    }

    var isZoomed: Bool { zoomed != nil }

    /// Whether there is more to be done as soon as there is time: ``Event/more`` does it.
    public var isBusy: Bool { sifting?.isUnfinished == true || screen?.isUnfinished == true }

    /// The colours to draw with.
    public var theme: Theme { context.settings.theme }

    /// Whether the terminal is to tell what the mouse does; it then selects no text by itself.
    public var wantsMouse: Bool { context.settings.mouse }

    var areas: Areas { Areas(self) }

    /// What was on the screen before something else was.
    public struct Return: Hashable, Sendable {
        var focus: Pane
        var detailTop: Int
    }
}

/// A part of the main screen that can have the focus.
public enum Pane: Int, Hashable, Sendable, CaseIterable {
    case peers = 1
    case log = 2
    case detail = 3
    case events = 4

    var title: String {
        switch self {
        case .peers: "Peers"
        case .log: "Log"
        case .detail: "Detail"
        case .events: "Events"
        }
    }
}

/// Where one is in a list whose lines are numbered: by number, so that lines that come and go move nothing.
public struct ListPosition: Hashable, Sendable {
    /// The number of the line under the cursor.
    public var cursor: Int?
    /// The number of the first line in sight.
    var top: Int?
}

/// What the console wants done outside.
public enum Effect: Hashable, Sendable {
    case command(Switchboard.Command)
    /// Asks who is here, as entries that would tell were lost.
    case census
    case quit
    case suspend
    /// Sends the whole screen again.
    case repaint
    /// Puts a text where the operator can paste it from; what became of that is told.
    case copy(String)
    /// Makes a text the window's title, if the terminal has one.
    case title(String)
    case bell
    /// Shows the screen reversed for one frame.
    case flash
    /// Writes a file; what became of it is told.
    case export(Export)
    /// Gives a text to the operator's editor; what became of it is ``Event/edited(_:)``.
    case edit(Editing)
}

/// What happens to the console.
public enum Event: Hashable, Sendable {
    case key(Key)
    case resized(Size)
    /// A second has gone by.
    case tick(Instant)
    /// The wall clock was read at a moment.
    case wallClock(WallClock, at: Instant)
    case mouse(Mouse)
    /// The operator has pasted a text: one line, bounded, without control characters.
    case paste(String)
    /// What became of something that was done outside.
    case told(String)
    /// The editor has ended.
    case edited(Edited)
    /// There is time for some more of what ``Model/isBusy`` is about.
    case more
    /// The relay has told of entries; `lost` older reports did not come.
    case arrived([RelayEvent], lost: Int)
}
