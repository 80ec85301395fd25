import Dispatch
import NIOConcurrencyHelpers
import TestSupport

@testable import Relay

/// Two peers that break no rule and send each other messages all the time, of which none may be lost.
final class ControlPair: Sendable {
    /// The room they are in.
    static let room = "control"

    private let begun = DispatchSemaphore(value: 0)
    private let isToEnd = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let result = NIOLockedValueBox((rounds: 0, failure: String?.none))

    /// Connects them, `token` in their query, and returns when they have heard each other.
    init(_ relay: RelayServer, token: String? = nil) throws {
        DispatchQueue.global().async { [self] in
            do {
                try talk(relay, "/?room=\(Self.room)" + (token.map { "&token=\($0)" } ?? ""))
            } catch {
                result.withLockedValue { $0.failure = "\(error)" }
            }
            begun.signal()
            ended.signal()
        }
        let hasBegun = begun.wait(timeout: .now() + 20) == .success
        let failure = result.withLockedValue(\.failure)
        guard hasBegun, failure == nil else {
            throw UnexpectedBehavior(description: "the control pair is not let in: \(failure ?? "no answer")")
        }
    }

    private func talk(_ relay: RelayServer, _ path: String) throws {
        let (one, other) = (try WebSocketClient.opened(relay, path), try WebSocketClient.opened(relay, path))
        var round = 0
        repeat {
            round += 1
            for (speaker, hearer) in [(one, other), (other, one)] {
                try speaker.send(text: "\(round)")
                let heard = try hearer.nextExceptPings()
                guard heard == .text("\(round)") else {
                    throw UnexpectedBehavior(
                        description: "\(round) was sent, and \(String(describing: heard)) received")
                }
            }
            result.withLockedValue { $0.rounds = round }
            if round == 1 { begun.signal() }
            // Below all rates, and above all silences.
        } while isToEnd.wait(timeout: .now() + .milliseconds(10)) == .timedOut
    }

    /// Lets them talk for one more round, and ends; returns what went wrong, or `nil` if nothing did.
    func end() -> String? {
        isToEnd.signal()
        guard ended.wait(timeout: .now() + 20) == .success else { return "they did not end" }
        return result.withLockedValue(\.failure)
    }
}
