extension Rule {
    /// What a rule looks at.
    public enum Family: Hashable, Sendable, CaseIterable {
        /// The order of offers and answers.
        case order
        /// Candidates that do not fit, or do not come.
        case candidates
        /// A description by itself.
        case description
        /// An answer beside its offer.
        case answer
        /// A description beside its author's last one.
        case succession
        /// The way from one peer to another.
        case delivery
    }

    /// What it looks at.
    public var family: Family {
        switch self {
        case .glare, .answerWithoutOffer, .severalAnswers, .duplicateAnswer, .unansweredOffer, .lateAnswer,
            .supersededOffer, .rollback, .noOffer:
            .order
        case .candidateBeforeDescription, .unknownGeneration, .noCandidates, .onlyHostCandidates, .onlyMDNSCandidates,
            .noRelayCandidate:
            .candidates
        case .brokenDescription, .missingFingerprint, .invalidCredentials, .nothingToNegotiate: .description
        case .undecidedSetup, .setupConflict, .ownFingerprint, .sectionCount, .sectionMismatch, .midMismatch,
            .noCommonCodec, .illegalDirection, .oneWayMedia:
            .answer
        case .duplicateDescription, .iceRestart, .staleVersion, .newSession: .succession
        case .unheardDescription, .peerVanished, .absentAddressee, .claimedIdentity, .mixedDialects, .jsonInBinary,
            .glareGuard, .unrecognizedContent:
            .delivery
        }
    }

    /// Whether it may come of two offers that crossed, as each side then has another idea of what holds.
    var followsFromGlare: Bool {
        switch self {
        case .answerWithoutOffer, .duplicateAnswer, .candidateBeforeDescription, .unknownGeneration, .noCandidates,
            .newSession, .iceRestart:
            true
        default: false
        }
    }

    /// Whether it follows from all having been heard when it was said.
    var presumesDelivery: Bool {
        switch self {
        case .answerWithoutOffer, .duplicateAnswer, .unansweredOffer, .lateAnswer, .supersededOffer, .peerVanished,
            .candidateBeforeDescription, .unknownGeneration, .noCandidates:
            true
        default: false
        }
    }

    /// Whether what it found is over once a later offer has found its answer.
    var endsWithNextRound: Bool {
        switch self {
        case .unansweredOffer, .noCandidates, .candidateBeforeDescription, .noOffer: false
        default: [.order, .answer, .succession, .candidates].contains(family)
        }
    }
}
