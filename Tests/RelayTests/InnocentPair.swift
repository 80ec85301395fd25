import Dispatch
import NIOConcurrencyHelpers

@testable import Relay

/// Two peers who do nothing wrong, and talk to each other all the while: nothing of theirs may be lost.
final class InnocentPair: Sendable {
    /// The room they are in.
    static let room = "innocent"

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
        guard begun.wait(timeout: .now() + 20) == .success, result.withLockedValue(\.failure) == nil else {
            throw WireClient.Failure(words: "the innocent are not let in: \(result.withLockedValue(\.failure) ?? "")")
        }
    }

    private func talk(_ relay: RelayServer, _ path: String) throws {
        let (one, other) = (try WireClient.opened(relay, path), try WireClient.opened(relay, path))
        var round = 0
        repeat {
            round += 1
            for (speaker, hearer) in [(one, other), (other, one)] {
                try speaker.say("\(round)")
                let heard = try hearer.nextButPings()
                guard heard == .text("\(round)") else {
                    throw WireClient.Failure(words: "\(round) was said, and not heard: \(String(describing: heard))")
                }
            }
            result.withLockedValue { $0.rounds = round }
            if round == 1 { begun.signal() }
            // Below all rates, and above all silences.
        } while isToEnd.wait(timeout: .now() + .milliseconds(10)) == .timedOut
    }

    /// Lets them talk for one more round, and ends; returns what went wrong, nil where nothing did.
    func end() -> String? {
        isToEnd.signal()
        guard ended.wait(timeout: .now() + 20) == .success else { return "they did not end" }
        return result.withLockedValue(\.failure)
    }
}
