import SDP
import Text

extension Rule {
    /// A section has no common codec, or was rejected.
    public static let noCommonCodec = Rule(
        "no-common-codec", .answer, .error, title: "no codec in common",
        reference: "RFC 3264 §6",
        explanation: """
            The two sides have no codec in common for a section, or the answer rejected it, of which that is the \
            usual reason. Nothing will be sent there. Compare what each side can decode; builds without H264, and \
            codec preferences that are too narrow, are frequent causes.
            """)

    /// An answer has a direction that its offer does not allow.
    public static let illegalDirection = Rule(
        "illegal-direction", .answer, .warning, title: "direction that was not offered",
        reference: "RFC 3264 §6.1",
        explanation: """
            An answer may only take what was offered: who is offered sendonly can receive or be inactive, and no \
            more. Browsers refuse other answers, or read them each in their way. Let the answerer set the direction \
            of its transceiver instead of editing the text.
            """)

    /// Media flows one way, or not at all.
    public static let oneWayMedia = Rule(
        "one-way-media", .answer, .information, title: "media one way",
        reference: "RFC 3264 §6.1",
        explanation: """
            After this answer media flows one way, or not at all. That is right for a broadcast or a call on hold. \
            If both sides were to be seen, one added its tracks too late, after createAnswer, or has a transceiver \
            that only receives.
            """)
}

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
        return [observation(.noCommonCodec, sentence, foreign)]
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
        return [observation(.noCommonCodec, severity: .warning, sentence, refused)]
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
            return observation(.illegalDirection, sentence, alike)
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
            observations.append(observation(.oneWayMedia, sentence, oneWay))
        }
        if !indices.isEmpty, whereAnswer(.inactive).count == mediaSections.count {
            let sentence: Sentence = "nobody sends media after the answer \(entry: answer.entry): all is inactive"
            observations.append(observation(.oneWayMedia, sentence, indices))
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
