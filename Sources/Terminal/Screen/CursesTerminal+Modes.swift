import CTerminalSignals
import Drawing
import Text

/// Terminal modes, the window title, the bell and the clipboard.
///
/// Their sequences are written between frames, in order with them.
extension CursesTerminal {
    /// Turns bracketed paste on and off.
    private static let pasteOn = "\u{1B}[?2004h"
    private static let pasteOff = "\u{1B}[?2004l"
    /// Pushes the window title on the terminal's stack, and pops it (XTWINOPS).
    private static let pushTitle = "\u{1B}[22;0t"
    private static let popTitle = "\u{1B}[23;0t"
    /// The maximum number of scalars in a title; 200, more than a window shows.
    private static let titleLimit = 200

    /// Enables bracketed paste, and the mouse reports and the title that were set before.
    mutating func enableModes() {
        device.write(Self.pasteOn + (reportsMouse ? MouseReport.on : ""))
        if let title { write(title: title) }
    }

    /// Disables bracketed paste and mouse reports.
    mutating func disableModes() {
        device.write((reportsMouse ? MouseReport.off : "") + Self.pasteOff)
    }

    /// Restores the window title from before the first ``setTitle(_:)``.
    mutating func restoreTitle() {
        guard hasPushedTitle else { return }
        device.write(Self.popTitle)
        hasPushedTitle = false
        ts_keep_title(0)
    }

    /// Turns mouse reports on or off.
    mutating func setMouseReporting(_ isOn: Bool) {
        guard isOn != reportsMouse else { return }
        reportsMouse = isOn
        device.write(isOn ? MouseReport.on : MouseReport.off)
    }

    /// Sets the window title, if the terminal supports that; an empty title restores the original one.
    mutating func setTitle(_ text: String) {
        guard clipboard.supportsOSC else { return }
        guard !text.isEmpty else {
            title = nil
            return restoreTitle()
        }
        let printable = String(Printable.line(text).unicodeScalars.prefix(Self.titleLimit))
        // In another character set, a byte of UTF-8 may be a control character.
        let line = TerminalLocale.charset == .utf8 ? printable : String(printable.unicodeScalars.filter(\.isASCII))
        guard line != title else { return }
        title = line
        if isActive { write(title: line) }
    }

    private mutating func write(title: String) {
        // First, because a crash may follow at any time.
        ts_keep_title(1)
        device.write((hasPushedTitle ? "" : Self.pushTitle) + "\u{1B}]2;\(title)\u{7}")
        hasPushedTitle = true
    }

    /// Rings the bell with the next frame, once for any number of calls.
    mutating func ringBell() { isBellPending = true }

    /// Copies `text` to the clipboard; returns a message about the result.
    mutating func copy(_ text: String) -> String {
        let (sequence, message) = clipboard.copy(text)
        device.write(sequence)
        return message
    }

    /// Returns a message if a copy that was pending has failed; `nil` otherwise.
    mutating func failedCopyMessage() -> String? {
        clipboard.tmux?.reap() == true ? "tmux rejected the copy" : nil
    }
}
