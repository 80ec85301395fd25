import SDP
import Text

extension AnswerMatch {
    /// What is said of media, codecs and directions; data channels have neither.
    var media: [Observation] { noCommonCodec + rejected + directions }

    /// RFC 3264 §6.1; formats that RFC 3551 numbers need no mapping, so that with one of them nothing is certain.
    private var noCommonCodec: [Observation] {
        let foreign = mediaSections.filter { index in
            let (left, right) = (offered.sections[index], answered.sections[index])
            return !left.hasUnmappedFormats && !right.hasUnmappedFormats && !left.codecs.isEmpty
                && !right.codecs.isEmpty && Self.isDisjoint(left.codecs, right.codecs)
        }
        guard !foreign.isEmpty else { return [] }
        let (one, other) = (codecs(offered, foreign), codecs(answered, foreign))
        let sentence: Sentence =
            """
            no codec in common in \(answered.names(foreign)): \(one) in \(entry: offer.entry), \
            \(other) in \(entry: answer.entry)
            """
        return [observation(.noCommonCodec, .error, sentence, foreign)]
    }

    /// RFC 3264 §6: who takes none of the formats rejects the section, but one may reject it for other reasons.
    private var rejected: [Observation] {
        let refused = sections.filter { index in
            let (left, right) = (offered.sections[index], answered.sections[index])
            return right.isRejected && !left.isRejected && !left.isData && left.direction != .inactive
        }
        guard !refused.isEmpty else { return [] }
        let codecs = codecs(offered, refused)
        let names = offered.names(refused) + (codecs.isEmpty ? "" : " of \(codecs)")
        let sentence: Sentence =
            "the answer \(entry: answer.entry) rejects \(names): mostly for want of a codec in common"
        return [observation(.noCommonCodec, .warning, sentence, refused)]
    }

    /// The first codecs of the sections at `indices`, without clock rates: `opus, VP8, H264…`.
    private func codecs(_ terms: Terms, _ indices: [Int]) -> String {
        var names: [String] = []
        for codec in indices.lazy.flatMap({ terms.sections[$0].codecs }) {
            let name = String(codec[...].halves("/").0)
            if !names.contains(name) { names.append(name) }
            if names.count > Terms.namedLimit { break }
        }
        let shown = names.prefix(Terms.namedLimit).map { Excerpt($0).description }.joined(separator: ", ")
        return names.count > Terms.namedLimit ? shown + "…" : shown
    }
}

extension AnswerMatch {
    /// RFC 3264 §6.1.
    private var directions: [Observation] {
        // Mostly both send in all of them.
        guard mediaSections.contains(where: { !isBothWays($0) }) else { return [] }
        let isIllegal: (Int) -> Bool = { index in
            !offered.sections[index].direction.allows(answered.sections[index].direction)
        }
        return illegal(mediaSections.filter(isIllegal)) + oneWay(mediaSections.filter { !isIllegal($0) })
    }

    private func isBothWays(_ index: Int) -> Bool {
        offered.sections[index].direction == .sendrecv && answered.sections[index].direction == .sendrecv
    }

    private func illegal(_ indices: [Int]) -> [Observation] {
        guard !indices.isEmpty else { return [] }
        return Direction.allCases.flatMap { offer in Direction.allCases.map { (offer, $0) } }.compactMap { pair in
            let alike = indices.filter { index in
                (offered.sections[index].direction, answered.sections[index].direction) == pair
            }
            guard !alike.isEmpty else { return nil }
            let (one, other) = (pair.0.rawValue, pair.1.rawValue)
            let sentence: Sentence =
                "the answer \(entry: answer.entry) says \(other) to \(one) in \(answered.names(alike))"
            return observation(.illegalDirection, .warning, sentence, alike)
        }
    }

    private func oneWay(_ indices: [Int]) -> [Observation] {
        func whereAnswer(_ direction: Direction) -> [Int] {
            indices.filter { answered.sections[$0].direction == direction }
        }
        var observations: [Observation] = []
        for (direction, sender) in [(Direction.recvonly, offer.author), (.sendonly, answer.author)] {
            let oneWay = whereAnswer(direction)
            guard !oneWay.isEmpty else { continue }
            let names = answered.names(oneWay)
            let sentence: Sentence =
                "only \(peer: sender) sends \(names) after the answer \(entry: answer.entry): \(direction.rawValue)"
            observations.append(observation(.oneWayMedia, .information, sentence, oneWay))
        }
        if !indices.isEmpty, whereAnswer(.inactive).count == mediaSections.count {
            let sentence: Sentence = "nobody sends media after the answer \(entry: answer.entry): all is inactive"
            observations.append(observation(.oneWayMedia, .information, sentence, indices))
        }
        return observations
    }

    private static func isDisjoint(_ left: [String], _ right: [String]) -> Bool {
        // Mostly the first that is offered is taken.
        if let first = left.first, right.contains(first) { return false }
        return Set(left).isDisjoint(with: right)
    }
}

extension Direction {
    /// Whether a section that says this may be answered with `answer` (RFC 3264 §6.1).
    fileprivate func allows(_ answer: Direction) -> Bool {
        switch self {
        case .sendrecv: true
        case .sendonly: answer == .recvonly || answer == .inactive
        case .recvonly: answer == .sendonly || answer == .inactive
        case .inactive: answer == .inactive
        }
    }
}
