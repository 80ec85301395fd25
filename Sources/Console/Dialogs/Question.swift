import Drawing

/// A question on the last line of the screen.
enum Question: Hashable, Sendable {
    case kick(KickDialog)
    case replay(ReplayDialog)
    case quit
    case suspend
    /// Release the message held in an entry before the one held in an earlier entry?
    case overtake(Int, before: Int)
    /// Drop the message held in this entry?
    case discard(Int)
    /// Close the open draft without sending it?
    case leaveDraft
    /// Which of these terms to add to the filter?
    case filterBy([String], choice: Int)
    /// In which format to export, and whether with secrets?
    case export(ExportDialog)
    /// By which letter to mark this entry?
    case nameMark(entry: Int)
    /// To the entry of which letter to go?
    case goToMark

    /// Whether `key` cancels the question.
    func isDeclined(by key: Key) -> Bool {
        switch self {
        case .quit: [.escape, .character("n"), .character("q")].contains(key)
        // Any letter is an answer.
        case .nameMark, .goToMark: [.escape, .control("c")].contains(key)
        default: [.escape, .character("n"), .character("q"), .control("c")].contains(key)
        }
    }

    /// The index that `key` moves to from `index` in a list of `count` choices; `index` if it is not a moving key.
    static func choice(after index: Int, count: Int, _ key: Key) -> Int {
        switch key {
        case .down, .right, .tab, .character("j"): (index + 1) % count
        case .up, .left, .backTab, .character("k"): (index + count - 1) % count
        default: index
        }
    }
}
