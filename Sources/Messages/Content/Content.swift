import SDP

/// The content of a message, or of what its envelope contains.
///
/// The summary of a description is part of it; the description itself is parsed on access.
struct Content: Hashable {
    /// The part of the content that carries its meaning.
    enum Body: Hashable {
        /// Text for the summary.
        case words(String)
        /// The summary of a session description, and its text.
        indirect case description(SDPSummary, DescriptionText)
        /// An ICE candidate.
        indirect case candidate(Candidate)
        /// Only the statement that no more candidates follow.
        case endOfCandidates
    }

    let kind: Kind
    var body = Body.words("")
    /// The target of a candidate or of the end of candidates.
    var section = CandidateTarget()
    /// The number of further candidates in the message, malformed ones included.
    var following = 0
    /// The further candidates in the message.
    var further: [CandidateInit] = []
    var isInferred = false
    /// Whether the kind is a guess from a word that other applications use with other meanings.
    var isGuess = false
    /// The content that the message announces but does not contain.
    var missing: MissingContent?
    /// The path to the content.
    var shape = EnvelopeFormat()

    /// Makes content of the description in `text`.
    ///
    /// Without a `kind`, it is inferred from the DTLS role (RFC 8842 §5.2: an offer is actpass, an answer has decided).
    /// Returns `nil` if `text` is not a description, or its kind cannot be inferred.
    ///
    /// A description in the cache `known` is not parsed again.
    static func description(
        _ text: DescriptionText, _ kind: Kind?, _ shape: EnvelopeFormat, _ known: inout SDPSummaryCache
    ) -> Content? {
        guard let terms = text.summary(&known), let told = kind ?? inferred(terms) else { return nil }
        return Content(kind: told, body: .description(terms, text), isInferred: kind == nil, shape: shape)
    }

    private static func inferred(_ terms: SDPSummary) -> Kind? {
        switch terms.setup {
        case .actpass: .offer
        case .active, .passive: .answer
        case .holdconn, nil: nil
        }
    }

    /// Makes content of the candidate in `line`.
    ///
    /// A malformed candidate is accepted if one `isExpected`; otherwise it returns `nil`.
    static func candidate(_ line: String, _ shape: EnvelopeFormat, isExpected: Bool) -> Content? {
        if let candidate = Candidate(line) {
            return Content(kind: .candidate, body: .candidate(candidate), shape: shape)
        }
        return isExpected ? Content(kind: .candidate, body: .words("malformed: " + line), shape: shape) : nil
    }

    /// Makes content of the end of candidates, of one section or of all.
    static func endOfCandidates(_ section: CandidateTarget = CandidateTarget()) -> Content {
        Content(kind: .endOfCandidates, body: .endOfCandidates, section: section)
    }

    /// Combines the contents of several values into that of the first candidate; `nil` if none is about candidates.
    static func candidates(_ contents: [Content]) -> Content? {
        let candidates = contents.filter { $0.kind == .candidate }
        guard var first = candidates.first else { return contents.first { $0.kind == .endOfCandidates } }
        first.following += candidates.count - 1
        for content in candidates.dropFirst() {
            if let candidate = content.candidate { first.further.append(CandidateInit(candidate, content.section)) }
            first.further += content.further
        }
        return first
    }

    /// The description, parsed on access.
    var description: SessionDescription? {
        descriptionText.flatMap { SessionDescription($0) }
    }

    /// The text of the description, decoded at each access.
    var descriptionText: String? {
        guard case .description(_, let text) = body else { return nil }
        return text.text
    }

    /// The memory of the texts and of what was parsed of them, in bytes: an upper estimate.
    var size: Int {
        switch body {
        case .words(let words): words.utf8.count
        // The strings of the summary are copied from the text.
        case .description(let summary, let text): text.size + summary.size
        case .candidate(let candidate): further.reduce(candidate.size) { $0 + $1.size }
        case .endOfCandidates: 0
        }
    }

    /// The summary of the description.
    var terms: SDPSummary? {
        guard case .description(let terms, _) = body else { return nil }
        return terms
    }

    var candidate: Candidate? {
        guard case .candidate(let candidate) = body else { return nil }
        return candidate
    }

    /// A one-line summary of any length.
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

/// An offer, answer or candidate that a message announces but does not contain.
public final class MissingContent: Hashable, Sendable {
    /// The largest number of ``members``.
    static let memberLimit = 8

    /// The kind that the message announces.
    public let kind: Kind
    /// The paths of the message's members, such as `data.to`, in order.
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
