public import Analysis
import Connections
public import Drawing
public import Events
public import Findings
import Negotiations
import SDP
public import Sessions

/// The text of negotiations, as inferred from signaling, or as pages report them.
public enum NegotiationText {
    /// Returns the progress of a peer's latest negotiation and the number of others: `answered`, `failed +1`.
    public static func summary(_ peer: PeerID, _ session: Session) -> TextLine {
        let negotiations = session.calls.negotiations(of: peer)
        guard let latest = negotiations.first else { return TextLine(text: "-") }
        let progress = session.calls.progress(of: latest)
        let state = latest.isGlare && progress != .failed ? "glare" : progress.rawValue
        let text = negotiations.count > 1 ? "\(state) +\(negotiations.count - 1)" : state
        return TextLine(text: text, style: style(progress))
    }

    public static func style(_ progress: Progress) -> Style {
        switch progress {
        case .failed, .failedICE, .failedDTLS: Style(.error)
        case .stuck, .empty, .disconnected: Style(.warning)
        case .answered, .connected: Style(.good)
        case .new, .offering, .restarting, .gone, .checking, .closed: .plain
        }
    }

    /// Returns the open findings about a peer's negotiations, without duplicates.
    public static func openFindings(_ peer: PeerID, _ session: Session) -> [Finding] {
        var numbers: Set<Int> = []
        return session.calls.negotiations(of: peer).flatMap(session.calls.activeFindings)
            .filter { numbers.insert($0.number).inserted }
    }

    /// Returns the state of each of a peer's negotiations, the facts it is inferred from, and the durations of its steps.
    public static func lines(_ peer: PeerID, _ session: Session, width: Int) -> [TextLine] {
        session.calls.negotiations(of: peer).flatMap { negotiation -> [TextLine] in
            guard let partner = negotiation.id.pair.other(than: peer) else { return [] }
            let text = line(negotiation, of: peer, with: partner, session)
            return lines(negotiation, text, session, width: width)
        }
    }

    /// Returns the state of each negotiation of a call, latest first, as seen by the first of the two peers.
    public static func lines(of call: Call, _ session: Session, width: Int) -> [TextLine] {
        call.negotiations.reversed().flatMap { negotiation -> [TextLine] in
            let (first, second) = (call.pair.first, call.pair.second)
            let text = "\(session.roster.label(first)) " + line(negotiation, of: first, with: second, session)
            return lines(negotiation, text, session, width: width)
        }
    }

    private static func lines(
        _ negotiation: Negotiation, _ text: String, _ session: Session, width: Int
    ) -> [TextLine] {
        let times = setupTimes(negotiation, session).map { TextLine(text: $0, style: .chrome) }
        return TextLine.folded([TextLine(text: text), times].compactMap(\.self), width: width)
    }

    /// Returns `join→offer 147ms · offer→answer 151ms · answer→candidate 5ms`; `nil` if no step is complete.
    private static func setupTimes(_ negotiation: Negotiation, _ session: Session) -> String? {
        let phases = negotiation.setupTimings(joined: session.calls.joined(negotiation.id.pair))
        let steps = [
            phases.joinToOffer.map { "join→offer \(Format.duration($0))" },
            phases.offerToAnswer.map { "offer→answer \(Format.duration($0))" },
            // The offerer's first candidate often precedes the answer.
            phases.answerToCandidate.map {
                $0 < 0 ? "candidate→answer \(Format.duration(-$0))" : "answer→candidate \(Format.duration($0))"
            },
        ]
        let text = steps.compactMap(\.self).joined(separator: " · ")
        return text.isEmpty ? nil : text
    }

    private static func line(
        _ negotiation: Negotiation, of peer: PeerID, with partner: PeerID, _ session: Session
    ) -> String {
        let name = session.roster.label(partner) + (negotiation.id.key.map { " (\($0.prefix(20)))" } ?? "")
        let state = negotiation.state(of: peer).rawValue
        let progress = session.calls.progress(of: negotiation)
        // The state of signaling is always inferred from the messages.
        var facts = [
            "with \(name): \(progress.rawValue)" + (progress.isKnown ? " (known), " : ", ") + "\(state) (inferred)"
        ]
        let reports = session.calls.connections(of: negotiation)
        for (reporter, connection) in reports where connection.state != .new {
            facts.append("\(session.roster.label(reporter)) reports \(ConnectionText.summary(connection))")
        }
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
            let counted = candidates.total == 0 ? "no candidates" : "candidates \(candidates.text)"
            facts.append("\(counted), gathering \(generation.gathering)")
        }
        return facts.joined(separator: " · ")
    }
}
