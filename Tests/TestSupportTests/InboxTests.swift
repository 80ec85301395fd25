import Dispatch
import TestSupport
import Testing

@Suite struct InboxTests {
    private func inbox(_ values: Int...) -> Inbox<Int> {
        let inbox = Inbox<Int>()
        for value in values { inbox.post(value) }
        return inbox
    }

    @Test func valuesAreReturnedInOrder() {
        let inbox = inbox(1, 2)
        #expect(inbox.next() == 1 && inbox.next() == 2)
        #expect(inbox.next(within: .zero) == nil)
    }

    @Test func nextRemovesValuesBeforeTheMatch() {
        let inbox = inbox(1, 2, 3)
        #expect(inbox.next { $0 == 2 } == 2)
        #expect(inbox.all == [3])
    }

    @Test func firstRemovesNothing() {
        let inbox = inbox(1, 2)
        #expect(inbox.first { $0 == 2 } == 2)
        #expect(inbox.first { $0 == 2 } == 2)
        #expect(inbox.first(within: .zero) { $0 == 3 } == nil)
        #expect(inbox.all == [1, 2])
    }

    @Test func nextWaitsForAValue() {
        let inbox = inbox()
        DispatchQueue.global().async { inbox.post(7) }
        #expect(inbox.next() == 7)
    }
}
