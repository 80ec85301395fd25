import Configuration
import NIOCore
import Relay
import Routing

extension RelayConfiguration {
    /// What the options say of the relay.
    ///
    /// `token` is what a peer must show; nil where it need not.
    init(_ configuration: Configuration, token: String?) {
        self.init()
        host = configuration.host
        port = configuration.port
        loopback = configuration.loopback
        guardsGlare = configuration.guardsGlare
        plainDelivery = configuration.plainDelivery
        allowedOrigins = configuration.allowedOrigins
        allowedHosts = configuration.allowedHosts
        trustedProxies = configuration.trustedProxies
        self.token = token
        limits = RelayLimits(configuration.limits)
        iceServers = configuration.iceServers
        files = Page.files
        // Nobody is woken for lines that nobody sees.
        isWatched = !configuration.headless || configuration.log != .off
        memory = { ResidentMemory.bytes }
    }
}

extension RelayLimits {
    fileprivate init(_ limits: Limits) {
        func bound(_ count: Int) -> Int { count == 0 ? .max : count }
        func time(_ seconds: Int) -> TimeAmount? { seconds == 0 ? nil : .seconds(Int64(seconds)) }
        self.init()
        switchboard.peers = bound(limits.peers)
        switchboard.peersPerRoom = bound(limits.roomPeers)
        messageBytes = bound(limits.messageSize)
        outboundBytes = bound(limits.queueSize)
        requestBytes = bound(limits.requestSize)
        messageRate = bound(limits.messageRate)
        byteRate = bound(limits.byteRate)
        networkConnections = bound(limits.addressConnections)
        networkRate = bound(limits.addressRate)
        requestTime = time(limits.requestTime)
        pingTime = time(limits.pingTime)
        silenceTime = time(limits.silenceTime)
    }
}
