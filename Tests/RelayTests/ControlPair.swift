import Dispatch
import NIOConcurrencyHelpers
import TestSupport

@testable import Relay

/// Two well-behaved peers that exchange messages continuously, to check that abuse by others loses none of them.
final class ControlPair: Sendable {
    /// The room of the pair.
    static let room = "control"

    private let hasStarted = DispatchSemaphore(value: 0)
    private let shouldStop = DispatchSemaphore(value: 0)
    private let hasStopped = DispatchSemaphore(value: 0)
    private let result = NIOLockedValueBox((rounds: 0, failure: String?.none))

    /// Connects both peers, with `token` in their query, and waits until each has received a message.
    init(_ relay: RelayServer, token: String? = nil) throws {
        DispatchQueue.global().async { [self] in
            do {
                try exchangeMessages(relay, "/?room=\(Self.room)" + (token.map { "&token=\($0)" } ?? ""))
            } catch {
                result.withLockedValue { $0.failure = "\(error)" }
            }
            hasStarted.signal()
            hasStopped.signal()
        }
        let isStarted = hasStarted.wait(timeout: .now() + 20) == .success
        let failure = result.withLockedValue(\.failure)
        guard isStarted, failure == nil else {
            throw UnexpectedBehavior(description: "the control pair could not connect: \(failure ?? "no answer")")
        }
    }

    private func exchangeMessages(_ relay: RelayServer, _ path: String) throws {
        let (one, other) = (try WebSocketClient.opened(relay, path), try WebSocketClient.opened(relay, path))
        var round = 0
        repeat {
            round += 1
            for (sender, recipient) in [(one, other), (other, one)] {
                try sender.send(text: "\(round)")
                let received = try recipient.nextExceptPings()
                guard received == .text("\(round)") else {
                    throw UnexpectedBehavior(
                        description: "\(round) was sent, but \(String(describing: received)) received")
                }
            }
            result.withLockedValue { $0.rounds = round }
            if round == 1 { hasStarted.signal() }
            // Below all rate limits, and above all idle timeouts.
        } while shouldStop.wait(timeout: .now() + .milliseconds(10)) == .timedOut
    }

    /// Stops after one more round; returns the first error, or `nil`.
    func stop() -> String? {
        shouldStop.signal()
        guard hasStopped.wait(timeout: .now() + 20) == .success else { return "the control pair did not stop" }
        return result.withLockedValue(\.failure)
    }
}
