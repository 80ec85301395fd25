import Events
import NIOCore
import NIOHTTP1
import Routing
import Text

/// Who is let in: looked at when a connection is accepted, and again when it asks for a WebSocket.
///
/// On the relay loop. What is decided later, by name, room and how many are here, is the ``Switchboard``'s.
final class Admission {
    /// Answers that wait at a time, and refused connections that wait for their request.
    private static let waitLimit = 256

    private let exchange: RelayCore
    private let limits: Limits
    private let ownHost: String
    private var origins: OriginPolicy
    private var hosts: HostPolicy
    private var proxies: ProxyTrust
    private var token: AccessToken?
    private var networks: NetworkTally
    private var delays = AuthBackoff()
    private var waiting = 0
    private var turnedAway = 0
    /// Whether this machine alone can reach the relay; true until that is known.
    var isOnLoopback = true

    init(_ configuration: RelayConfiguration, exchange: RelayCore) {
        self.exchange = exchange
        limits = configuration.limits
        ownHost = configuration.host
        origins = OriginPolicy(configuration.allowedOrigins)
        hosts = HostPolicy(configuration.allowedHosts + [ownHost])
        proxies = ProxyTrust(configuration.trustedProxies)
        token = configuration.token.flatMap(AccessToken.init)
        networks = NetworkTally(connections: limits.maxAddressConnections, rate: limits.maxAddressRate)
    }

    /// Takes origins, hosts, proxies and token from `configuration`, for those who come from now on.
    func adopt(_ configuration: RelayConfiguration) {
        origins = OriginPolicy(configuration.allowedOrigins)
        hosts = HostPolicy(configuration.allowedHosts + [ownHost])
        proxies = ProxyTrust(configuration.trustedProxies)
        token = configuration.token.flatMap(AccessToken.init)
    }

    // MARK: A connection

    /// Counts a connection that was accepted, until it ends; returns why it is refused.
    ///
    /// Whom a trusted proxy speaks for is known once there is a request.
    func accept(_ channel: any Channel) -> Refusal? {
        let client = ClientAddress(channel.remoteAddress)
        if let address = client.address, proxies.trusts(address) { return nil }
        let refusal = count(client, channel)
        if let refusal { note(refusal, of: client) }
        return refusal
    }

    private func count(_ client: ClientAddress, _ channel: any Channel) -> Refusal? {
        guard let address = client.address, !limits.exemptsLoopback || address.scope != .loopback else { return nil }
        let network = Ban.Subject(address)
        let refusal = networks.connect(network, at: exchange.now())
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.networks.disconnect(network) }
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
    func note(_ refusal: Refusal, of client: ClientAddress) {
        exchange.refused(ConnectionRequest(id: .relay, address: client.text), refusal)
    }

    // MARK: A request

    /// Looks at the head of a request, whatever it asks for, and has an entry written if it is refused.
    ///
    /// `client` is who sent it: the peer of `channel`, and from here on the one that a trusted proxy names.
    func admit(_ head: HTTPRequestHead, from client: inout ClientAddress, _ channel: any Channel) -> Refusal? {
        guard let refusal = refusal(of: head, from: &client, channel) else { return nil }
        note(refusal, of: client)
        return refusal
    }

    private func refusal(
        of head: HTTPRequestHead, from client: inout ClientAddress, _ channel: any Channel
    ) -> Refusal? {
        if let peer = client.address, proxies.trusts(peer) {
            do throws(ForwardingFault) {
                let hop = try proxies.client(
                    behind: ProxyTrust.Hop(peer, port: channel.remoteAddress?.port),
                    forwarded: head.headers["forwarded"], xForwardedFor: head.headers["x-forwarded-for"])
                client = ClientAddress(hop)
            } catch {
                return .forwarding(error)
            }
            if let refusal = count(client, channel) { return refusal }
        }
        guard isOnLoopback, token == nil else { return nil }
        let stranger = head.headers["host"].first { !hosts.allows($0) }
        return stranger.map { .host(Self.shown($0)) }
    }

    /// As much of what a request says as an entry shows.
    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(OriginPolicy.shownScalars)))
    }

    // MARK: A WebSocket

    /// What is to be done about a request for a WebSocket.
    struct Verdict {
        /// Why it is refused; `nil` if it is not.
        var refusal: Refusal?
        /// Whether the answer is a WebSocket that is closed at once, as browsers tell nobody what else they read.
        var isClosed = false
        /// How long the answer waits.
        var delay = TimeAmount.zero
    }

    /// Looks at `request`, and has an entry written where it is refused.
    func judge(_ request: UpgradeRequest, from client: ClientAddress) -> Verdict {
        guard var verdict = refusal(of: request, client), let refusal = verdict.refusal else { return Verdict() }
        switch refusal {
        case .origin, .draining: break
        default: verdict.isClosed = request.origin != nil
        }
        exchange.refused(ConnectionRequest(request, id: .relay, from: client), refusal)
        return verdict
    }

    private func refusal(of request: UpgradeRequest, _ client: ClientAddress) -> Verdict? {
        if exchange.retryAfter != nil { return Verdict(refusal: .draining) }
        if let origin = request.origin, !origins.allows(origin, host: request.host) {
            return Verdict(refusal: .origin(Self.shown(origin)))
        }
        guard let token else { return nil }
        guard let given = request.token else { return Verdict(refusal: .tokenMissing) }
        guard let network = client.address.map(Self.guesser) else {
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

    /// By what the guesses from `address` are counted: a neighbour on the link, or a program on this machine, may take an
    /// address for each.
    private static func guesser(_ address: IPAddress) -> Ban.Subject {
        address.scope == .loopback ? .v4(0x7F00_0001) : Ban.Subject(address).network
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
