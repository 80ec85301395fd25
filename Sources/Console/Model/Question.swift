import Signaling

/// What the operator is asked on the last line.
enum Question: Hashable, Sendable {
    case kick(PeerID)
    case quit
    case suspend
    /// Whether entry `entry` goes again to those who heard it.
    case replay(entry: Int, targets: [PeerID])
    /// To whom of `targets` entry `entry` goes.
    case replayTo(entry: Int, targets: [PeerID], choice: Int)
    /// Whether these marked entries go again, each to those who heard it.
    case replayMarked([Int])
    /// Which of these is to be added to the filter.
    case filterBy([String], choice: Int)
    /// In which format the screen is to be written.
    case export([String], choice: Int)
    /// Which letter entry `entry` is to be called by.
    case nameMark(entry: Int)
    /// To the entry of which letter.
    case goToMark

    /// Whether `key` says no to it.
    func isDeclined(by key: Key) -> Bool {
        switch self {
        case .quit: [.escape, .character("n"), .character("q")].contains(key)
        // Any letter is an answer.
        case .nameMark, .goToMark: [.escape, .control("c")].contains(key)
        default: [.escape, .character("n"), .character("q"), .control("c")].contains(key)
        }
    }
}
