import ArgumentParser
import CTerminalSignals
import Configuration
import Console
import Drawing
import EventLog
import Events
import Glibc
import Messages
import Recordings
import Screens
import Sessions
import Terminal

/// `signal-console open FILE…`: the console on recordings.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Show recordings in the console, without a relay.",
        discussion: """
            A recording is an event log, as --record and --log json write it, a HAR of a browser, a dump of \
            chrome://webrtc-internals or an RTCStatsDump; gzip is read, too. Several files are joined by their clocks. \
            Without a terminal, or with --headless, it prints the log and exits.
            """)

    @Argument(help: ArgumentHelp("The recordings; - is standard input.", valueName: "file"), completion: .file())
    var files: [String]

    @Flag(help: "Read on when a file grows.")
    var follow = false

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Seconds to add to the clock of a file, in the order of the files; may be repeated. By default they are found \
            from messages that two files have.
            """, valueName: "seconds"))
    var offset: [Double] = []

    @OptionGroup(title: OptionTable.Section.screen.title) var screen: CommandLineOptions<ScreenSection>
    @OptionGroup var file: FileOptions

    /// The largest offset, in seconds: 30 years; more is no wrong clock.
    private static let offsetLimit = 1e9

    func validate() throws {
        if let wrong = offset.first(where: { !($0.magnitude <= Self.offsetLimit) }) {
            throw ValidationError("invalid --offset '\(wrong)': expected seconds, at most \(Int(Self.offsetLimit))")
        }
        guard offset.isEmpty || offset.count <= files.count && files.count > 1 else {
            throw ValidationError(
                "\(offset.count) of --offset for \(files.count) files: expected one for each of several")
        }
    }

    func run() throws {
        let configuration = try Program(file, flags: screen.texts).configuration()
        guard !follow || !configuration.headless else {
            throw ValidationError("--follow with --headless: expected a screen; tail -f follows the file itself")
        }
        TaughtSpellings.current = configuration.spellings
        let recordings: RecordingFiles
        do throws(OpenError) {
            recordings = try RecordingFiles(files, offsets: offset, isFollowing: follow)
        } catch {
            StandardError.report("\(error)")
            throw ExitCode(error.exitCode)
        }
        recordings.reportMissingPayloads()
        let signals = ts_open()
        guard signals >= 0 else {
            StandardError.report("cannot receive signals: \(String(cString: strerror(errno)))")
            throw ExitCode(EX_OSERR)
        }
        let charset = TerminalLocale.adopt()
        guard !configuration.headless else { return try printLog(recordings, configuration) }
        do throws(TerminalError) {
            runConsole(try CursesTerminal.open(), recordings, charset: charset, configuration, signals: signals)
        } catch {
            StandardError.report("no screen: \(error); printing the log")
            try printLog(recordings, configuration)
        }
    }

    private func printLog(_ recordings: RecordingFiles, _ configuration: ProgramConfiguration) throws {
        var log = RecordingLog(recordings, configuration)
        try log.run()
    }

    private func runConsole(
        _ terminal: consuming CursesTerminal, _ recordings: RecordingFiles, charset: Charset,
        _ configuration: ProgramConfiguration, signals: Int32
    ) {
        let clock = RelayClock()
        var shown = recordings.state
        let session = Session(
            recordings.endpoint, journal: recordings.makeJournal(), guardsGlare: recordings.guardsGlare,
            hasPayloads: recordings.hasPayloads)
        var model = Model(
            session, size: terminal.size, charset: configuration.ascii ? .ascii : charset,
            wall: WallClock(start: recordings.start, offset: RelayClock.offset(at: recordings.start)))
        model.context.settings = configuration.settings
        model.keyMap = configuration.keyMap
        model.savedFilters = configuration.filters
        model.isReadOnly = true
        model.redactionKey = RedactionKey.make()
        model.recording = shown
        let loop = ConsoleLoop(
            signals: signals,
            recording: { count in
                let (events, hasMore) = recordings.read(count)
                let state = recordings.state
                let isNews = !events.isEmpty || state != shown
                shown = state
                return (isNews ? .read(events, state) : nil, events.count, hasMore)
            }, now: { clock.now })
        loop.run(terminal, model)
    }
}
