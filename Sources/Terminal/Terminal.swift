private import CNCurses
public import Console
import Glibc

/// A screen on a terminal: shows a ``Canvas``, reads keys.
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
    private var device: TerminalDevice
    private let memory: Int32
    private let screen: OpaquePointer
    private let colors: Int
    /// What is on the screen; nil where that is not known.
    private var shown: Canvas?
    private var pairs: [Pair: Int32] = [:]
    /// What stands for the terminal's own type, where terminfo does not know that.
    public let substitute: String?

    private struct Pair: Hashable {
        let foreground: Int16
        let background: Int16
    }

    /// What is tried where terminfo does not know a terminal: kitty, Alacritty and foot are close enough to it.
    private static let fallbackType = "xterm-256color"

    /// Opens the screen on the terminal that standard input and output are.
    public static func open() throws(TerminalError) -> Terminal {
        let device = try TerminalDevice.open()
        let type = getenv("TERM").map { String(cString: $0) } ?? ""
        guard !type.isEmpty else { throw .unknownType("") }
        let memory = cn_memory()
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
            throw .cannotMoveCursor(type: type)
        }
        return Terminal(device: device, memory: memory, screen: screen, substitute: substitute)
    }

    private init(device: consuming TerminalDevice, memory: Int32, screen: OpaquePointer, substitute: String?) {
        self.device = device
        self.memory = memory
        self.screen = screen
        self.substitute = substitute
        if has_colors() {
            start_color()
            use_default_colors()
        }
        colors = has_colors() ? Int(cn_colors()) : 0
        nonl()
        noecho()
        keypad(cn_stdscr(), true)
        nodelay(cn_stdscr(), true)
        set_escdelay(25)
        curs_set(0)
        self.device.enterRawMode()
        resize()
    }

    /// Whoever opened it calls ``leave()`` first: what is dropped here is memory and descriptors.
    deinit {
        delscreen(screen)
        close(memory)
    }

    // MARK: Coming and going

    /// Gives the terminal back as it was found.
    mutating func leave() {
        endwin()
        device.write(takeFrame())
        device.settle()
        device.leaveRawMode()
    }

    /// Takes the terminal again after ``leave()``, whatever size it has by now.
    mutating func enter() {
        device.enterRawMode()
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

    /// Shows `canvas`.
    ///
    /// What has not changed is not sent; where nothing has, nothing is written.
    mutating func show(_ canvas: Canvas) {
        guard canvas != shown else { return }
        for row in 0..<canvas.size.rows where shown?.size != canvas.size || shown?.row(row) != canvas.row(row) {
            push(canvas.row(row), row: row)
        }
        shown = canvas
        wrefresh(cn_stdscr())
        let frame = takeFrame()
        guard !frame.isEmpty else { return }
        device.write(Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8))
    }

    private mutating func push(_ row: ArraySlice<Cell>, row number: Int) {
        var line: [cchar_t] = []
        line.reserveCapacity(row.count)
        for index in row.indices where row[index].scalar != Cell.continuation {
            let cell = row[index]
            let isWide = row.index(after: index) < row.endIndex && row[index + 1].scalar == Cell.continuation
            let ink = Palette.ink(cell.style, colors: colors)
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
        if ink.isReverse { attributes |= cn_reverse }
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

    /// The keys that have been pressed.
    func keys() -> [Key] {
        var keys: [Key] = []
        while true {
            var code: wint_t = 0
            let kind = get_wch(&code)
            guard kind != ERR else { return keys }
            if let key = KeyCodes.key(code, isFunction: kind == KEY_CODE_YES) { keys.append(key) }
        }
    }
}
