public import Analysis
public import Drawing
public import Events
import SDP
public import Sessions

/// What the relay infers of a peer's negotiations, in words.
public enum NegotiationWords {
    /// How far the one has come in which something was last said, and how many more there are: `answered`, `failed +1`.
    public static func short(_ peer: PeerID, _ session: Session) -> TextLine {
        let negotiations = session.calls.negotiations(of: peer)
        guard let latest = negotiations.first else { return TextLine(text: "-") }
        let progress = session.calls.progress(of: latest)
        let word = latest.isGlare && progress != .failed ? "glare" : progress.rawValue
        let text = negotiations.count > 1 ? "\(word) +\(negotiations.count - 1)" : word
        return TextLine(text: text, style: style(progress))
    }

    static func style(_ progress: Progress) -> Style {
        switch progress {
        case .failed: Style(.error)
        case .stuck, .empty: Style(.warning)
        case .answered: Style(.good)
        case .new, .offering, .restarting, .gone: .plain
        }
    }

    /// What stands of findings about them, each once.
    public static func standing(_ peer: PeerID, _ session: Session) -> [Finding] {
        var numbers: Set<Int> = []
        return session.calls.negotiations(of: peer).flatMap(session.calls.standing)
            .filter { numbers.insert($0.number).inserted }
    }

    /// Of each: what is inferred and from what, and how long its steps took.
    public static func lines(_ peer: PeerID, _ session: Session, width: Int) -> [TextLine] {
        session.calls.negotiations(of: peer).flatMap { negotiation -> [TextLine] in
            guard let partner = negotiation.id.pair.other(than: peer) else { return [] }
            let words = TextLine(text: line(peer, partner, negotiation, session))
            let phases = phases(negotiation, session).map { TextLine(text: $0, style: .chrome) }
            return TextLine.folded([words, phases].compactMap(\.self), width: width)
        }
    }

    /// Of each of a call: what is inferred, as the first of the two sees it.
    static func lines(of call: Call, _ session: Session, width: Int) -> [TextLine] {
        call.negotiations.reversed().flatMap { negotiation -> [TextLine] in
            let (first, second) = (call.pair.first, call.pair.second)
            let words = TextLine(
                text: "\(session.roster.label(first)) " + line(first, second, negotiation, session))
            let phases = phases(negotiation, session).map { TextLine(text: $0, style: .chrome) }
            return TextLine.folded([words, phases].compactMap(\.self), width: width)
        }
    }

    /// `join→offer 147ms · offer→answer 151ms · answer→candidate 5ms`; `nil` if no step was done.
    private static func phases(_ negotiation: Negotiation, _ session: Session) -> String? {
        let phases = negotiation.phases(joined: session.calls.joined(negotiation.id.pair))
        let steps = [
            phases.joinToOffer.map { "join→offer \(Format.duration($0))" },
            phases.offerToAnswer.map { "offer→answer \(Format.duration($0))" },
            // The offer's candidates are often faster than its answer.
            phases.answerToCandidate.map {
                $0 < 0 ? "candidate→answer \(Format.duration(-$0))" : "answer→candidate \(Format.duration($0))"
            },
        ]
        let words = steps.compactMap(\.self).joined(separator: " · ")
        return words.isEmpty ? nil : words
    }

    private static func line(_ peer: PeerID, _ partner: PeerID, _ negotiation: Negotiation, _ session: Session)
        -> String
    {
        let name = session.roster.label(partner) + (negotiation.id.key.map { " (\($0.prefix(20)))" } ?? "")
        let state = negotiation.state(of: peer).rawValue
        var facts = ["with \(name): \(session.calls.progress(of: negotiation)), \(state) (inferred)"]
        if negotiation.isGlare { facts.append("glare: both have offered") }
        if let offer = negotiation.outstanding(of: peer) { facts.append("its offer #\(offer.entry) is unanswered") }
        if let offer = negotiation.outstanding(of: partner) {
            facts.append("offer #\(offer.entry) waits for its answer")
        }
        if let reply = negotiation.reply {
            facts.append("#\(reply.answer) answered #\(reply.offer) after \(Format.duration(reply.nanoseconds))")
        }
        if negotiation.renegotiations > 0 {
            facts.append(Format.count(negotiation.renegotiations, "renegotiation"))
        }
        if let generation = negotiation[peer].generation {
            let candidates = generation.candidates
            let counted = candidates.total == 0 ? "no candidates" : "candidates \(candidates.words)"
            facts.append("\(counted), gathering \(generation.gathering)")
        }
        return facts.joined(separator: " · ")
    }
}
