import Drawing

/// What the operator is asked on the last line.
enum Question: Hashable, Sendable {
    case kick(KickDialog)
    case quit
    case suspend
    /// Whether messages go again, to whom and how fast.
    case replay(ReplayDialog)
    /// Whether the message held in an entry goes before an earlier one.
    case overtake(Int, before: Int)
    /// Whether the message held in an entry does not go on.
    case discard(Int)
    /// Whether what was written is thrown away.
    case leaveDraft
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
