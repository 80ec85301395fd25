import Text

/// An answer and the offer it belongs to.
public struct OfferAnswerPair: Hashable, Sendable {
    /// The entry of the offer.
    public let offer: Int
    /// The entry of the answer.
    public let answer: Int
    /// From offer to answer, as they passed the relay, in nanoseconds.
    public let nanoseconds: Int64
}

/// Which answer belongs to which offer, found by the entry of either.
///
/// They stand in blocks, by their entries. A copy shares with the original all blocks that have not changed since, and
/// it is the last ones that change.
///
/// ```
/// entries  0 ··· 127   128 ··· 255   256 ··· 383
/// blocks   gone        replies       replies ◄─ an answer that comes
///                      answers ◄──── the offer it belongs to
/// ```
struct AnswerIndex: Sendable {
    private static let blockBits = 7

    private struct Block {
        /// Which entries are in it.
        let number: Int
        /// Those whose answer is in it, in the order of these.
        var replies: [OfferAnswerPair] = []
        /// Those whose offer is in it, with the first answer to each, in the order of the offers.
        var answers: [(offer: Int, answer: Int)] = []
    }

    /// In the order of their numbers.
    private var blocks: [Block] = []
    /// The last entry that is gone, as are all before it.
    private var gone = 0

    /// The offer that the answer in entry `number` belongs to; nil for all else, and for what is gone.
    func reply(_ number: Int) -> OfferAnswerPair? {
        guard number > gone, let block = block(of: number) else { return nil }
        let replies = blocks[block].replies
        let index = replies.partitioningIndex { $0.answer >= number }
        return index < replies.count && replies[index].answer == number ? replies[index] : nil
    }

    /// The entry of the first answer to the offer in entry `number`; `nil` if there is none, and for what is gone.
    func answer(to number: Int) -> Int? {
        guard number > gone, let block = block(of: number) else { return nil }
        let answers = blocks[block].answers
        let index = answers.partitioningIndex { $0.offer >= number }
        return index < answers.count && answers[index].offer == number ? answers[index].answer : nil
    }

    /// Takes in `reply`, whose answer comes after all that are here, or is the last of them.
    mutating func append(_ reply: OfferAnswerPair) {
        let last = makeBlock(of: reply.answer)
        if blocks[last].replies.last?.answer == reply.answer { blocks[last].replies.removeLast() }
        blocks[last].replies.append(reply)
        // Without a journal the offer has gone before its answer came, and would never go again.
        guard reply.offer > gone else { return }
        let block = makeBlock(of: reply.offer)
        let index = blocks[block].answers.partitioningIndex { $0.offer >= reply.offer }
        let isFirst = index == blocks[block].answers.count || blocks[block].answers[index].offer != reply.offer
        if isFirst { blocks[block].answers.insert((reply.offer, reply.answer), at: index) }
    }

    /// Forgets what belongs to entry `number`, as it is gone, and all before it.
    mutating func forget(_ number: Int) {
        guard number > gone else { return }
        gone = number
        let isOver = { (block: Block) in (block.number + 1) << Self.blockBits - 1 <= number }
        guard let first = blocks.first, isOver(first) else { return }
        blocks.removeFirst(blocks.prefix(while: isOver).count)
    }

    private func block(of entry: Int) -> Int? {
        let number = entry >> Self.blockBits
        let index = blocks.partitioningIndex { $0.number >= number }
        return index < blocks.count && blocks[index].number == number ? index : nil
    }

    /// The block of `entry`, which is made where there is none.
    private mutating func makeBlock(of entry: Int) -> Int {
        let number = entry >> Self.blockBits
        let index = blocks.partitioningIndex { $0.number >= number }
        if index == blocks.count || blocks[index].number != number { blocks.insert(Block(number: number), at: index) }
        return index
    }
}
