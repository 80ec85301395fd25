import TestSupport
import Testing

extension TerminalProcess {
    /// Exchanges messages until the terminal, which nobody reads, has no room for more.
    ///
    /// The kernel moves what it has to where it is read from, and then there is room again for a moment: some frames
    /// after one another have to find none.
    ///
    /// - Returns: The number of messages.
    func fill(from sender: PlainClient, to receiver: PlainClient) async throws -> Int {
        var (number, isFullSince) = (0, 0)
        try await eventually("a terminal without room") {
            let text = "\(number) " + String(repeating: ["x", "y", "z"][number % 3], count: 120)
            try await sender.send(text: text)
            #expect(try await receiver.next() == .text(text))
            number += 1
            if !terminal.isFull { isFullSince = number }
            return number - isFullSince >= 10
        }
        return number
    }
}
