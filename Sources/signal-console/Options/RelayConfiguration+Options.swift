import Configuration
import Relay
import Routing

extension RelayConfiguration {
    /// What the options say of the relay.
    ///
    /// `token` is what a peer must show; nil where it need not.
    init(_ configuration: Configuration, token: String?) {
        self.init()
        options.host = configuration.host
        options.port = configuration.port
        options.loopback = configuration.loopback
        options.guardsGlare = configuration.guardsGlare
        options.plainDelivery = configuration.plainDelivery
        options.allowedOrigins = configuration.allowedOrigins
        options.allowedHosts = configuration.allowedHosts
        options.trustedProxies = configuration.trustedProxies
        self.token = token
        options.limits = Signaling.Limits(configuration)
        options.iceServers = configuration.iceServers
        files = Page.files
        // Nobody is woken for lines that nobody sees.
        isWatched = !configuration.headless || configuration.log != .off
        memory = { ResidentMemory.bytes }
    }
}

extension Signaling.Limits {
    fileprivate init(_ configuration: Configuration) {
        let limits = configuration.limits
        func bound(_ count: Int) -> Int { count == 0 ? Self.none : count }
        func time(_ seconds: Int) -> Duration? { seconds == 0 ? nil : .seconds(seconds) }
        self.init()
        maxPeers = bound(limits.peers)
        maxRoomPeers = bound(limits.roomPeers)
        maxMessageSize = bound(limits.messageSize)
        maxQueueSize = bound(limits.queueSize)
        maxRequestSize = bound(limits.requestSize)
        maxMessageRate = bound(limits.messageRate)
        maxByteRate = bound(limits.byteRate)
        maxAddressConnections = bound(limits.addressConnections)
        maxAddressRate = bound(limits.addressRate)
        handshakeTimeout = time(limits.requestTime)
        pingInterval = time(limits.pingTime)
        idleTimeout = time(limits.silenceTime)
    }
}
