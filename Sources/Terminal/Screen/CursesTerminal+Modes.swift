import CTerminalSignals
import Drawing
import Text

/// What the terminal is asked for beside frames.
///
/// All of it goes the way of the frames, after the one before it and never within one.
extension Terminal {
    /// A paste comes between brackets, not as if it were typed.
    private static let pasteOn = "\u{1B}[?2004h"
    private static let pasteOff = "\u{1B}[?2004l"
    /// Keeps the window's title, and puts it back (XTWINOPS).
    private static let keepTitle = "\u{1B}[22;0t"
    private static let returnTitle = "\u{1B}[23;0t"
    /// The most scalars of a title: no window shows more.
    private static let titleLimit = 200

    /// Asks again for what had been asked for before ``dropModes()``.
    mutating func takeModes() {
        device.write(Self.pasteOn + (hasMouse ? MouseReport.on : ""))
        if let title { write(title: title) }
    }

    /// Asks for nothing any more.
    mutating func dropModes() {
        device.write((hasMouse ? MouseReport.off : "") + Self.pasteOff)
    }

    /// Puts the title back that the window had.
    mutating func dropTitle() {
        guard keepsTitle else { return }
        device.write(Self.returnTitle)
        keepsTitle = false
        ts_keep_title(0)
    }

    /// Has the terminal tell what the mouse does, or no longer.
    mutating func listen(toMouse isWanted: Bool) {
        guard isWanted != hasMouse else { return }
        hasMouse = isWanted
        device.write(isWanted ? MouseReport.on : MouseReport.off)
    }

    /// Makes `words` the window's title, if the terminal has one; without any words, the one that it had.
    mutating func setTitle(_ words: String) {
        guard clipboard.hasCommands else { return }
        guard !words.isEmpty else {
            title = nil
            return dropTitle()
        }
        let printable = String(Printable.line(words).unicodeScalars.prefix(Self.titleLimit))
        // A byte of UTF-8 may be a control character in another character set.
        let line = TerminalLocale.charset == .utf8 ? printable : String(printable.unicodeScalars.filter(\.isASCII))
        guard line != title else { return }
        title = line
        // One that comes while somebody else has the terminal is written when they are done.
        if isHere { write(title: line) }
    }

    private mutating func write(title: String) {
        device.write((keepsTitle ? "" : Self.keepTitle) + "\u{1B}]2;\(title)\u{7}")
        keepsTitle = true
        ts_keep_title(1)
    }

    /// Rings with the next frame, once however often it is asked for until then.
    mutating func ringBell() { isRinging = true }

    /// Copies `text` to where the operator can paste it from, and returns what became of that in words.
    mutating func copy(_ text: String) -> String {
        let (sequence, words) = clipboard.copy(text)
        device.write(sequence)
        return words
    }

    /// What is to be said of copies that were under way, if anything.
    mutating func outcomeOfCopies() -> String? {
        clipboard.tmux?.reap() == true ? "tmux has refused the copy" : nil
    }
}
