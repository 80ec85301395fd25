import NIOCore
import Testing

@testable import Events
@testable import Relay
@testable import Text

/// How many connections an address has, and how often it connects.
@Suite struct NetworkTallyTests {
    private let one = Ban.Subject.v4(1)
    private let other = Ban.Subject.v6(2)

    @Test func oneMoreThanItMayHaveIsRefusedUntilAnotherEnds() {
        var tally = NetworkTally(connections: 2, rate: .max)
        #expect(tally.connect(one, at: .start) == nil)
        #expect(tally.connect(one, at: .start) == nil)
        #expect(tally.connect(one, at: .start) == .networkFull(one, limit: 2))
        #expect(tally.connect(other, at: .start) == nil)
        // The refused one is there until it ends, too.
        tally.disconnect(one)
        #expect(tally.connect(one, at: .start) == .networkFull(one, limit: 2))
        tally.disconnect(one)
        tally.disconnect(one)
        #expect(tally.connect(one, at: .start) == nil)
    }

    @Test func whoComesTooOftenIsRefusedAndTheOthersAreNot() {
        var tally = NetworkTally(connections: .max, rate: 10)
        for _ in 0..<50 { #expect(tally.connect(one, at: .seconds(1)) == nil) }
        #expect(tally.connect(one, at: .seconds(1)) == .networkTooFast(one, limit: 10))
        #expect(tally.connect(other, at: .seconds(1)) == nil)
        #expect(tally.connect(one, at: .seconds(1.1)) == nil)
        // To be gone again does not help.
        for _ in 0..<52 { tally.disconnect(one) }
        #expect(tally.connect(one, at: .seconds(1.1)) == .networkTooFast(one, limit: 10))
    }

    @Test func whoIsGoneIsForgotten() {
        var tally = NetworkTally(connections: 10, rate: 10)
        for address in 0..<10_000 {
            let network = Ban.Subject.v4(UInt32(address))
            _ = tally.connect(network, at: .start)
            tally.disconnect(network)
        }
        _ = tally.connect(other, at: .start)
        _ = tally.connect(one, at: .seconds(2))
        #expect(tally.known == 2)
    }

    @Test(arguments: [
        "192.0.2.1", "127.0.0.1", "255.0.0.1", "::1", "2001:db8:1:2:3:4:5:6", "fe80::1", "::ffff:192.0.2.1",
    ])
    func aSocketsAddressIsReadAsItIsWritten(text: String) throws {
        let address = try SocketAddress(ipAddress: text, port: 0x1234)
        #expect(address.address == IPAddress(text)?.unmapped)
        #expect(Ban.Subject(address: address.text) == IPAddress(text).map(Ban.Subject.init))
        #expect(try SocketAddress(unixDomainSocketPath: "/x").address == nil)
    }

    @Test func anEndThatWasNoBeginningIsPassedOver() {
        var tally = NetworkTally(connections: 1, rate: .max)
        tally.disconnect(one)
        #expect(tally.connect(one, at: .start) == nil)
    }
}
