import Connections
import Findings
import Negotiations
import Testing

@testable import Analysis

@Suite struct AnswerIndexTests {
    private func reply(_ offer: Int, _ answer: Int) -> OfferAnswerPair {
        OfferAnswerPair(offer: offer, answer: answer, nanoseconds: Int64(answer - offer))
    }

    @Test func pairsAreFoundByEitherEntry() {
        var replies = AnswerIndex()
        for (offer, answer) in [(1, 2), (127, 128), (129, 130), (5, 1000), (900, 1001)] {
            replies.append(reply(offer, answer))
        }
        for (offer, answer) in [(1, 2), (127, 128), (129, 130), (5, 1000), (900, 1001)] {
            #expect(replies.reply(answer) == reply(offer, answer))
            #expect(replies.answer(to: offer) == answer)
        }
        for number in [0, 3, 126, 131, 500, 899, 2000] {
            #expect(replies.reply(number) == nil && replies.answer(to: number) == nil)
        }
    }

    /// An upstream server may send on answers in another order than that in which they came in.
    @Test func answersMayComeInAnyOrder() {
        var replies = AnswerIndex()
        for (offer, answer) in [(1, 9), (2, 8), (3, 300), (4, 7)] { replies.append(reply(offer, answer)) }
        for (offer, answer) in [(1, 9), (2, 8), (3, 300), (4, 7)] {
            #expect(replies.reply(answer) == reply(offer, answer))
            #expect(replies.answer(to: offer) == answer)
        }
    }

    @Test func theFirstOfSeveralAnswersCounts() {
        var replies = AnswerIndex()
        replies.append(reply(1, 2))
        replies.append(reply(1, 3))
        #expect(replies.answer(to: 1) == 2)
        #expect(replies.reply(3)?.offer == 1)
    }

    @Test func theLastOfSeveralOffersCounts() {
        var replies = AnswerIndex()
        replies.append(reply(1, 3))
        replies.append(reply(2, 3))
        #expect(replies.reply(3)?.offer == 2)
        #expect(replies.answer(to: 1) == 3 && replies.answer(to: 2) == 3)
    }

    @Test func onlyForgottenEntriesAreNotFound() {
        var replies = AnswerIndex()
        for offer in stride(from: 1, to: 1000, by: 2) { replies.append(reply(offer, offer + 1)) }
        replies.forget(501)
        #expect(replies.answer(to: 501) == nil && replies.reply(500) == nil)
        #expect(replies.reply(502) == reply(501, 502))
        #expect(replies.answer(to: 503) == 504)
        // The offer was forgotten before.
        replies.append(reply(9, 1001))
        #expect(replies.answer(to: 9) == nil)
        #expect(replies.reply(1001) == reply(9, 1001))
        replies.forget(1001)
        #expect(replies.reply(1000) == nil && replies.reply(1001) == nil)
    }

    @Test func aCopyDoesNotChange() {
        var replies = AnswerIndex()
        replies.append(reply(1, 2))
        let copy = replies
        replies.append(reply(3, 4))
        replies.forget(2)
        #expect(copy.reply(2) == reply(1, 2) && copy.reply(4) == nil)
        #expect(replies.reply(2) == nil && replies.reply(4) == reply(3, 4))
    }
}
