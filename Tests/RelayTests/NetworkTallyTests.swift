import NIOCore
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import Text

/// The limits of connections and of new connections a second for each network.
@Suite struct NetworkTallyTests {
    private let network = Ban.Subject.v4(1)
    private let otherNetwork = Ban.Subject.v6(2)

    @Test func aConnectionAboveTheLimitIsRefusedUntilAnotherIsClosed() {
        var tally = NetworkTally(connections: 2, rate: .max)
        #expect(tally.connect(network, at: .start) == nil)
        #expect(tally.connect(network, at: .start) == nil)
        #expect(tally.connect(network, at: .start) == .networkFull(network, limit: 2))
        #expect(tally.connect(otherNetwork, at: .start) == nil)
        // The refused connection counts until it is closed.
        tally.disconnect(network)
        #expect(tally.connect(network, at: .start) == .networkFull(network, limit: 2))
        tally.disconnect(network)
        tally.disconnect(network)
        #expect(tally.connect(network, at: .start) == nil)
    }

    @Test func aNetworkThatConnectsTooOftenIsRefusedAndOthersAreNot() {
        var tally = NetworkTally(connections: .max, rate: 10)
        for _ in 0..<50 { #expect(tally.connect(network, at: .seconds(1)) == nil) }
        #expect(tally.connect(network, at: .seconds(1)) == .networkTooFast(network, limit: 10))
        #expect(tally.connect(otherNetwork, at: .seconds(1)) == nil)
        #expect(tally.connect(network, at: .seconds(1.1)) == nil)
        // Disconnecting does not reset the rate.
        for _ in 0..<52 { tally.disconnect(network) }
        #expect(tally.connect(network, at: .seconds(1.1)) == .networkTooFast(network, limit: 10))
    }

    @Test func idleNetworksAreRemoved() {
        var tally = NetworkTally(connections: 10, rate: 10)
        for address in 0..<10_000 {
            let idle = Ban.Subject.v4(UInt32(address))
            _ = tally.connect(idle, at: .start)
            tally.disconnect(idle)
        }
        _ = tally.connect(otherNetwork, at: .start)
        _ = tally.connect(network, at: .seconds(2))
        #expect(tally.count == 2)
    }

    @Test(arguments: [
        "192.0.2.1", "127.0.0.1", "255.0.0.1", "::1", "2001:db8:1:2:3:4:5:6", "fe80::1", "::ffff:192.0.2.1",
    ])
    func theAddressOfASocketIsThatOfItsText(text: String) throws {
        let address = try SocketAddress(ipAddress: text, port: 0x1234)
        #expect(address.address == IPAddress(text)?.unmapped)
        #expect(Ban.Subject(address: address.authority) == IPAddress(text).map(Ban.Subject.init))
        #expect(try SocketAddress(unixDomainSocketPath: "/x").address == nil)
    }

    @Test func disconnectingAnUnknownNetworkIsIgnored() {
        var tally = NetworkTally(connections: 1, rate: .max)
        tally.disconnect(network)
        #expect(tally.connect(network, at: .start) == nil)
    }
}
