public import Drawing
public import Events
import Panes
public import Screens
public import Sessions

/// The state of the console: the session, the panes and screens that show it, and the question or prompt on the last
/// line.
///
/// ``update(_:_:)`` changes it, ``view(_:)`` draws it. It is owned by the console thread.
public struct Model: Sendable {
    /// The session and the display settings, from which all panes and screens draw.
    public var context: ViewContext

    // MARK: Configuration

    /// The keys that the operator has bound.
    public var keyMap = KeyMap()
    /// The named filters, which `@name` refers to.
    public var savedFilters: [String: String] = [:]
    /// Whether all commands that affect peers are disabled.
    public var isReadOnly = false
    /// The frame type in which plain peers receive text, unless the operator has chosen one for a peer.
    public var plainDelivery = PlainDelivery.verbatim
    /// The random key of the pseudonyms in redacted exports; empty in tests only.
    ///
    /// Values have the same pseudonyms in all exports of a run.
    public var redactionKey: [UInt8] = []

    /// The recordings that are shown; `nil` if the session is that of a relay.
    public var recording: OpenRecording? {
        didSet { context.isRecording = recording != nil }
    }

    // MARK: Panes

    var peers = PeersPane()
    var log = LogPane()
    var detail = DetailPane()
    var events = EventsPane()
    /// The pane that receives keys.
    var focus = Pane.log
    /// The list whose selected line the detail pane shows: `peers` or `log`.
    var subject = Pane.log
    /// The focus and scroll position to restore when zoom ends; `nil` if no pane is zoomed.
    var beforeZoom: (focus: Pane, detailTop: Int)?
    /// Whether the mouse is dragging the divider between the lists and the detail pane.
    var isDraggingDivider = false

    // MARK: Screens and dialogs

    /// The open screens, the visible one last.
    var screens: [any Screen] = []
    var question: Question?
    var prompt: Prompt?
    var promptHistory = PromptHistory()
    /// The log's view before the prompt was opened, to which cancelling a filter returns.
    var viewBeforePrompt: LogPane.View?
    /// The message that replaces the status line until the next key.
    public var statusMessage: String?

    // MARK: Work in progress

    /// The draft that was last sent in place of a held message; `nil` once the relay has delivered or refused it.
    var sentDraft: Draft?
    /// The draft that is open in the operator's editor.
    var editedDraft: Draft?
    /// The progress of a replay with delays between its messages.
    var playback: Snapshot.Playback?
    /// A description of the text that is being copied, until the result is known.
    var copied: String?
    /// The window title that was last set.
    var title = ""

    /// Creates the console of `session`.
    public init(
        _ session: Session, size: Size, charset: Charset = .utf8, wall: WallClock = WallClock(start: 0, offset: 0)
    ) {
        context = ViewContext(session, size: size, charset: charset, wall: wall)
    }

    /// Whether there is work that ``Event/continueWork`` continues: a search through many entries.
    public var isBusy: Bool { log.filtered?.isUnfinished == true || screen?.isUnfinished == true }

    /// The colors to draw with.
    public var theme: Theme { context.settings.theme }

    /// Whether the terminal should report mouse events; it does not select text by itself then.
    public var wantsMouse: Bool { context.settings.mouse }

    var isZoomed: Bool { beforeZoom != nil }

    /// The rectangles of the panes.
    var layout: Layout { Layout(context, zoomed: isZoomed ? focus : nil) }

    /// Sets the message of the status line; returns no effects, so that commands can end with it.
    mutating func report(_ message: String) -> [Effect] {
        statusMessage = message
        return []
    }
}

/// The keys that the operator has bound to commands instead of the default ones.
public struct KeyMap: Hashable, Sendable {
    /// The bound keys by the name of their command.
    private(set) var bound: [String: [Key]] = [:]

    public init() {}

    /// Binds `keys` to the command `name` instead of its default keys.
    public mutating func bind(_ name: String, to keys: [Key]) { bound[name] = keys }
}
