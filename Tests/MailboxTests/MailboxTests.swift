import Synchronization
import Testing

@testable import Mailbox

/// The bounded queue between two threads.
@Suite struct MailboxTests {
    private final class Bell: Sendable {
        let rings = Atomic(0)
        func ring() { rings.add(1, ordering: .relaxed) }
    }

    private func mailbox(elements: Int = 100, bytes: Int = 1000, bell: Bell = Bell()) -> BoundedMailbox<Int> {
        var limits = BoundedMailbox<Int>.Limits()
        limits.elements = elements
        limits.bytes = bytes
        return BoundedMailbox(limits: limits, wake: bell.ring)
    }

    @Test func elementsAreTakenOnceAndInOrder() {
        let mailbox = mailbox()
        for number in 1...3 { mailbox.post(number, bytes: 1) }
        #expect(mailbox.take().elements == [1, 2, 3])
        #expect(mailbox.take().elements.isEmpty)
    }

    @Test func theNumberOfElementsTakenCanBeLimited() {
        let mailbox = mailbox()
        for number in 1...5 { mailbox.post(number, bytes: 1) }
        let batches = (0..<3).map { _ in mailbox.take(2) }
        #expect(batches.map(\.elements) == [[1, 2], [3, 4], [5]])
        #expect(batches.map(\.hasMore) == [true, true, false])
    }

    @Test func theOldestElementsAreDroppedAndCountedAboveTheElementLimit() {
        let mailbox = mailbox(elements: 3)
        for number in 1...5 { mailbox.post(number, bytes: 1) }
        let batch = mailbox.take()
        #expect(batch.elements == [3, 4, 5])
        #expect(batch.lost == 2)
        #expect(mailbox.take().lost == 0)
    }

    @Test func theOldestElementsAreDroppedAndCountedAboveTheByteLimit() {
        let mailbox = mailbox(bytes: 100)
        for number in 1...4 { mailbox.post(number, bytes: 40) }
        let batch = mailbox.take()
        #expect(batch.elements == [3, 4])
        #expect(batch.lost == 2)
    }

    @Test func aSixteenthIsDroppedAtOnce() {
        let mailbox = mailbox(elements: 32)
        for number in 1...32 { mailbox.post(number, bytes: 1) }
        #expect(mailbox.take(1).lost == 0)
        for number in 33...34 { mailbox.post(number, bytes: 1) }
        let batch = mailbox.take(1)
        #expect(batch.elements == [5] && batch.lost == 3, "one too many were posted, and 30 are kept")
        mailbox.post(35, bytes: 1)
        #expect(mailbox.take(1).lost == 0)
    }

    @Test func theReaderIsWokenOnceUntilTheMailboxIsEmpty() {
        let bell = Bell()
        let mailbox = mailbox(bell: bell)
        for number in 1...3 { mailbox.post(number, bytes: 1) }
        #expect(bell.rings.load(ordering: .relaxed) == 1)
        _ = mailbox.take(1)
        mailbox.post(4, bytes: 1)
        #expect(bell.rings.load(ordering: .relaxed) == 1)
        _ = mailbox.take()
        mailbox.post(5, bytes: 1)
        #expect(bell.rings.load(ordering: .relaxed) == 2)
    }

    @Test func allElementsAreTakenOrCountedAsLostBetweenTwoThreads() async {
        let mailbox = mailbox(elements: 64, bytes: .max)
        let posted = 200_000
        async let poster: Void = Task.detached { for number in 1...posted { mailbox.post(number, bytes: 1) } }.value
        var (taken, lost, last) = (0, 0, 0)
        while taken + lost < posted {
            let batch = mailbox.take(16)
            taken += batch.elements.count
            lost += batch.lost
            for element in batch.elements {
                #expect(element > last)
                last = element
            }
            if batch.elements.isEmpty { await Task.yield() }
        }
        await poster
        #expect(taken + lost == posted)
        #expect(last == posted)
    }
}
