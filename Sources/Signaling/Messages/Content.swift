/// What a message, or what it wraps, was found to say.
struct Content {
    let kind: Kind
    var summary = ""
    var description: SessionDescription?
    var candidate: Candidate?
    var isInferred = false

    /// The description in `text`, which is of `kind`, or of the one its DTLS role shows where no kind is told
    /// (RFC 8842 §5.2: an offer is actpass, an answer has chosen); nil where it is none, or could be either.
    static func description(_ text: String, _ kind: Kind?) -> Content? {
        let rest = text.utf8.dropFirst(3)
        guard text.utf8.starts(with: "v=0".utf8),
            rest.isEmpty || rest.first == UInt8(ascii: "\r") || rest.first == UInt8(ascii: "\n"),
            let description = SessionDescription(text)
        else { return nil }
        guard let told = kind ?? inferred(description.attribute("setup")) else { return nil }
        return Content(kind: told, summary: description.summary, description: description, isInferred: kind == nil)
    }

    private static func inferred(_ setup: String?) -> Kind? {
        switch setup {
        case "actpass": .offer
        case "active", "passive": .answer
        default: nil
        }
    }

    /// The candidate in `line`, of the m-line `section`; what only begins as one counts where `isExpected`.
    static func candidate(_ line: String, section: String, isExpected: Bool) -> Content? {
        guard let candidate = Candidate(line) else {
            return isExpected ? Content(kind: .candidate, summary: "malformed: " + line) : nil
        }
        let summary = section.isEmpty ? candidate.summary : candidate.summary + " " + section
        return Content(kind: .candidate, summary: summary, candidate: candidate)
    }

    /// No more candidates, of one section or of all.
    static func endOfCandidates(section: String = "") -> Content {
        Content(
            kind: .endOfCandidates,
            summary: section.isEmpty ? "all candidates sent" : "no more for \(section)"
        )
    }

    /// Several of them as one, by the first candidate; nil where there is nothing about candidates.
    static func candidates(_ contents: [Content]) -> Content? {
        let candidates = contents.filter { $0.kind == .candidate }
        guard var first = candidates.first else { return contents.first { $0.kind == .endOfCandidates } }
        if candidates.count > 1 { first.summary += " +\(candidates.count - 1)" }
        return first
    }
}
