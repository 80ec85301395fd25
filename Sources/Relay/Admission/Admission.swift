import Events
import NIOCore
import NIOHTTP1
import Routing
import Text

/// Decides which connections and requests are admitted: by address, host, origin and token.
///
/// A connection is checked when it is accepted, and again when its request has been read. Checks by name, room and
/// number of peers are those of the ``Switchboard``. Confined to the relay loop.
final class Admission {
    /// The maximum number of delayed responses, and that of refused connections that wait for their request; 256.
    private static let waitLimit = 256

    private let core: RelayCore
    private let limits: Limits
    private let ownHost: String
    private let acceptsProbes: Bool
    private var origins: OriginPolicy
    private var hosts: HostPolicy
    private var proxies: ProxyTrust
    private var token: AccessToken?
    private var networks: NetworkTally
    private var backoff = AuthBackoff()
    private var delayedResponses = 0
    private var waitingRefusals = 0
    /// Whether the relay can be reached from this machine only; true until its addresses are known.
    var isOnLoopback = true

    /// Whether a WebSocket needs a token.
    var requiresToken: Bool { token != nil }

    init(_ configuration: RelayConfiguration, core: RelayCore) {
        self.core = core
        limits = configuration.limits
        ownHost = configuration.host
        acceptsProbes = configuration.acceptsProbes
        origins = OriginPolicy(configuration.allowedOrigins)
        hosts = HostPolicy(configuration.allowedHosts + [ownHost])
        proxies = ProxyTrust(configuration.trustedProxies)
        token = configuration.token.flatMap(AccessToken.init)
        networks = NetworkTally(connections: limits.maxAddressConnections, rate: limits.maxAddressRate)
    }

    /// Applies the origins, hosts, proxies and the token of `configuration` to all later requests.
    func adopt(_ configuration: RelayConfiguration) {
        origins = OriginPolicy(configuration.allowedOrigins)
        hosts = HostPolicy(configuration.allowedHosts + [ownHost])
        proxies = ProxyTrust(configuration.trustedProxies)
        token = configuration.token.flatMap(AccessToken.init)
    }

    // MARK: Connections

    /// Counts a connection that was accepted until it is closed; returns the reason to refuse it, or `nil`.
    ///
    /// A connection from a trusted proxy is counted for its client once the request names that.
    func accept(_ channel: any Channel) -> Refusal? {
        let client = ClientAddress(channel.remoteAddress)
        if let address = client.address, proxies.trusts(address) { return nil }
        let refusal = count(channel, of: client)
        if let refusal { report(refusal, of: client) }
        return refusal
    }

    private func count(_ channel: any Channel, of client: ClientAddress) -> Refusal? {
        guard let address = client.address, !limits.exemptsLoopback || address.scope != .loopback else { return nil }
        let network = Ban.Subject(address)
        let refusal = networks.connect(network, at: core.now())
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.networks.disconnect(network) }
        return refusal
    }

    /// Returns whether a refused connection may stay open until its request is read and answered.
    ///
    /// The number of such connections is limited because they take up resources too.
    func mayAwaitRequest(_ channel: any Channel) -> Bool {
        guard waitingRefusals < Self.waitLimit else { return false }
        waitingRefusals += 1
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.waitingRefusals -= 1 }
        return true
    }

    /// Records the refusal of a connection that is not a WebSocket.
    func report(_ refusal: Refusal, of client: ClientAddress) {
        core.record(refusal, of: ConnectionRequest(id: .relay, address: client.text))
    }

    // MARK: Requests

    /// Checks the head of a request, whatever it is for, and records a refusal.
    ///
    /// - Parameters:
    ///   - head: The head of the request.
    ///   - client: The address of `channel`'s remote end, replaced by the one that a trusted proxy names.
    ///   - channel: The connection.
    /// - Returns: The reason to refuse the request; `nil` if it is admitted.
    func admit(_ head: HTTPRequestHead, from client: inout ClientAddress, on channel: any Channel) -> Refusal? {
        guard let refusal = check(head, from: &client, on: channel) else { return nil }
        report(refusal, of: client)
        return refusal
    }

    private func check(
        _ head: HTTPRequestHead, from client: inout ClientAddress, on channel: any Channel
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
            if let refusal = count(channel, of: client) { return refusal }
        }
        guard isOnLoopback, token == nil else { return nil }
        let unknownHost = head.headers["host"].first { !hosts.allows($0) }
        return unknownHost.map { .host(Self.truncated($0)) }
    }

    /// Returns as much of a header field as an entry shows.
    private static func truncated(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(OriginPolicy.shownScalars)))
    }

    // MARK: Handshakes

    /// Returns the decision on the handshake `request`, and records a refusal.
    func decide(_ request: UpgradeRequest, from client: ClientAddress) -> UpgradeDecision {
        guard var decision = refuse(request, from: client), let refusal = decision.refusal else {
            return UpgradeDecision()
        }
        switch refusal {
        case .origin, .draining: break
        default: decision.opensToClose = request.origin != nil
        }
        core.record(refusal, of: ConnectionRequest(request, id: .relay, from: client))
        return decision
    }

    /// Returns the decision to refuse `request`; `nil` if it is accepted.
    private func refuse(_ request: UpgradeRequest, from client: ClientAddress) -> UpgradeDecision? {
        if core.retryAfter != nil { return UpgradeDecision(refusal: .draining) }
        if request.isProbe, !acceptsProbes { return UpgradeDecision(refusal: .probesDisabled) }
        if let origin = request.origin, !origins.allows(origin, host: request.host) {
            return UpgradeDecision(refusal: .origin(Self.truncated(origin)))
        }
        guard let token else { return nil }
        guard let given = request.token else { return UpgradeDecision(refusal: .tokenMissing) }
        guard let network = client.address.map(Self.backoffNetwork) else {
            return token.matches(given) ? nil : UpgradeDecision(refusal: .tokenWrong)
        }
        let now = core.now()
        if let seconds = backoff.rejectionTime(of: network, at: now) {
            return UpgradeDecision(refusal: .tokensTooMany(network, seconds: seconds))
        }
        guard !token.matches(given) else { return nil }
        let delay = backoff.recordWrongToken(of: network, at: now)
        // Beyond the limit the response is not delayed; the rejection time still limits the number of attempts.
        return UpgradeDecision(
            refusal: .tokenWrong, delay: delayedResponses < Self.waitLimit ? .nanoseconds(delay) : .zero)
    }

    /// Returns the network that wrong tokens from `address` count for.
    ///
    /// All loopback addresses are one, and all addresses of an IPv6 link, because a program on this machine, or a
    /// neighbour on the link, could use another address for each attempt.
    private static func backoffNetwork(_ address: IPAddress) -> Ban.Subject {
        address.scope == .loopback ? .v4(0x7F00_0001) : Ban.Subject(address).network
    }

    /// Returns a future that succeeds after `delay`, or fails when `channel` is closed before.
    func delayResponse(by delay: TimeAmount, on channel: any Channel) -> EventLoopFuture<Void> {
        guard delay > .zero else { return channel.eventLoop.makeSucceededVoidFuture() }
        delayedResponses += 1
        let task = channel.eventLoop.assumeIsolated().scheduleTask(in: delay) {}
        task.futureResult.assumeIsolated().whenComplete { _ in self.delayedResponses -= 1 }
        channel.closeFuture.whenComplete { _ in task.cancel() }
        return task.futureResult
    }
}
