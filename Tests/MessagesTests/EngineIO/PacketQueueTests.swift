import Testing

@testable import Messages

/// The packets that wait for a polling request or response.
@Suite struct PacketQueueTests {
    private func queue(_ packets: [OutgoingPacket]) -> PacketQueue {
        var queue = PacketQueue()
        for packet in packets { queue.append(packet) }
        return queue
    }

    private func text(_ count: Int) -> OutgoingPacket { .text(Array(repeating: 0x78, count: count)) }

    @Test func smallPacketsCountMoreThanTheirBytes() {
        #expect(queue([text(0), text(1)]).size == 1 + 2 * PacketQueue.overhead)
    }

    @Test(arguments: [EngineIOVersion.three, .four])
    func aBodyIsNoLargerThanItsLimit(version: EngineIOVersion) {
        var queue = queue([text(400), .binary(Array(repeating: 0, count: 300)), text(150), text(900), text(5)])
        var taken: [[OutgoingPacket]] = []
        while !queue.isEmpty { taken.append(queue.take(fitting: 1000)) }
        #expect(taken.map(\.count) == [3, 2])
        #expect(taken.allSatisfy { EngineIOPayload.body(of: $0, version).count <= 1000 })
        #expect(queue.size == 0)
    }

    @Test func aPacketThatIsLargerThanTheLimitIsTakenAlone() {
        var queue = queue([text(2000), text(1)])
        #expect(queue.take(fitting: 1000) == [text(2000)])
        #expect(queue.packets == [text(1)])
    }

    @Test func withoutALimitAllPacketsAreTaken() {
        var queue = queue([text(2000), text(1)])
        #expect(queue.take(fitting: nil).count == 2)
        #expect(queue.isEmpty && queue.size == 0)
    }
}
