import Console
import Relay

/// Where a relay that listens can be reached, as one types it.
extension Model.Place {
    init(_ relay: RelayServer, host: String) {
        // Nobody can go to "every address"; from this machine the relay is at localhost then.
        let isEvery = ["0.0.0.0", "::"].contains(host)
        let shown = host.contains(":") ? "[\(host)]" : host
        let addresses = relay.addresses.joined(separator: " and ")
        let isHalf = host == "localhost" && relay.addresses.count == 1
        self.init(
            socket: "ws://\(shown):\(relay.port)",
            page: "http://\(isEvery ? "localhost" : shown):\(relay.port)/",
            addresses: isHalf ? "\(addresses) only, no IPv6 here" : addresses
        )
    }
}
