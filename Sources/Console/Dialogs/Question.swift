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
    /// In which of these formats to export?
    case export([ExportFormat], choice: Int)
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

/// A format in which the screen, or something that it shows, is exported; the raw value is its name in `:export`.
enum ExportFormat: String, Hashable, Sendable, CaseIterable {
    case ladder, mermaid
    case ladderSVG = "ladder-svg"
    case patch, message, log, csv, screen, svg

    /// A description of the contents, in one line.
    var help: String { texts.help }

    /// The default name of the file.
    var fileName: String { texts.fileName }

    private var texts: (help: String, fileName: String) {
        switch self {
        case .ladder: ("the whole ladder as text", "ladder.txt")
        case .mermaid: ("the ladder as a Mermaid sequence diagram", "ladder.mmd")
        case .ladderSVG: ("the ladder as a picture", "ladder.svg")
        case .patch: ("what differs, as a patch", "signaling.diff")
        case .message: ("the message as it was sent", "message.json")
        case .log: ("the entries that the log shows, a line each", "log.txt")
        case .csv: ("the entries that the log shows, as a table", "log.csv")
        case .screen: ("the screen as text", "screen.txt")
        case .svg: ("the screen as a picture", "screen.svg")
        }
    }
}
