import Connections
import Findings
import Negotiations
@testable import Analysis
@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import Reports
@testable import SDP

extension ConsoleScript {
    /// The call in which both pages report: connected, with the statistics of alice's page.
    static func reported(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = ConsoleScript(columns, rows, charset: charset)
        for page in 1...2 { console.report(page, .page(facts), at: 0.5) }
        for (seconds, content) in contents {
            console.arrive(content, at: seconds)
            guard case .message(let delivery) = content, let text = ParsedMessage(delivery.message).descriptionSummary
            else { continue }
            let author = delivery.author.number
            console.apply(text, .setLocalDescription, on: author, at: seconds + 0.001)
            console.apply(text, .setRemoteDescription, on: 3 - author, at: seconds + 0.002)
        }
        let states: [(StateMachine, String, Double)] = [
            (.ice, "checking", 1.51), (.ice, "connected", 1.63), (.dtls, "connected", 1.67),
            (.connection, "connected", 1.68),
        ]
        for (machine, state, seconds) in states {
            console.report(2, .state(machine, state), at: seconds)
            console.report(1, .state(machine, state), at: seconds + 0.002)
        }
        for page in [2, 1] { console.report(page, .statistics(statistics), at: 1.8) }
        console.send(.tick(.seconds(3)))
        return console
    }

    private static var facts: PageFacts {
        var facts = PageFacts()
        (facts.url, facts.isSecure, facts.hasDevices) = ("http://localhost:8080/", true, true)
        facts.agent = "Mozilla/5.0 Firefox/140.0"
        return facts
    }

    private static var statistics: ConnectionStatistics {
        var (statistics, pair) = (ConnectionStatistics(), CandidatePair())
        (pair.state, pair.roundTrip, pair.bytesSent, pair.bytesReceived) = ("succeeded", 2, 51_200, 49_100)
        (pair.requestsSent, pair.responsesReceived, pair.requestsReceived, pair.responsesSent) = (7, 7, 6, 6)
        (pair.local.type, pair.local.transport, pair.local.address, pair.local.port) = (
            "host", "udp", "192.0.2.4", 51_234
        )
        (pair.remote.type, pair.remote.transport) = ("host", "udp")
        var other = pair
        (other.state, other.local.type, other.responsesReceived) = ("failed", "srflx", 0)
        (statistics.pairs, statistics.selected, statistics.role) = ([pair, other], 0, "client")
        var stream = StreamStatistics()
        (stream.kind, stream.mid, stream.codec, stream.packets, stream.jitter) = ("video", "1", "video/VP8", 1204, 3)
        (stream.frames, stream.width, stream.height) = (312, 640, 480)
        statistics.inbound = [stream]
        var silent = stream
        (silent.kind, silent.mid, silent.codec, silent.packets, silent.frames) = ("audio", "0", "audio/opus", 0, nil)
        (silent.width, silent.height) = (nil, nil)
        statistics.outbound = [stream, silent]
        return statistics
    }

    private mutating func report(_ page: Int, _ content: PeerReport.Content, at seconds: Double) {
        let connection: Int? = if case .page = content { nil } else { 1 }
        arrive(
            .reported(
                PageReport(
                    page: PageID(page), occurred: .seconds(seconds), address: "127.0.0.1:6000\(page)",
                    PeerReport(time: 0, connection: connection, content))), at: seconds)
    }

    private mutating func apply(_ terms: SDPSummary, _ method: APICall.Method, on page: Int, at seconds: Double) {
        var (call, description) = (APICall(method), AppliedDescription())
        let section = terms.sections.first { $0.ufrag != nil }
        (description.ufrag, description.fingerprint) = (section?.ufrag, section?.fingerprints.first)
        description.kind = terms.setup == .actpass || section?.setup == .actpass ? "offer" : "answer"
        (call.description, call.duration) = (description, 3_000)
        report(page, .call(call), at: seconds)
    }
}
