import SDP

/// What a message, or what it wraps, was found to say.
///
/// What a description commits to is known at once; the rest of it is read when it is asked for.
struct Content: Hashable {
    /// What it is said with.
    enum Body: Hashable {
        /// Words for the summary.
        case words(String)
        /// A session description: what it commits to, and its text.
        indirect case description(SDPSummary, String)
        /// A candidate.
        indirect case candidate(Candidate)
        /// Nothing but that no candidates follow.
        case endOfCandidates
    }

    let kind: Kind
    var body = Body.words("")
    /// Where a candidate belongs, or what ends there.
    var section = CandidateTarget()
    /// How many candidates there are behind this one.
    var following = 0
    var isInferred = false
    /// Whether the kind is told by a word that other applications use for other things.
    var isGuess = false
    /// What the message says it carries, and does not.
    var missing: MissingContent?
    /// How it is spelled.
    var shape = EnvelopeFormat()

    /// The description in `text`, which is of `kind`, or of the one its DTLS role shows where no kind is told
    /// (RFC 8842 §5.2: an offer is actpass, an answer has chosen); `nil` if it is none, or could be either.
    ///
    /// Some of its sections may be `known`.
    static func description(
        _ text: String, _ kind: Kind?, _ shape: EnvelopeFormat, _ known: inout MSectionCache
    ) -> Content? {
        let rest = text.utf8.dropFirst(3)
        guard text.utf8.starts(with: "v=0".utf8),
            rest.isEmpty || rest.first == UInt8(ascii: "\r") || rest.first == UInt8(ascii: "\n"),
            let terms = SDPSummary(text, &known), let told = kind ?? inferred(terms)
        else { return nil }
        return Content(kind: told, body: .description(terms, text), isInferred: kind == nil, shape: shape)
    }

    private static func inferred(_ terms: SDPSummary) -> Kind? {
        switch terms.setup {
        case .actpass: .offer
        case .active, .passive: .answer
        case .holdconn, nil: nil
        }
    }

    /// The candidate in `line`; what only begins as one counts where `isExpected`.
    static func candidate(_ line: String, _ shape: EnvelopeFormat, isExpected: Bool) -> Content? {
        if let candidate = Candidate(line) {
            return Content(kind: .candidate, body: .candidate(candidate), shape: shape)
        }
        return isExpected ? Content(kind: .candidate, body: .words("malformed: " + line), shape: shape) : nil
    }

    /// No more candidates, of one section or of all.
    static func endOfCandidates(_ section: CandidateTarget = CandidateTarget()) -> Content {
        Content(kind: .endOfCandidates, body: .endOfCandidates, section: section)
    }

    /// Several of them as one, by the first candidate; `nil` if there is nothing about candidates.
    static func candidates(_ contents: [Content]) -> Content? {
        let candidates = contents.filter { $0.kind == .candidate }
        guard var first = candidates.first else { return contents.first { $0.kind == .endOfCandidates } }
        first.following += candidates.count - 1
        return first
    }

    /// The whole description, read now.
    var description: SessionDescription? {
        guard case .description(_, let text) = body else { return nil }
        return SessionDescription(text)
    }

    /// The text of the description.
    var descriptionText: String? {
        guard case .description(_, let text) = body else { return nil }
        return text
    }

    /// The memory of the texts and of what was parsed of them, in bytes: an upper estimate.
    var size: Int {
        switch body {
        case .words(let words): words.utf8.count
        case .description(let summary, let text): text.utf8.count + summary.size
        case .candidate(let candidate): candidate.size
        case .endOfCandidates: 0
        }
    }

    /// What the description commits to.
    var terms: SDPSummary? {
        guard case .description(let terms, _) = body else { return nil }
        return terms
    }

    var candidate: Candidate? {
        guard case .candidate(let candidate) = body else { return nil }
        return candidate
    }

    /// In a line, as long as it may be.
    var summary: String {
        switch body {
        case .words(let words): return words + others
        case .description(let terms, _): return terms.summary
        case .candidate(let candidate):
            var summary = candidate.summary
            let place = section.summary
            if !place.isEmpty {
                summary += " "
                summary += place
            }
            return following > 0 ? summary + others : summary
        case .endOfCandidates:
            let place = section.summary
            return place.isEmpty ? "all candidates sent" : "no more for " + place
        }
    }

    private var others: String { following > 0 ? " +\(following)" : "" }
}

/// An offer, an answer or a candidate that a message announces, and that was not found in it.
public final class MissingContent: Hashable, Sendable {
    /// The number of members that are named at most.
    static let memberLimit = 8

    /// What the message says it carries.
    public let kind: Kind
    /// Where it was looked for: the paths of the message's members, such as `data.to`, in order.
    public let members: [String]

    init(_ kind: Kind, members: [String]) {
        (self.kind, self.members) = (kind, members)
    }

    public static func == (left: MissingContent, right: MissingContent) -> Bool {
        left.kind == right.kind && left.members == right.members
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(members)
    }
}
