import CTerminalSignals
public import Console
import Drawing
public import Events
import Glibc
public import Mailbox
public import Routing
import Screens
public import Sessions

/// The console at work: waits for keys, signals and entries, lets ``update(_:_:)`` decide, and shows the outcome.
///
/// It runs on the thread that calls ``run(_:_:)``, which from then on is the console thread and does nothing else.
public struct ConsoleLoop {
    /// No more frames than a terminal and an eye can follow: 30 a second.
    private static let frameTime: Int64 = 33_000_000
    /// Fewer while more than a screen of entries comes in that time, and no key: nobody reads ten of them in a second.
    private static let hurriedFrameTime: Int64 = 100_000_000
    /// How long entries may be taken in before keys are looked at again, in nanoseconds.
    private static let drainTime: Int64 = 4_000_000
    /// Entries taken at once, few enough to look at the clock between: each may be large.
    private static let drainCount = 16
    private static let tickTime: Int64 = 1_000_000_000

    /// Says something on standard error, while the screen is not there.
    var complain: (String) -> Void = StandardError.say

    /// Stops this program, and its group, until a shell continues it.
    var stop: () -> Void = ts_stop

    private let signals: Int32
    private let mailbox: Mailbox<RelayEvent>
    let now: @Sendable () -> Instant
    private let wall: (@Sendable () -> WallClock)?
    private let perform: (Switchboard.Command) -> Void
    private let takeCensus: () -> Void

    /// A loop between a relay and a terminal.
    ///
    /// - Parameters:
    ///   - signals: The pipe of `ts_open`, to which the mailbox's wake writes too.
    ///   - mailbox: What the relay writes down.
    ///   - now: The moment, on the relay's clock.
    ///   - wall: Reads the wall clock; nil leaves it as the model has it.
    ///   - perform: Hands a command to the relay.
    ///   - takeCensus: Has the relay say who is here.
    public init(
        signals: Int32,
        mailbox: Mailbox<RelayEvent>,
        now: @escaping @Sendable () -> Instant,
        wall: (@Sendable () -> WallClock)? = nil,
        perform: @escaping (Switchboard.Command) -> Void,
        takeCensus: @escaping () -> Void
    ) {
        self.signals = signals
        self.mailbox = mailbox
        self.now = now
        self.wall = wall
        self.perform = perform
        self.takeCensus = takeCensus
    }

    /// Runs until the operator, a signal or the terminal ends it; the terminal is then as it was.
    public func run(_ terminal: consuming Terminal, _ model: consuming Model) {
        loop(&terminal, &model)
        terminal.leave()
    }

    private func loop(_ terminal: inout Terminal, _ model: inout Model) {
        var pulse = Pulse(now())
        var drawn = Instant(nanoseconds: pulse.ticked.nanoseconds - Self.frameTime)
        while true {
            let frameTime = pulse.frameTime(rows: model.context.size.rows)
            let frameDue = pulse.isNews && terminal.isReady ? drawn.nanoseconds + frameTime : .max
            let due = min(due(pulse, model).nanoseconds, frameDue)
            let wake = wait(for: terminal.polled, until: Instant(nanoseconds: due))
            if wake.isEnd || wake.isInterrupt { return }
            terminal.flush()
            if wake.isStop { suspend(&terminal) }
            if wake.isContinued { terminal.enter() }
            if wake.isResized { terminal.resize() }
            var events = terminal.events()
            if wake.isStop || wake.isContinued || wake.isResized { events.append(.resized(terminal.size)) }
            for event in events where !take(event, &terminal, &model) { return }
            if !events.isEmpty { (pulse.isNews, pulse.isAsked) = (true, true) }
            guard goOn(&pulse, &terminal, &model) else { return }
            let isDue = now().nanoseconds >= drawn.nanoseconds + pulse.frameTime(rows: model.context.size.rows)
            guard pulse.isNews, terminal.isReady, isDue else { continue }
            terminal.listen(toMouse: model.wantsMouse)
            terminal.show(view(model), theme: model.theme)
            drawn = now()
            (pulse.isNews, pulse.isAsked, pulse.arrivals) = (terminal.isFlashing, false, 0)
        }
    }

    // MARK: What goes on whoever has the terminal

    /// How far the console is with what comes by itself.
    struct Pulse {
        /// The last second that has gone by.
        var ticked: Instant
        /// When it was last looked whether something has come.
        var drained: Instant
        /// Whether it is to be looked again when the next frame could be.
        var isToDrain = false
        /// Whether more waits than was taken in.
        var hasMore = false
        /// Whether anything has happened since the last frame.
        var isNews = true
        /// Whether some of it was a key, or else what the operator did to the terminal.
        var isAsked = false

        /// How many entries were taken in since the last frame, and others of what the relay tells.
        var arrivals = 0

        /// How long after the last frame the next is due, on a screen of so many rows.
        func frameTime(rows: Int) -> Int64 {
            (hasMore || arrivals > rows) && !isAsked ? ConsoleLoop.hurriedFrameTime : ConsoleLoop.frameTime
        }

        init(_ now: Instant) {
            ticked = now
            drained = Instant(nanoseconds: now.nanoseconds - ConsoleLoop.frameTime)
        }
    }

    /// When ``goOn(_:_:_:)`` has something to do again, if nothing wakes it before.
    func due(_ pulse: Pulse, _ model: borrowing Model) -> Instant {
        if pulse.hasMore || model.isBusy { return now() }
        let tick = pulse.ticked.nanoseconds + Self.tickTime
        return Instant(nanoseconds: pulse.isToDrain ? min(tick, pulse.drained.nanoseconds + Self.frameTime) : tick)
    }

    /// Takes in what has come, and the second that has gone by; false if that is the end.
    func goOn(_ pulse: inout Pulse, _ terminal: inout Terminal, _ model: inout Model) -> Bool {
        // What was written down before this moment is taken in before it.
        let moment = now()
        // Nothing of it is seen before the next frame, and while something waits the relay need not wake anybody.
        pulse.isToDrain = !pulse.hasMore && moment.nanoseconds - pulse.drained.nanoseconds < Self.frameTime
        if !pulse.isToDrain {
            pulse.drained = moment
            let (arrived, hasMore) = drain(&terminal, into: &model)
            pulse.hasMore = hasMore
            pulse.isNews = pulse.isNews || arrived > 0
            pulse.arrivals += arrived
        }
        pulse.isNews = pulse.isNews || model.isBusy
        if model.isBusy { _ = take(.more, &terminal, &model) }
        guard moment.nanoseconds - pulse.ticked.nanoseconds >= Self.tickTime else { return true }
        pulse.ticked = moment
        pulse.isNews = true
        terminal.passSecond()
        if let wall { _ = take(.wallClock(wall(), at: moment), &terminal, &model) }
        // What waits may be as old as what was taken in last: time does not run ahead of it.
        guard take(.tick(pulse.hasMore || pulse.isToDrain ? model.context.session.now : moment), &terminal, &model)
        else {
            return false
        }
        if let words = terminal.outcomeOfCopies() { _ = take(.told(words), &terminal, &model) }
        return true
    }

    /// Lets the model decide on `event` and on what it brings about; false if that is the end.
    private func take(_ event: Event, _ terminal: inout Terminal, _ model: inout Model) -> Bool {
        var events = [event]
        while !events.isEmpty {
            for effect in update(&model, events.removeFirst()) {
                switch effect {
                case .quit: return false
                case .edit(let editing):
                    guard let edited = edit(editing, &terminal, &model) else { return false }
                    // No signal tells of a size that changed meanwhile.
                    events += [.resized(terminal.size), .edited(edited)]
                default: events += carryOut(effect, &terminal)
                }
            }
        }
        return true
    }

    /// Does what the model wants done at once, and returns what has happened by that.
    private func carryOut(_ effect: Effect, _ terminal: inout Terminal) -> [Event] {
        switch effect {
        case .command(let command): perform(command)
        case .census: takeCensus()
        case .repaint: terminal.repaint()
        case .suspend where terminal.isHere:
            suspend(&terminal)
            return [.resized(terminal.size)]
        case .copy(let text) where terminal.isHere: return [.told(terminal.copy(text))]
        case .title(let words): terminal.setTitle(words)
        case .bell: terminal.ringBell()
        case .flash: terminal.flashScreen()
        case .export(let export): return [.told(ExportFile(export).write())]
        case .suspend, .copy, .edit, .quit: break
        }
        return []
    }

    private func suspend(_ terminal: inout Terminal) {
        terminal.leave()
        stop()
        terminal.enter()
    }

    /// Takes in what has come, for ``drainTime`` at the most, so that no key waits behind it.
    private func drain(_ terminal: inout Terminal, into model: inout Model) -> (arrived: Int, hasMore: Bool) {
        let end = now().nanoseconds + Self.drainTime
        var arrived = 0
        while true {
            let batch = mailbox.take(Self.drainCount)
            if !batch.elements.isEmpty || batch.lost > 0 {
                arrived += batch.elements.count + batch.lost
                _ = take(.arrived(batch.elements, lost: batch.lost), &terminal, &model)
            }
            if !batch.hasMore || now().nanoseconds >= end { return (arrived, batch.hasMore) }
        }
    }

    // MARK: Waiting

    struct Wake {
        var isEnd = false
        var isInterrupt = false
        var isStop = false
        var isResized = false
        var isContinued = false
    }

    /// Waits for a key, a signal, an entry or room on the terminal, until `due` at the latest.
    func wait(for terminal: [pollfd], until due: Instant) -> Wake {
        var polled = terminal + [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
        let nanoseconds = max(0, due.nanoseconds - now().nanoseconds)
        _ = poll(&polled, nfds_t(polled.count), Int32((nanoseconds + 999_999) / 1_000_000))
        var wake = Wake()
        for number in readSignals() {
            switch Int32(number) {
            case SIGWINCH: wake.isResized = true
            case SIGCONT: wake.isContinued = true
            case SIGTSTP: wake.isStop = true
            case SIGINT: wake.isInterrupt = true
            case SIGTERM, SIGHUP: wake.isEnd = true
            default: break
            }
        }
        // The terminal is gone.
        if polled[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { wake.isEnd = true }
        return wake
    }

    /// The bytes on the pipe: numbers of signals, and 0 for a mailbox that is no longer empty.
    private func readSignals() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
