private import CNCurses
import CTerminalSignals
import Console
public import Drawing
import Glibc

/// A screen on a terminal: shows a ``Canvas``, reads keys, pastes and the mouse.
///
/// Made, used and dropped on the console thread.
///
/// ncurses knows the terminal and finds the shortest way from one screen to the next, but writes it in many pieces and
/// blocks where the terminal does not read. So it draws into a file in memory, from which each frame goes to the
/// terminal as one write:
///
/// ```
/// Canvas ─► changed rows ─► ncurses ─► memory ─► ESC[?2026h … ESC[?2026l ─► terminal
/// ```
public struct Terminal: ~Copyable {
    var device: TerminalDevice
    private let memory: Int32
    private let screen: OpaquePointer
    private let colors: Int
    /// Whether the screen is ours: not before ``enter()``, nor after ``leave()``.
    private(set) var isHere = false
    /// What is on the screen; `nil` if that is not known.
    private var shown: Canvas?
    /// The colours it is drawn in.
    private var theme = Theme.dark
    private var flash = Flash.none
    /// Whether the bell is to ring with the next frame.
    var isRinging = false
    private var pairs: [Pair: Int32] = [:]
    private var input = Input()
    var clipboard: Clipboard
    /// Whether it tells what the mouse does.
    var hasMouse = false
    /// The window's title, if one was asked for, and whether the one before is kept to be put back.
    var title: String?
    var keepsTitle = false
    /// What stands for the terminal's own type, if terminfo does not know that.
    public let substitute: String?

    private struct Pair: Hashable {
        let foreground: Int16
        let background: Int16
    }

    /// A screen reversed for one frame, which every terminal can show, and none for longer than that.
    private enum Flash {
        case none, asked, shown
    }

    /// What is tried where terminfo does not know a terminal: kitty, Alacritty and foot are close enough to it.
    private static let fallbackType = "xterm-256color"
    /// After so many milliseconds a lone escape is the key: a sequence comes faster even from far away.
    private static let escapeTime: Int32 = 25

    /// Opens the screen on the terminal that standard input and output are; `NO_COLOR` is heeded (no-color.org).
    public static func open() throws(TerminalError) -> Terminal {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        return try open(
            type: variable("TERM"),
            isColorless: !variable("NO_COLOR").isEmpty,
            isInTmux: !variable("TMUX").isEmpty,
            input: STDIN_FILENO,
            output: STDOUT_FILENO
        )
    }

    static func open(
        type: String, isColorless: Bool, isInTmux: Bool, input: Int32, output: Int32
    ) throws(TerminalError) -> Terminal {
        let device = try TerminalDevice.open(input, output)
        guard !type.isEmpty else { throw .unknownType("") }
        let memory = ts_memory("screen")
        guard memory >= 0 else { throw TerminalDevice.systemError("memfd_create") }
        var substitute: String?
        var screen = cn_open(type, memory, device.input)
        if screen == nil {
            substitute = fallbackType
            screen = cn_open(fallbackType, memory, device.input)
        }
        guard let screen else {
            close(memory)
            throw .unknownType(type)
        }
        guard cn_can_address_cursor() != 0 else {
            delscreen(screen)
            close(memory)
            throw .cannotMoveCursor(type: type)
        }
        let clipboard = Clipboard(
            hasCommands: cn_takes_commands(substitute ?? type) != 0, tmux: isInTmux ? TmuxBuffer() : nil)
        return Terminal(device, memory, screen, isColorless: isColorless, clipboard, substitute: substitute)
    }

    private init(
        _ device: consuming TerminalDevice,
        _ memory: Int32,
        _ screen: OpaquePointer,
        isColorless: Bool,
        _ clipboard: Clipboard,
        substitute: String?
    ) {
        self.device = device
        self.memory = memory
        self.screen = screen
        self.clipboard = clipboard
        self.substitute = substitute
        let isColored = has_colors() && !isColorless
        if isColored {
            start_color()
            use_default_colors()
        }
        colors = isColored ? Int(cn_colors()) : 0
        nonl()
        noecho()
        // Without this a frame is left half drawn where a key waits.
        typeahead(-1)
        curs_set(0)
        // It has begun for the size that terminfo gives: left as that is, a part of a larger screen would scroll for
        // ever. So it begins again with the first frame.
        endwin()
        _ = takeFrame()
        enter()
    }

    /// Whoever opened it calls ``leave()`` first: what is dropped here is memory and descriptors.
    deinit {
        delscreen(screen)
        close(memory)
    }

    // MARK: Coming and going

    /// Gives the terminal back as it was found; once.
    mutating func leave() {
        guard isHere else { return }
        isHere = false
        dropModes()
        endwin()
        device.write(takeFrame())
        dropTitle()
        device.settle()
        device.leaveRawMode()
    }

    /// Takes the terminal again after ``leave()``, whatever size it has by now.
    mutating func enter() {
        isHere = true
        device.enterRawMode()
        input = Input()
        takeModes()
        resize()
    }

    /// How large the screen is.
    public var size: Size { device.size }

    /// Tells ncurses of the terminal's size, and draws anew.
    mutating func resize() {
        let size = device.size
        resizeterm(Int32(size.rows), Int32(size.columns))
        repaint()
    }

    /// The next frame sends the whole screen.
    mutating func repaint() {
        shown = nil
        clearok(cn_stdscr(), true)
    }

    // MARK: Frames

    /// Whether a frame can be shown: the terminal has taken the one before.
    var isReady: Bool { device.isClear }

    /// Shows the next frame reversed, and the one after it as it should be.
    mutating func flashScreen() { flash = .asked }

    /// Whether a frame is wanted though nothing has changed.
    var isFlashing: Bool { flash != .none }

    /// Shows `canvas` in the colours of `theme`.
    ///
    /// What has not changed is not sent; if nothing has, nothing is written but the bell that was asked for.
    mutating func show(_ canvas: Canvas, theme: Theme) {
        let frame = draw(canvas, theme: theme)
        let bell: [UInt8] = isRinging ? [0x07] : []
        isRinging = false
        guard !frame.isEmpty else { return device.write(bell) }
        device.write(bell + Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8))
    }

    /// What leads from the screen that is shown to `canvas`.
    private mutating func draw(_ canvas: Canvas, theme: Theme) -> [UInt8] {
        if theme != self.theme || isFlashing { shown = nil }
        self.theme = theme
        guard canvas != shown else { return [] }
        flash = flash == .asked ? .shown : .none
        for row in 0..<canvas.size.rows where shown?.size != canvas.size || shown?.row(row) != canvas.row(row) {
            push(canvas.row(row), row: row)
        }
        shown = canvas
        wrefresh(cn_stdscr())
        return takeFrame()
    }

    private mutating func push(_ row: ArraySlice<Cell>, row number: Int) {
        var line: [cchar_t] = []
        line.reserveCapacity(row.count)
        for index in row.indices where row[index].scalar != Cell.continuation {
            let cell = row[index]
            let isWide = row.index(after: index) < row.endIndex && row[index + 1].scalar == Cell.continuation
            let ink = Palette.ink(cell.style, colors: colors, theme: theme)
            // Where this system's table differs from ours, ncurses would shift all that follows.
            let isAgreed = cn_width(wchar_t(cell.scalar.value)) == (isWide ? 2 : 1)
            line.append(glyph(isAgreed ? cell.scalar : "?", ink))
            if isWide, !isAgreed { line.append(glyph("?", ink)) }
        }
        mvadd_wchnstr(Int32(number), 0, line, Int32(line.count))
    }

    private mutating func glyph(_ scalar: Unicode.Scalar, _ ink: Ink) -> cchar_t {
        var glyph = cchar_t()
        var attributes: attr_t = 0
        if ink.isBold { attributes |= cn_bold }
        if ink.isDim { attributes |= cn_dim }
        if ink.isReverse != (flash == .shown) { attributes |= cn_reverse }
        _ = cn_set_cell(&glyph, wchar_t(scalar.value), attributes, pair(ink))
        return glyph
    }

    private mutating func pair(_ ink: Ink) -> Int32 {
        guard ink.foreground >= 0 || ink.background >= 0 else { return 0 }
        let key = Pair(foreground: ink.foreground, background: ink.background)
        if let pair = pairs[key] { return pair }
        let pair = Int32(pairs.count + 1)
        init_extended_pair(pair, Int32(ink.foreground), Int32(ink.background))
        pairs[key] = pair
        return pair
    }

    /// What ncurses has drawn into memory since the last time.
    private func takeFrame() -> [UInt8] {
        let end = lseek(memory, 0, SEEK_CUR)
        guard end > 0 else { return [] }
        let frame = [UInt8](unsafeUninitializedCapacity: Int(end)) { buffer, count in
            count = max(0, pread(memory, buffer.baseAddress, Int(end), 0))
        }
        ftruncate(memory, 0)
        lseek(memory, 0, SEEK_SET)
        return frame
    }

    /// Writes what the terminal had no room for.
    mutating func flush() { device.flush() }

    /// What to wait for: keys, and room for the rest of a frame.
    var polled: [pollfd] { device.polled }

    // MARK: Keys

    /// Another second has gone by.
    mutating func passSecond() { input.passSecond() }

    /// What has been pressed, pasted and pointed at.
    mutating func events() -> [Event] {
        var events = input.events(in: device.read())
        while input.isUndecided {
            let more = device.waitForInput(milliseconds: Self.escapeTime) ? device.read() : []
            events += more.isEmpty ? input.settle() : input.events(in: more)
        }
        return events
    }
}
