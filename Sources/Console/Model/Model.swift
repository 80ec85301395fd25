public import Signaling

/// All that the console knows and shows.
///
/// ``update(_:_:)`` changes it, ``view(_:)`` draws it. On the console thread.
public struct Model: Sendable {
    /// Where the relay can be reached.
    public struct Place: Hashable, Sendable {
        /// `ws://localhost:8080`.
        public var socket: String
        /// `http://localhost:8080/`.
        public var page: String
        /// `127.0.0.1 and ::1`.
        public var addresses: String

        public init(socket: String, page: String, addresses: String) {
            self.socket = socket
            self.page = page
            self.addresses = addresses
        }
    }

    /// Where the relay can be reached.
    public let place: Place
    /// What the terminal can show.
    public let charset: Charset
    /// The size of the screen.
    public var size: Size
    /// The moment of the last entry or tick.
    public var now = Instant.start
    /// The entries that are kept.
    public var journal: Journal
    /// Who is here.
    public var roster = Roster()
    /// Who negotiates with whom, and what is wrong with it.
    public var calls = CallBook()
    /// The same as it was after each entry.
    public var history = History()
    /// Entries that the console was too slow for.
    public var lost = 0
    /// Messages that came within the last second.
    public var rate = 0
    var messagesThisSecond = 0
    /// Messages in all, also those that the journal has let go.
    var messages = 0

    var focus = Pane.log
    /// Which list the detail pane shows the selected line of.
    var subject = Pane.log
    var peers = ListPosition()
    var log = ListPosition()
    var isFollowing = true
    /// The numbers of the entries that the log shows, in order; nil where it shows all.
    var passing: [Int]?
    /// The first line of the detail pane.
    var detailTop = 0
    /// Where to go back to; nil where no pane has been given the whole screen.
    var zoomed: Return?
    /// What lies over the panes, the uppermost at the end.
    var screens: [any Screen] = []
    var question: Question?
    /// What the last key had to say.
    public var notice: String?

    /// A console that has heard of nothing yet.
    public init(place: Place, size: Size, charset: Charset = .utf8, journal: Journal = Journal()) {
        self.place = place
        self.charset = charset
        self.size = size
        self.journal = journal
    }

    /// The peer under the cursor of the peers pane.
    var selectedPeer: PeerID? {
        peers.cursor.map(PeerID.init).flatMap { roster.isPresent($0) ? $0 : nil }
    }

    /// The entry under the cursor of the log.
    var selectedRecord: Journal.Record? {
        log.cursor.flatMap { shown.contains($0) ? journal[number: $0] : nil }
    }

    /// What the log shows.
    var shown: ShownEntries { ShownEntries(journal, passing: passing) }

    /// The peer that an action means: the one selected, or the author of the message selected.
    var actionPeer: PeerID? {
        guard subject == .log else { return selectedPeer }
        guard let entry = selectedRecord?.entry else { return nil }
        switch entry.content {
        case .message(let transit): return transit.author
        case .joined(let peer): return peer.id
        case .left(let peer, _): return peer
        case .refused: return nil
        }
    }

    var isZoomed: Bool { zoomed != nil }

    var areas: Areas { Areas(self) }

    /// What was on the screen before something else was.
    struct Return: Hashable, Sendable {
        var focus: Pane
        var detailTop: Int
    }
}

/// A part of the main screen that can have the focus.
public enum Pane: Int, Hashable, Sendable, CaseIterable {
    case peers = 1
    case log = 2
    case detail = 3

    var title: String {
        switch self {
        case .peers: "Peers"
        case .log: "Log"
        case .detail: "Detail"
        }
    }
}

/// Where one is in a list whose lines are numbered: by number, so that lines that come and go move nothing.
struct ListPosition: Hashable, Sendable {
    /// The number of the line under the cursor.
    var cursor: Int?
    /// The number of the first line in sight.
    var top: Int?
}

/// What the operator is asked on the last line.
enum Question: Hashable, Sendable {
    case kick(PeerID)
    case quit
    case suspend
    /// Whether entry `entry` goes again to those who heard it.
    case replay(entry: Int, targets: [PeerID])
    /// To whom of `targets` entry `entry` goes.
    case replayTo(entry: Int, targets: [PeerID], choice: Int)
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
}

/// What happens to the console.
public enum Event: Hashable, Sendable {
    case key(Key)
    case resized(Size)
    /// A second has gone by.
    case tick(Instant)
    /// The relay has told of entries; `lost` older reports did not come.
    case arrived([Report], lost: Int)
}
