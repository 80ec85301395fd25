import Connections
import Findings
import Negotiations
import Testing

@testable import Analysis
@testable import Events

@Suite struct DeadlineQueueTests {
    private func item(_ offer: Int) -> DeadlineQueue.Item {
        DeadlineQueue.Item(id: nil, check: .unanswered(offer: offer, PeerID(1)))
    }

    private func offers(_ due: (items: [DeadlineQueue.Item], time: Instant)?) -> [Int]? {
        due.map { due in
            due.items.map { item in
                guard case .unanswered(let offer, _) = item.check else { return 0 }
                return offer
            }
        }
    }

    @Test func itemsOfASecondAreInTheOrderOfTheirAddition() {
        var agenda = DeadlineQueue()
        for offer in [7, 3, 9, 1, 5] { agenda.add(item(offer), 10, after: .seconds(1)) }
        agenda.add(item(2), 10, after: .seconds(3))
        #expect(agenda.next(until: .seconds(10.9)) == nil)
        let first = agenda.next(until: .seconds(20))
        #expect(first?.time == .seconds(11))
        #expect(offers(first) == [7, 3, 9, 1, 5])
        #expect(offers(agenda.next(until: .seconds(20))) == [2])
        #expect(agenda.next(until: .seconds(20)) == nil && agenda.isEmpty)
    }

    @Test func anItemThatIsAddedTwiceIsDueOnce() {
        var agenda = DeadlineQueue()
        for _ in 1...3 { agenda.add(item(1), 10, after: .seconds(1)) }
        #expect(offers(agenda.next(until: .seconds(20))) == [1])
        #expect(agenda.isEmpty)
    }

    @Test func aRemovedItemIsNotDue() {
        var agenda = DeadlineQueue()
        for offer in 1...3 { agenda.add(item(offer), 10, after: .seconds(1)) }
        agenda.remove(item(2), 10, after: .seconds(1))
        agenda.remove(item(2), 10, after: .seconds(1))
        agenda.remove(item(1), 10, after: .seconds(2))
        #expect(offers(agenda.next(until: .seconds(20))) == [1, 3])
        #expect(agenda.isEmpty)
        agenda.add(item(4), 1, after: .seconds(30))
        agenda.removeAll()
        #expect(agenda.isEmpty && agenda.next(until: .seconds(60)) == nil)
    }

    @Test func itemsBeyondTheLimitAreNotAdded() {
        var agenda = DeadlineQueue()
        for offer in 1...(DeadlineQueue.limit + 10) { agenda.add(item(offer), 10, after: .seconds(1)) }
        #expect(agenda.next(until: .seconds(20))?.items.count == DeadlineQueue.limit)
    }
}
