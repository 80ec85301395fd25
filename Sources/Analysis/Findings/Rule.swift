/// What can be found wrong, or worth noting, in what is said.
///
/// Each rule fires on proof alone: if the wire does not tell, it is silent.
public enum Rule: String, Hashable, Sendable, CaseIterable {
    // Offers and answers, in their order.
    case glare
    case answerWithoutOffer = "answer-without-offer"
    case severalAnswers = "several-answers"
    case duplicateAnswer = "duplicate-answer"
    case duplicateDescription = "duplicate-description"
    case unansweredOffer = "unanswered-offer"
    case lateAnswer = "late-answer"
    case supersededOffer = "superseded-offer"
    case rollback
    case noOffer = "no-offer"
    case unheardDescription = "unheard-description"
    case peerVanished = "peer-vanished"

    // Candidates.
    case candidateBeforeDescription = "candidate-before-description"
    case unknownGeneration = "unknown-generation"
    case noCandidates = "no-candidates"
    case onlyHostCandidates = "only-host-candidates"
    case onlyMDNSCandidates = "only-mdns-candidates"
    case noRelayCandidate = "no-relay-candidate"

    // A description by itself.
    case brokenDescription = "broken-description"
    case missingFingerprint = "missing-fingerprint"
    case invalidCredentials = "invalid-credentials"
    case nothingToNegotiate = "nothing-to-negotiate"

    // An answer beside its offer.
    case undecidedSetup = "undecided-setup"
    case setupConflict = "setup-conflict"
    case ownFingerprint = "own-fingerprint"
    case sectionCount = "section-count"
    case sectionMismatch = "section-mismatch"
    case midMismatch = "mid-mismatch"
    case noCommonCodec = "no-common-codec"
    case illegalDirection = "illegal-direction"
    case oneWayMedia = "one-way-media"

    // A description beside the one its author made before.
    case iceRestart = "ice-restart"
    case staleVersion = "stale-version"
    case newSession = "new-session"

    // On the way.
    case absentAddressee = "absent-addressee"
    case claimedIdentity = "claimed-identity"
    case mixedDialects = "mixed-dialects"
    case jsonInBinary = "json-in-binary"
    case glareGuard = "glare-guard"
    case unrecognizedContent = "unrecognized-content"

    /// What it is called: `answer-without-offer`.
    public var name: String { rawValue }
}
