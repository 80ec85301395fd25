import CTerminalSignals
public import Console
import Drawing
public import Events
import Glibc
public import Mailbox
public import Routing
import Screens
public import Sessions

/// The main loop of the console: it waits for input, signals and entries, passes them to ``update(_:_:)``, performs the
/// effects, and draws frames.
///
/// The thread that calls ``run(_:_:)`` becomes the console thread until the console ends.
public struct ConsoleLoop {
    /// The minimum time between two frames, in nanoseconds; 33 ms, 30 frames a second.
    private static let frameTime: Int64 = 33_000_000
    /// The minimum time between two frames, in nanoseconds, if more than a screen of entries arrived since the last one
    /// and no key was pressed; 200 ms, because a screen that scrolls so fast cannot be read.
    private static let busyFrameTime: Int64 = 200_000_000
    /// The maximum time for which entries are folded before input is read again, in nanoseconds; 4 ms.
    private static let drainTime: Int64 = 4_000_000
    /// The number of entries that are folded between two readings of the clock; 32, less than a millisecond unless they are
    /// large.
    private static let drainCount = 32
    /// The time between two ticks, in nanoseconds; 1 s.
    private static let tickTime: Int64 = 1_000_000_000

    /// Reports an error on standard error while the screen is closed.
    var reportError: (String) -> Void = StandardError.report

    /// Stops the process group of this program until a shell continues it.
    var stop: () -> Void = ts_stop

    private let signals: Int32
    private let source: Source
    /// Whether time passes for the session as it does on the clock; not for a recording.
    private let isLive: Bool
    let now: @Sendable () -> Instant
    private let wall: (@Sendable () -> WallClock)?
    private let perform: (Switchboard.Command) -> Void
    private let requestSnapshot: () -> Void

    /// Creates a loop between a relay and a terminal.
    ///
    /// - Parameters:
    ///   - signals: The reading end of the pipe of `ts_open`, which the mailbox also wakes.
    ///   - mailbox: The reports of the relay.
    ///   - now: Returns the time on the clock of the relay.
    ///   - wall: Returns the wall clock; `nil` to leave that of the model unchanged.
    ///   - perform: Passes a command to the relay.
    ///   - requestSnapshot: Requests a snapshot from the relay.
    public init(
        signals: Int32,
        mailbox: BoundedMailbox<RelayEvent>,
        now: @escaping @Sendable () -> Instant,
        wall: (@Sendable () -> WallClock)? = nil,
        perform: @escaping (Switchboard.Command) -> Void,
        requestSnapshot: @escaping () -> Void
    ) {
        self.signals = signals
        isLive = true
        source = { count in
            let batch = mailbox.take(count)
            let read = batch.elements.count + batch.lost
            return (read == 0 ? nil : .arrived(batch.elements, lost: batch.lost), read, batch.hasMore)
        }
        self.now = now
        self.wall = wall
        self.perform = perform
        self.requestSnapshot = requestSnapshot
    }

    /// Creates a loop between a recording and a terminal.
    ///
    /// - Parameters:
    ///   - signals: The reading end of the pipe of `ts_open`.
    ///   - recording: Reads the recording.
    ///   - now: Returns the time on a clock, for frames.
    public init(signals: Int32, recording: @escaping Source, now: @escaping @Sendable () -> Instant) {
        self.signals = signals
        isLive = false
        source = recording
        self.now = now
        wall = nil
        perform = { _ in }
        requestSnapshot = {}
    }

    /// Reads at most a number of events: those that there are, as one for ``update(_:_:)``, their number, and whether
    /// there are more.
    public typealias Source = (Int) -> (event: Event?, count: Int, hasMore: Bool)

    /// Runs until the operator, a signal or a hangup ends the console, and restores the terminal.
    public func run(_ terminal: consuming CursesTerminal, _ model: consuming Model) {
        loop(&terminal, &model)
        terminal.leave()
    }

    private func loop(_ terminal: inout CursesTerminal, _ model: inout Model) {
        var pacing = Pacing(now())
        var lastFrame = Instant(nanoseconds: pacing.lastTick.nanoseconds - Self.frameTime)
        while true {
            let frameTime = pacing.frameTime(rows: model.context.size.rows)
            let frameDue = pacing.needsFrame && terminal.isReady ? lastFrame.nanoseconds + frameTime : .max
            let due = min(due(pacing, model).nanoseconds, frameDue)
            let wake = wait(for: terminal.polled, until: Instant(nanoseconds: due))
            if wake.shouldEnd || wake.isInterrupt { return }
            terminal.flush()
            if wake.shouldStop { suspend(&terminal) }
            if wake.isContinued { terminal.enter() }
            if wake.isResized { terminal.resize() }
            var events = terminal.events()
            if wake.shouldStop || wake.isContinued || wake.isResized { events.append(.resized(terminal.size)) }
            for event in events where !handle(event, terminal: &terminal, model: &model) { return }
            if !events.isEmpty { (pacing.needsFrame, pacing.isInteractive) = (true, true) }
            guard advance(&pacing, terminal: &terminal, model: &model) else { return }
            let isDue = now().nanoseconds >= lastFrame.nanoseconds + pacing.frameTime(rows: model.context.size.rows)
            guard pacing.needsFrame, terminal.isReady, isDue else { continue }
            terminal.setMouseReporting(model.wantsMouse)
            terminal.show(view(model), theme: model.theme)
            lastFrame = now()
            (pacing.needsFrame, pacing.isInteractive, pacing.newReports) = (terminal.isFlashing, false, 0)
        }
    }

    // MARK: Reports and ticks

    /// The state that determines when reports are folded and when frames are drawn.
    struct Pacing {
        /// The time of the last tick.
        var lastTick: Instant
        /// The time at which the mailbox was last emptied.
        var lastDrain: Instant
        /// Whether the mailbox is not read before the time of the next frame.
        var isDrainDeferred = false
        /// Whether the mailbox was not empty after the last drain.
        var hasBacklog = false
        /// Whether anything has changed since the last frame.
        var needsFrame = true
        /// Whether input or a signal of the terminal arrived since the last frame.
        var isInteractive = false
        /// The number of reports that were folded, or lost, since the last frame.
        var newReports = 0

        /// Returns the minimum time between the last frame and the next on a screen of `rows` rows.
        func frameTime(rows: Int) -> Int64 {
            (hasBacklog || newReports > rows) && !isInteractive ? ConsoleLoop.busyFrameTime : ConsoleLoop.frameTime
        }

        init(_ now: Instant) {
            lastTick = now
            lastDrain = Instant(nanoseconds: now.nanoseconds - ConsoleLoop.frameTime)
        }
    }

    /// Returns the time at which ``advance(_:terminal:model:)`` must be called again if nothing wakes the loop before.
    func due(_ pacing: Pacing, _ model: Model) -> Instant {
        if pacing.hasBacklog || model.isBusy { return now() }
        let tick = pacing.lastTick.nanoseconds + Self.tickTime
        let drain = pacing.isDrainDeferred ? pacing.lastDrain.nanoseconds + Self.frameTime : .max
        return Instant(nanoseconds: min(tick, drain))
    }

    /// Folds reports and sends a tick if they are due; returns false if the console is to end.
    ///
    /// Also called while the editor has the terminal.
    func advance(_ pacing: inout Pacing, terminal: inout CursesTerminal, model: inout Model) -> Bool {
        // The time is read first, so that all entries recorded before it are folded before the tick.
        let moment = now()
        // Reports are not visible before the next frame, and the relay wakes the console only if the mailbox is empty.
        pacing.isDrainDeferred =
            !pacing.hasBacklog && moment.nanoseconds - pacing.lastDrain.nanoseconds < Self.frameTime
        if !pacing.isDrainDeferred {
            pacing.lastDrain = moment
            let (count, hasMore) = drain(&terminal, into: &model)
            pacing.hasBacklog = hasMore
            pacing.needsFrame = pacing.needsFrame || count > 0
            pacing.newReports += count
        }
        pacing.needsFrame = pacing.needsFrame || model.isBusy
        if model.isBusy { _ = handle(.continueWork, terminal: &terminal, model: &model) }
        guard moment.nanoseconds - pacing.lastTick.nanoseconds >= Self.tickTime else { return true }
        pacing.lastTick = moment
        pacing.needsFrame = true
        terminal.secondPassed()
        if let wall { _ = handle(.wallClock(wall(), at: moment), terminal: &terminal, model: &model) }
        // Entries in the mailbox may be as old as the last one that was folded, so the time must not be ahead of that.
        let isCurrent = isLive && !pacing.hasBacklog && !pacing.isDrainDeferred
        let time = isCurrent ? moment : model.context.session.now
        guard handle(.tick(time), terminal: &terminal, model: &model) else { return false }
        if let message = terminal.failedCopyMessage() {
            _ = handle(.effectFinished(message), terminal: &terminal, model: &model)
        }
        return true
    }

    /// Updates the model with `event` and with the events that result; returns false if the console is to end.
    private func handle(_ event: Event, terminal: inout CursesTerminal, model: inout Model) -> Bool {
        var events = [event]
        while !events.isEmpty {
            for effect in update(&model, events.removeFirst()) {
                switch effect {
                case .quit: return false
                case .edit(let editing):
                    guard let edited = edit(editing, terminal: &terminal, model: &model) else { return false }
                    // The editor, not the console, has received the signals of a resize.
                    events += [.resized(terminal.size), .edited(edited)]
                default: events += perform(effect, &terminal)
                }
            }
        }
        return true
    }

    /// Performs an effect; returns the events that result.
    private func perform(_ effect: Effect, _ terminal: inout CursesTerminal) -> [Event] {
        switch effect {
        case .command(let command): perform(command)
        case .requestSnapshot: requestSnapshot()
        case .repaint: terminal.repaint()
        case .suspend where terminal.isActive:
            suspend(&terminal)
            return [.resized(terminal.size)]
        case .copy(let text) where terminal.isActive: return [.effectFinished(terminal.copy(text))]
        case .title(let title): terminal.setTitle(title)
        case .bell: terminal.ringBell()
        case .flash: terminal.flashScreen()
        case .export(let export): return [.effectFinished(ExportFile(export).write())]
        case .suspend, .copy, .edit, .quit: break
        }
        return []
    }

    /// Stops the program until it is continued, with the terminal restored meanwhile.
    private func suspend(_ terminal: inout CursesTerminal) {
        terminal.leave()
        stop()
        terminal.enter()
    }

    /// Folds reports for at most ``drainTime``, so that input is not delayed.
    ///
    /// - Returns: The number of reports, including lost ones, and whether the mailbox has more.
    private func drain(_ terminal: inout CursesTerminal, into model: inout Model) -> (count: Int, hasMore: Bool) {
        let end = now().nanoseconds + Self.drainTime
        var count = 0
        while true {
            let (event, read, hasMore) = source(Self.drainCount)
            count += read
            if let event { _ = handle(event, terminal: &terminal, model: &model) }
            if !hasMore || now().nanoseconds >= end { return (count, hasMore) }
        }
    }

    // MARK: Waiting

    /// The reasons why a wait ended.
    struct Wake {
        /// SIGTERM, SIGHUP, or a hangup of the terminal.
        var shouldEnd = false
        /// SIGINT.
        var isInterrupt = false
        /// SIGTSTP.
        var shouldStop = false
        /// SIGWINCH.
        var isResized = false
        /// SIGCONT.
        var isContinued = false
    }

    /// Waits for input, a signal, a report or free space in the terminal's buffer, at most until `due`.
    func wait(for terminal: [pollfd], until due: Instant) -> Wake {
        var polled = terminal + [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
        let nanoseconds = max(0, due.nanoseconds - now().nanoseconds)
        _ = poll(&polled, nfds_t(polled.count), Int32((nanoseconds + 999_999) / 1_000_000))
        var wake = Wake()
        for number in readSignals() {
            switch Int32(number) {
            case SIGWINCH: wake.isResized = true
            case SIGCONT: wake.isContinued = true
            case SIGTSTP: wake.shouldStop = true
            case SIGINT: wake.isInterrupt = true
            case SIGTERM, SIGHUP: wake.shouldEnd = true
            default: break
            }
        }
        // The terminal was closed.
        if polled[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { wake.shouldEnd = true }
        return wake
    }

    /// Reads the bytes in the pipe: numbers of signals, and 0 for a mailbox that is no longer empty.
    private func readSignals() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
