import NIOCore
import Signaling

/// Who is let in: looked at when a connection is accepted, and again when it asks for a WebSocket.
///
/// On the relay loop. What is decided later, by name, room and how many are here, is the ``Switchboard``'s.
final class Admission {
    /// Answers that wait at a time, and refused connections that wait for their request.
    private static let waitLimit = 256

    private let exchange: Exchange
    private let limits: RelayLimits
    private var origins: OriginPolicy
    private var token: AccessToken?
    private var networks: NetworkTally
    private var delays = TokenDelays()
    private var waiting = 0
    private var turnedAway = 0

    init(_ configuration: RelayConfiguration, exchange: Exchange) {
        self.exchange = exchange
        limits = configuration.limits
        origins = OriginPolicy(configuration.allowedOrigins)
        token = configuration.token.flatMap(AccessToken.init)
        networks = NetworkTally(connections: limits.networkConnections, rate: limits.networkRate)
    }

    /// Takes origins and token from `configuration`, for those who come from now on.
    func adopt(_ configuration: RelayConfiguration) {
        origins = OriginPolicy(configuration.allowedOrigins)
        token = configuration.token.flatMap(AccessToken.init)
    }

    /// The network by which `channel` is counted; nil where it is not.
    private func network(of channel: any Channel) -> Ban.Subject? {
        guard let address = channel.remoteAddress?.address else { return nil }
        return limits.exemptsLoopback && address.scope == .loopback ? nil : Ban.Subject(address)
    }

    // MARK: A connection

    /// Counts a connection that was accepted, until it ends; returns why it is refused.
    func accept(_ channel: any Channel) -> Refusal? {
        guard let network = network(of: channel) else { return nil }
        let refusal = networks.connect(network, at: exchange.now())
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.networks.disconnect(network) }
        if let refusal { note(refusal, of: channel) }
        return refusal
    }

    /// Whether a refused connection may wait for its request, to be answered: too many would be a load themselves.
    func mayWait(_ channel: any Channel) -> Bool {
        guard turnedAway < Self.waitLimit else { return false }
        turnedAway += 1
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.turnedAway -= 1 }
        return true
    }

    /// Has an entry written of a connection that never was a WebSocket.
    func note(_ refusal: Refusal, of channel: any Channel) {
        exchange.refused(Arrival(id: .relay, address: channel.remoteAddress?.text ?? "unknown"), refusal)
    }

    // MARK: A WebSocket

    /// What is to be done about a request for a WebSocket.
    struct Verdict {
        /// Why it is refused; nil where it is not.
        var refusal: Refusal?
        /// Whether the answer is a WebSocket that is closed at once, as browsers tell nobody what else they read.
        var isClosed = false
        /// How long the answer waits.
        var delay = TimeAmount.zero
    }

    /// Looks at `request`, and has an entry written where it is refused.
    func judge(_ request: UpgradeRequest, of channel: any Channel) -> Verdict {
        guard var verdict = refusal(of: request, channel), let refusal = verdict.refusal else { return Verdict() }
        switch refusal {
        case .origin, .draining: break
        default: verdict.isClosed = request.origin != nil
        }
        exchange.refused(Arrival(request, id: .relay, from: channel.remoteAddress), refusal)
        return verdict
    }

    private func refusal(of request: UpgradeRequest, _ channel: any Channel) -> Verdict? {
        if exchange.retryAfter != nil { return Verdict(refusal: .draining) }
        if let origin = request.origin, !origins.allows(origin, host: request.host) {
            let shown = String(String.UnicodeScalarView(origin.unicodeScalars.prefix(OriginPolicy.shownScalars)))
            return Verdict(refusal: .origin(shown))
        }
        guard let token else { return nil }
        guard let given = request.token else { return Verdict(refusal: .tokenMissing) }
        // A neighbour on the link may take an address for each guess.
        guard let network = network(of: channel)?.network else {
            return token.matches(given) ? nil : Verdict(refusal: .tokenWrong)
        }
        let now = exchange.now()
        if let seconds = delays.pause(of: network, at: now) {
            return Verdict(refusal: .tokensTooMany(network, seconds: seconds))
        }
        guard !token.matches(given) else { return nil }
        let delay = delays.noteWrong(network, at: now)
        // Where too many wait already the answer does not: what keeps guesses few is the pause.
        return Verdict(refusal: .tokenWrong, delay: waiting < Self.waitLimit ? .nanoseconds(delay) : .zero)
    }

    /// Waits for so long on behalf of `channel`, or until it ends.
    func wait(_ delay: TimeAmount, _ channel: any Channel) -> EventLoopFuture<Void> {
        guard delay > .zero else { return channel.eventLoop.makeSucceededVoidFuture() }
        waiting += 1
        let task = channel.eventLoop.assumeIsolated().scheduleTask(in: delay) {}
        task.futureResult.assumeIsolated().whenComplete { _ in self.waiting -= 1 }
        channel.closeFuture.whenComplete { _ in task.cancel() }
        return task.futureResult
    }
}
