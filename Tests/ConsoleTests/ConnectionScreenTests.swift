import Connections
import Exports
import Findings
import Negotiations
import Testing

@testable import Analysis
@testable import Console
@testable import Events
@testable import Reports
@testable import Screens

/// What the screens say of connections that pages report.
@Suite struct ConnectionScreenTests {
    @Test func theListOfCallsHasTheTimeThePairAndTheRate() {
        var console = ConsoleScript.reported(160, 45)
        console.type("C")
        #expect(console.screen.contains("connected"))
        #expect(console.screen.contains("host ⇄ host udp 2ms"))
        #expect(console.screen.contains("SETUP"))
    }

    @Test func aConnectionThatNoPageReportsSaysHowToSeeIt() {
        var console = ConsoleScript.call()
        console.type("P")
        #expect(console.screen.contains("No page of these peers reports its connections."))
        #expect(console.screen.contains("<script src=\"http://localhost:8080/probe.js\"></script>"))
    }

    @Test func aMessageTellsWhatItsRecipientDidWithIt() {
        var console = ConsoleScript.reported(160, 45)
        console.type(":at 5<enter><enter>")
        #expect(console.screen.contains("bob applied it after"))
    }

    /// Loss is rounded up, so that a single lost packet shows.
    @Test func lossIsInThousandthsOfWhatWasSent() {
        func loss(_ lost: Int?, of received: Int?) -> Int? {
            var connection = ReportedConnection(ConnectionID(PageID(1), 1), made: .start, entry: 1)
            var (statistics, stream) = (ConnectionStatistics(), StreamStatistics())
            (stream.lost, stream.packets) = (lost, received)
            statistics.inbound = [stream]
            connection.statistics = statistics
            return ConnectionText.loss(connection)
        }
        #expect(loss(nil, of: nil) == nil)
        #expect(loss(0, of: 100) == nil)
        #expect(loss(-5, of: 100) == nil, "duplicates count as negative loss")
        #expect(loss(1, of: 99_999) == 1)
        #expect(loss(25, of: 75) == 250)
        #expect(loss(9_007_199_254_740_992, of: 9_007_199_254_740_992) == 500)
    }
}
