import Text

/// An answer, and the offer that it belongs to.
public struct OfferAnswerPair: Hashable, Sendable {
    /// The entry of the offer.
    public let offer: Int
    /// The entry of the answer.
    public let answer: Int
    /// The time between the two in the relay, in nanoseconds.
    public let nanoseconds: Int64

    package init(offer: Int, answer: Int, nanoseconds: Int64) {
        (self.offer, self.answer, self.nanoseconds) = (offer, answer, nanoseconds)
    }
}

/// The answers and their offers, found by the entry of either.
///
/// The pairs are stored in blocks, by their entries. A copy shares the blocks that have not changed since with the
/// original; only the last ones change.
///
/// ```
/// entries  0 ··· 127   128 ··· 255   256 ··· 383
/// blocks   removed     replies       replies ◄─ a new answer
///                      answers ◄──── its offer
/// ```
package struct AnswerIndex: Sendable {
    private static let blockBits = 7

    private struct Block {
        /// The number of the block: its entries, shifted by ``blockBits``.
        let number: Int
        /// The pairs whose answer is in the block, in the order of the answers.
        var replies: [OfferAnswerPair] = []
        /// The offers in the block, each with its first answer, in the order of the offers.
        var answers: [(offer: Int, answer: Int)] = []
    }

    /// The blocks, in the order of their numbers.
    private var blocks: [Block] = []
    /// The last entry that was forgotten, with all before it.
    private var forgotten = 0

    package init() {}

    /// The answer in entry `number` and its offer; `nil` if the entry is not an answer to a known offer.
    package func reply(_ number: Int) -> OfferAnswerPair? {
        guard number > forgotten, let block = block(of: number) else { return nil }
        let replies = blocks[block].replies
        let index = replies.partitioningIndex { $0.answer >= number }
        return index < replies.count && replies[index].answer == number ? replies[index] : nil
    }

    /// The entry of the first answer to the offer in entry `number`; `nil` if there is none.
    package func answer(to number: Int) -> Int? {
        guard number > forgotten, let block = block(of: number) else { return nil }
        let answers = blocks[block].answers
        let index = answers.partitioningIndex { $0.offer >= number }
        return index < answers.count && answers[index].offer == number ? answers[index].answer : nil
    }

    /// Adds `reply`; of several pairs with one answer, the last one is kept.
    ///
    /// Answers come in order, except for those that an upstream server sends on in another one.
    package mutating func append(_ reply: OfferAnswerPair) {
        if reply.answer > forgotten {
            let last = makeBlock(of: reply.answer)
            let place = blocks[last].replies.partitioningIndex { $0.answer >= reply.answer }
            if place < blocks[last].replies.count, blocks[last].replies[place].answer == reply.answer {
                blocks[last].replies[place] = reply
            } else {
                blocks[last].replies.insert(reply, at: place)
            }
        }
        // Without a journal, the offer is forgotten before its answer comes; a block for it would stay.
        guard reply.offer > forgotten else { return }
        let block = makeBlock(of: reply.offer)
        let index = blocks[block].answers.partitioningIndex { $0.offer >= reply.offer }
        let isFirst = index == blocks[block].answers.count || blocks[block].answers[index].offer != reply.offer
        if isFirst { blocks[block].answers.insert((reply.offer, reply.answer), at: index) }
    }

    /// Forgets entry `number` and all before it.
    package mutating func forget(_ number: Int) {
        guard number > forgotten else { return }
        forgotten = number
        let isForgotten = { (block: Block) in (block.number + 1) << Self.blockBits - 1 <= number }
        guard let first = blocks.first, isForgotten(first) else { return }
        blocks.removeFirst(blocks.prefix(while: isForgotten).count)
    }

    private func block(of entry: Int) -> Int? {
        let number = entry >> Self.blockBits
        let index = blocks.partitioningIndex { $0.number >= number }
        return index < blocks.count && blocks[index].number == number ? index : nil
    }

    /// The index of the block of `entry`, which is added if there is none.
    private mutating func makeBlock(of entry: Int) -> Int {
        let number = entry >> Self.blockBits
        let index = blocks.partitioningIndex { $0.number >= number }
        if index == blocks.count || blocks[index].number != number { blocks.insert(Block(number: number), at: index) }
        return index
    }
}
