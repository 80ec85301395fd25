import Connections
public import Findings
import Negotiations
import SDP
import Text

extension Rule {
    /// An m-section has no common codec, or was rejected.
    public static let noCommonCodec = Rule(
        "no-common-codec", .answer, .error, title: "no codec in common",
        reference: "RFC 3264 §6",
        explanation: """
            The two sides have no codec in common for a section, or the answer rejected it, usually for that reason. \
            No media will flow in it.
            """,
        remedy: """
            Compare the codecs that each side supports; builds without H264 and codec preferences that are too narrow \
            are frequent causes.
            """)

    /// An answer accepts a section that was offered with port 0.
    public static let reopenedSection = Rule(
        "reopened-section", .answer, .warning, title: "rejected section accepted",
        reference: "RFC 3264 §8.2",
        explanation: """
            The offer has this section with port 0 and without bundle-only, which means that it is rejected or was \
            stopped, and the answer has to repeat that. Here the answer accepts it: the answer may be refused, and nothing will be sent in the \
            section. It often comes from a server that answers from a template.
            """,
        remedy: """
            Answer the section with port 0. To use it again, the offerer has to offer it with another port.
            """)

    /// An answer has a direction that its offer does not allow.
    public static let illegalDirection = Rule(
        "illegal-direction", .answer, .warning, title: "direction that was not offered",
        reference: "RFC 3264 §6.1",
        explanation: """
            An answer has to fit the direction that was offered: sendonly can only be answered with recvonly or \
            inactive. Browsers reject other answers, or interpret them differently.
            """,
        remedy: """
            Let the answerer set the direction of its transceiver instead of editing the SDP.
            """)

    /// Media flows one way, or not at all.
    public static let oneWayMedia = Rule(
        "one-way-media", .answer, .information, title: "media one way",
        reference: "RFC 3264 §6.1",
        explanation: """
            After this answer media flows one way, or not at all. That is right for a broadcast or a call on hold.
            """,
        remedy: """
            If both sides are meant to send, add their tracks before createAnswer, and check the directions of their \
            transceivers.
            """)
}

extension AnswerRules {
    /// The observation that `sections` have no codec in common.
    func noCommonCodec(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        let (one, other) = (Self.codecs(check.offer, sections), Self.codecs(check.answer, sections))
        return observation(
            .noCommonCodec,
            """
            no codec in common in \(names): \(one) in \(entry: offer.entry), \
            \(other) in \(entry: answer.entry)
            """, sections)
    }

    /// The observation that the answer rejects `sections`.
    func rejected(_ sections: [Int]) -> Observation {
        let codecs = Self.codecs(check.offer, sections)
        let names = check.offer.names(sections) + (codecs.isEmpty ? "" : " of \(codecs)")
        return observation(
            .noCommonCodec, severity: .warning,
            "the answer \(entry: answer.entry) rejects \(names): mostly for want of a codec in common", sections)
    }

    /// The observation that the answer accepts `sections`, which were offered with port 0.
    func reopened(_ sections: [Int]) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .reopenedSection,
            "the answer \(entry: answer.entry) accepts \(names), which \(entry: offer.entry) offers with port 0",
            sections)
    }

    /// The first codecs of the sections at `indices`, without clock rates: `opus, VP8, H264…`.
    private static func codecs(_ terms: SDPSummary, _ indices: [Int]) -> String {
        var names: [String] = []
        for codec in indices.lazy.flatMap({ terms.sections[$0].codecs }) {
            let name = String(codec[...].halves("/").0)
            if !names.contains(name) { names.append(name) }
            if names.count > SDPSummary.namedLimit { break }
        }
        let shown = names.prefix(SDPSummary.namedLimit).map { Excerpt($0).description }.joined(separator: ", ")
        return names.count > SDPSummary.namedLimit ? shown + "…" : shown
    }

    /// The observation that the answer has the direction `answered` for `sections` with the direction `offered`.
    func illegalDirection(_ sections: [Int], offered: Direction, answered: Direction) -> Observation {
        let names = check.answer.names(sections)
        return observation(
            .illegalDirection,
            "the answer \(entry: answer.entry) has \(answered.rawValue) for \(offered.rawValue) in \(names)", sections)
    }

    /// The observation that one side alone sends media in `sections`.
    func oneWay(_ sections: [Int], _ answered: Direction) -> Observation {
        let sender = answered == .recvonly ? offer.author : answer.author
        let names = check.answer.names(sections)
        return observation(
            .oneWayMedia,
            "only \(peer: sender) sends \(names) after the answer \(entry: answer.entry): \(answered.rawValue)",
            sections)
    }

    /// The observation that neither side sends media in `sections`.
    func inactive(_ sections: [Int]) -> Observation {
        observation(
            .oneWayMedia, "neither side sends media after the answer \(entry: answer.entry): all is inactive", sections)
    }
}
