public import Findings

extension Rule {
    /// All rules, by subject.
    public static let all: [Rule] = [
        // Offers and answers, in their order.
        glare, answerWithoutOffer, severalAnswers, duplicateAnswer, duplicateDescription, unansweredOffer, lateAnswer,
        supersededOffer, rollback, noOffer, unheardDescription, peerVanished,
        // Candidates.
        candidateBeforeDescription, unknownGeneration, noCandidates, onlyHostCandidates, onlyMDNSCandidates,
        noRelayCandidate,
        // A description by itself.
        brokenDescription, missingFingerprint, invalidCredentials, nothingToNegotiate,
        // An answer compared with its offer.
        undecidedSetup, setupConflict, ownFingerprint, sectionCount, sectionMismatch, midMismatch, noCommonCodec,
        reopenedSection, illegalDirection, oneWayMedia,
        // A description compared with the previous one of its author.
        iceRestart, staleVersion, newSession,
        // Deliveries.
        absentAddressee, forgedSender, duplicateIdentity, mixedDialects, jsonInBinary, glareGuard, unrecognizedContent,
        swallowedByServer, changedByServer,
        // Reports of pages.
        refusedByBrowser, neverApplied, appliedChanged, unansweredChecks, connectionFailed, iceServerError,
        unusedRelay, unfinishedDTLS, silentMedia, mediaRefused, playbackRefused, connectionLeak, conflictingReports,
    ]
}
