/// What shows when an answer is laid beside its offer: whether the two fit in shape and in how they are secured.
enum AnswerRules {
    /// What is to be said of `answer`, which belongs to `offer`.
    static func check(offer: Statement, answer: Statement) -> [Observation] {
        guard let offered = offer.terms, let answered = answer.terms else { return [] }
        let match = AnswerMatch(offer: offer, answer: answer, offered: offered, answered: answered)
        return match.shape + match.security + match.media
    }
}
