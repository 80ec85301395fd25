import Synchronization

/// A program on a pseudo-terminal.
public final class TerminalProcess: Sendable {
    public let terminal: PseudoTerminal
    public let process: ChildProcess
    private let transcript = Mutex<[UInt8]>([])

    /// Starts a program whose standard streams are a terminal of this size.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked up in `PATH`, and its arguments.
    ///   - columns: The width of the terminal.
    ///   - rows: The height of the terminal.
    ///   - environment: The variables that differ from those of this process.
    ///   - leadsSession: Whether the program leads a session of its own, which this terminal controls.
    /// - Throws: The error of the call that failed.
    public init(
        _ command: [String], columns: Int, rows: Int, environment: [String: String] = [:], leadsSession: Bool = false
    ) throws(SystemError) {
        terminal = try PseudoTerminal(columns: columns, rows: rows)
        process = try ChildProcess(command, environment: environment, on: terminal, leadsSession: leadsSession)
        terminal.closeTerminal()
    }

    /// Reads what was written to the terminal without waiting, and returns all that was ever read.
    public var output: [UInt8] {
        transcript.withLock { transcript in
            transcript += terminal.readAvailable()
            return transcript
        }
    }

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// How the program ended; `nil` if it runs.
    public var exit: ChildProcess.Exit? { process.exit }

    public func type(_ text: String) { terminal.type(text) }

    public func signal(_ signal: Int32) { process.signal(signal) }
}
