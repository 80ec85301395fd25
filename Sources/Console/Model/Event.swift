public import Drawing
public import Events
public import Recordings
public import Routing
public import Sessions

/// An input of ``update(_:_:)``.
public enum Event: Hashable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    /// The operator has pasted a text: one line, bounded, without control characters.
    case paste(String)
    case resized(Size)
    /// One second has passed.
    case tick(Instant)
    /// The wall clock was read at a moment.
    case wallClock(WallClock, at: Instant)
    /// An effect has finished with this result.
    case effectFinished(String)
    /// The operator's editor has ended.
    case edited(EditorResult)
    /// There is time to continue the work that ``Model/isBusy`` reports.
    case continueWork
    /// The relay has reported events; `lost` older ones were dropped before they could be read.
    case arrived([RelayEvent], lost: Int)
    /// A recording was read further: these are its next events.
    case read([RecordedEvent], OpenRecording)
}

/// An output of ``update(_:_:)``, which the caller performs.
public enum Effect: Hashable, Sendable {
    case command(Switchboard.Command)
    /// Requests a snapshot of the relay: events were lost.
    case requestSnapshot
    case quit
    case suspend
    /// Sends the whole screen to the terminal again.
    case repaint
    /// Copies a text to the clipboard. The result is reported as ``Event/effectFinished(_:)``.
    case copy(String)
    /// Sets the title of the terminal's window.
    case title(String)
    case bell
    /// Shows the screen in reverse video for one frame.
    case flash
    /// Writes a file. The result is reported as ``Event/effectFinished(_:)``.
    case export(Export)
    /// Opens a text in the operator's editor. The result is reported as ``Event/edited(_:)``.
    case edit(EditorInput)
}

/// A file to write.
public struct Export: Hashable, Sendable {
    /// The name or path of the file; a leading `~/` is the operator's home directory.
    public var name: String
    /// The text of the file, written as UTF-8.
    public var contents: String
    /// Whether the text is without secrets.
    public var isRedacted: Bool

    /// Creates a file to export.
    public init(name: String, contents: String, isRedacted: Bool = false) {
        (self.name, self.contents, self.isRedacted) = (name, contents, isRedacted)
    }
}

/// A text to edit in the operator's editor.
public struct EditorInput: Hashable, Sendable {
    /// The text that the editor opens with.
    public var text: String
    /// The extension of the temporary file, from which editors choose their mode: `sdp`, `json` or `txt`.
    public var fileExtension: String

    public init(text: String, fileExtension: String) { (self.text, self.fileExtension) = (text, fileExtension) }
}

/// The result of editing a text in the operator's editor.
public enum EditorResult: Hashable, Sendable {
    /// The new text, at most 1 MiB. A final line break that only the editor has added is removed.
    case saved(String)
    /// The text is the same, byte for byte.
    case unchanged
    /// The editor could not be run, or its file could not be read, for this reason.
    case failed(String)
}
