import TestSupport
import Testing

@testable import Relay

/// Responses that the server gives long after the request.
@Suite struct LongPollTests {
    private static let count = 1000
    /// More than a poll takes, with both ends of it in the test; 32 KiB.
    private static let memory = 32 << 10

    @Test func aThousandPollsAreHeldOpenAtOnceAndEachIsAnswered() throws {
        try withProxy { proxy, server, watch in
            let before = residentMemory()
            var polls: [(client: Wire, server: Wire)] = []
            for number in 0..<Self.count {
                let client = try Wire(proxy)
                try client.write("GET /poll?\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                let connection = try server.accept()
                #expect(try connection.head().hasPrefix("GET /poll?\(number) "))
                polls.append((client, connection))
            }
            #expect(residentMemory() - before < Self.count * Self.memory)
            // The last one first, so that the order of requests does not matter.
            for (number, poll) in polls.enumerated().reversed() {
                let body = "poll \(number)\n"
                try poll.server.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
            for (number, poll) in polls.enumerated() {
                let expected = "poll \(number)\n"
                #expect(
                    try poll.client.through("\r\n\r\n\(expected)").hasPrefix("HTTP/1.1 200 OK\r\n"), "\(number)")
            }
            // The connections are those of the next polls.
            for poll in polls { try poll.client.write("GET /again HTTP/1.1\r\nHost: a\r\n\r\n") }
            for poll in polls { #expect(try poll.server.head().hasPrefix("GET /again ")) }
            #expect(watch.entries.isEmpty)
        }
    }
}
