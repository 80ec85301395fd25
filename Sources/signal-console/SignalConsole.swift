import ArgumentParser
import CTerminalSignals
import Console
import Glibc
import Relay
import Terminal

/// The program: arguments, and whether there is a screen.
@main
struct SignalConsole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal-console",
        abstract: "A WebRTC signaling relay with an operator's console.",
        discussion: """
            Open the page it serves in two browser tabs, or point your own client at it, and see every offer, answer \
            and candidate as it passes. Without a terminal it runs headless.
            """,
        version: "signal-console \(Version.number)"
    )

    @Option(help: "Where to listen: localhost is both 127.0.0.1 and ::1, 0.0.0.0 is every address.")
    var host = "localhost"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    @Flag(help: "No screen: a line for each entry on standard output.")
    var headless = false

    @Option(help: "What those lines are.")
    var log = LogFormat.text

    @Flag(help: "A message also goes back to its sender: for trying one client alone.")
    var loopback = false

    @Flag(help: "Draw the screen in ASCII.")
    var ascii = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("port \(port) is no port; give one from 0 to 65535: --port 8080")
        }
        guard !host.isEmpty else {
            throw ValidationError("host '' is empty; give a name or an address: --host localhost")
        }
    }

    func run() throws {
        let signals = ts_open()
        guard signals >= 0 else {
            Stderr.say("no signals: \(String(cString: strerror(errno)))")
            throw ExitCode(EX_OSERR)
        }
        let charset = TerminalLocale.adopt()
        let session: Session
        do throws(RelayError) {
            session = try Session(relay, signals: signals)
        } catch {
            Stderr.say(error.description)
            throw ExitCode(EX_UNAVAILABLE)
        }
        guard !headless else { return Headless(session, log).run() }
        do throws(TerminalError) {
            session.runConsole(try Terminal.open(), ascii ? .ascii : charset)
        } catch {
            Stderr.say("no screen: \(error); running headless")
            Headless(session, log).run()
        }
    }

    private var relay: RelayConfiguration {
        var configuration = RelayConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.loopback = loopback
        configuration.files = Page.files
        return configuration
    }
}

extension LogFormat: ExpressibleByArgument {}
