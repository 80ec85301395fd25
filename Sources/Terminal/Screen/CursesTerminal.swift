private import CNCurses
import CTerminalSignals
import Console
public import Drawing
import Glibc

/// A terminal driven by ncurses: it shows a ``Canvas``, and reads keys, pastes and mouse reports.
///
/// Confined to the console thread.
///
/// ncurses knows the terminal type and computes the minimal update of the screen, but it writes that in many pieces and
/// blocks while the terminal does not read. So it draws into a file in memory, from which each frame is sent to the
/// terminal in one write:
///
/// ```
/// Canvas ─► changed rows ─► ncurses ─► memory ─► ESC[?2026h … ESC[?2026l ─► terminal
/// ```
public struct CursesTerminal: ~Copyable {
    var device: TerminalDevice
    /// The file in memory that ncurses draws into.
    private let memory: Int32
    private let screen: OpaquePointer
    /// The number of colors; 0 if none are used.
    private let colors: Int
    /// Whether the program owns the screen: false before ``enter()`` and after ``leave()``.
    private(set) var isActive = false
    /// The canvas on the screen; `nil` if that is unknown.
    private var shown: Canvas?
    /// The theme of the canvas on the screen.
    private var theme = Theme.dark
    private var flash = Flash.none
    /// Whether the bell rings with the next frame.
    var isBellPending = false
    /// The color pairs that ncurses knows, by their colors.
    private var pairs: [ColorPair: Int32] = [:]
    private var input = InputParser()
    var clipboard: Clipboard
    /// Whether mouse reports are on.
    var reportsMouse = false
    /// The window title; `nil` if none is set.
    var title: String?
    /// Whether the original title is on the terminal's stack.
    var hasPushedTitle = false
    /// The type that is used instead of the terminal's own; `nil` if terminfo knows that.
    public let substituteType: String?

    private struct ColorPair: Hashable {
        let foreground: Int16
        let background: Int16
    }

    /// A visual bell: one frame in reverse video, which every terminal type supports.
    private enum Flash {
        case none, pending, shown
    }

    /// The type that is used if terminfo does not know the terminal; kitty, Alacritty and foot are compatible with it.
    private static let fallbackType = "xterm-256color"
    /// The milliseconds after which a lone ESC is the key; 25, as sequences arrive faster even over slow connections.
    private static let escapeTimeout: Int32 = 25

    /// Opens the terminal of standard input and output; `NO_COLOR` (no-color.org) turns colors off.
    public static func open() throws(TerminalError) -> CursesTerminal {
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
    ) throws(TerminalError) -> CursesTerminal {
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
            supportsOSC: cn_supports_osc(substitute ?? type) != 0, tmux: isInTmux ? TmuxBuffer() : nil)
        return CursesTerminal(
            device, memory: memory, screen: screen, isColorless: isColorless, clipboard: clipboard,
            substitute: substitute)
    }

    private init(
        _ device: consuming TerminalDevice,
        memory: Int32,
        screen: OpaquePointer,
        isColorless: Bool,
        clipboard: Clipboard,
        substitute: String?
    ) {
        self.device = device
        self.memory = memory
        self.screen = screen
        self.clipboard = clipboard
        self.substituteType = substitute
        let isColored = has_colors() && !isColorless
        if isColored {
            start_color()
            use_default_colors()
        }
        colors = isColored ? Int(cn_colors()) : 0
        nonl()
        noecho()
        // By default ncurses interrupts drawing when a key is pending.
        typeahead(-1)
        curs_set(0)
        // newterm(3) sets the scroll region to the size in terminfo. After endwin(3) the first frame sets it to the
        // real size.
        endwin()
        _ = takeFrame()
        enter()
    }

    /// Frees memory and descriptors only; the owner calls ``leave()`` first.
    deinit {
        delscreen(screen)
        close(memory)
    }

    // MARK: Entering and leaving

    /// Leaves the alternate screen and restores the terminal; does nothing if that was done.
    mutating func leave() {
        guard isActive else { return }
        isActive = false
        disableModes()
        endwin()
        device.write(takeFrame())
        restoreTitle()
        device.drain()
        device.leaveRawMode()
    }

    /// Enters the alternate screen, after ``leave()`` too, at the current size of the terminal.
    mutating func enter() {
        isActive = true
        device.enterRawMode()
        input = InputParser()
        enableModes()
        resize()
    }

    /// The size of the screen.
    public var size: Size { device.size }

    /// Sets the size of ncurses to that of the terminal, and repaints.
    mutating func resize() {
        let size = device.size
        resizeterm(Int32(size.rows), Int32(size.columns))
        repaint()
    }

    /// Makes the next frame redraw the whole screen.
    mutating func repaint() {
        shown = nil
        clearok(cn_stdscr(), true)
    }

    // MARK: Frames

    /// Whether the terminal has accepted the last frame, so that another can be shown.
    var isReady: Bool { device.isClear }

    /// Shows the next frame in reverse video.
    mutating func flashScreen() { flash = .pending }

    /// Whether a frame must be shown even if nothing has changed, to begin or to end a flash.
    var isFlashing: Bool { flash != .none }

    /// Shows `canvas` in the colors of `theme`, and rings the bell if it is pending.
    ///
    /// Only changes are sent.
    mutating func show(_ canvas: Canvas, theme: Theme) {
        let frame = draw(canvas, theme: theme)
        let bell: [UInt8] = isBellPending ? [0x07] : []
        isBellPending = false
        guard !frame.isEmpty else { return device.write(bell) }
        device.write(bell + Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8))
    }

    /// Returns the bytes that change the screen to `canvas`.
    private mutating func draw(_ canvas: Canvas, theme: Theme) -> [UInt8] {
        if theme != self.theme || isFlashing { shown = nil }
        self.theme = theme
        guard canvas != shown else { return [] }
        flash = flash == .pending ? .shown : .none
        for row in 0..<canvas.size.rows where shown?.size != canvas.size || shown?.row(row) != canvas.row(row) {
            draw(canvas.row(row), at: row)
        }
        shown = canvas
        wrefresh(cn_stdscr())
        return takeFrame()
    }

    private mutating func draw(_ row: ArraySlice<Cell>, at number: Int) {
        var line: [cchar_t] = []
        line.reserveCapacity(row.count)
        for index in row.indices where row[index].scalar != Cell.continuation {
            let cell = row[index]
            let isWide = row.index(after: index) < row.endIndex && row[index + 1].scalar == Cell.continuation
            let ink = Palette.attributes(cell.style, colors: colors, theme: theme)
            // If ncurses has another width for the scalar, it would shift the rest of the row.
            let hasSameWidth = cn_width(wchar_t(cell.scalar.value)) == (isWide ? 2 : 1)
            line.append(glyph(hasSameWidth ? cell.scalar : "?", ink))
            if isWide, !hasSameWidth { line.append(glyph("?", ink)) }
        }
        mvadd_wchnstr(Int32(number), 0, line, Int32(line.count))
    }

    private mutating func glyph(_ scalar: Unicode.Scalar, _ ink: TerminalAttributes) -> cchar_t {
        var glyph = cchar_t()
        var attributes: attr_t = 0
        if ink.isBold { attributes |= cn_bold }
        if ink.isDim { attributes |= cn_dim }
        if ink.isReverse != (flash == .shown) { attributes |= cn_reverse }
        _ = cn_set_cell(&glyph, wchar_t(scalar.value), attributes, pair(ink))
        return glyph
    }

    private mutating func pair(_ ink: TerminalAttributes) -> Int32 {
        guard ink.foreground >= 0 || ink.background >= 0 else { return 0 }
        let key = ColorPair(foreground: ink.foreground, background: ink.background)
        if let pair = pairs[key] { return pair }
        let pair = Int32(pairs.count + 1)
        init_extended_pair(pair, Int32(ink.foreground), Int32(ink.background))
        pairs[key] = pair
        return pair
    }

    /// Returns what ncurses has drawn since the last call.
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

    /// Writes the bytes that the terminal has not accepted yet.
    mutating func flush() { device.flush() }

    /// The descriptors to poll: for input, and for output if a part of a frame is left to write.
    var polled: [pollfd] { device.polled }

    // MARK: Input

    /// Records that a second has passed.
    mutating func secondPassed() { input.secondPassed() }

    /// Reads and returns keys, pastes and mouse actions.
    mutating func events() -> [Event] {
        var events = input.events(in: device.read())
        while input.isEscapePending {
            let more = device.waitForInput(milliseconds: Self.escapeTimeout) ? device.read() : []
            events += more.isEmpty ? input.resolveEscape() : input.events(in: more)
        }
        return events
    }
}
