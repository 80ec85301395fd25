extension Rule {
    /// Where it is written, such as `RFC 8842 §5.3`; empty if it follows from what a relay does.
    public var reference: String {
        switch self {
        case .glare: "RFC 3264 §4, RFC 9429 §4.1.10.2"
        case .answerWithoutOffer: "RFC 9429 §3.2"
        case .severalAnswers: "RFC 9429 §3.8.2"
        case .duplicateAnswer: "RFC 9429 §3.2"
        case .duplicateDescription: "RFC 3264 §8"
        case .unansweredOffer, .lateAnswer: "RFC 9429 §3.2"
        case .supersededOffer: "RFC 3264 §4"
        case .rollback: "RFC 9429 §4.1.10.2, RFC 9429 §5.7"
        case .candidateBeforeDescription: "W3C webrtc-pc addIceCandidate"
        case .unknownGeneration: "RFC 9429 §4.1.19, W3C webrtc-pc addIceCandidate"
        case .noCandidates: "RFC 9429 §3.5.2"
        case .onlyHostCandidates: "RFC 8445 §5.1.1"
        case .onlyMDNSCandidates: "RFC 8828 §5.2"
        case .noRelayCandidate: "RFC 8445 §5.1.1.2"
        case .brokenDescription: "RFC 8866 §5"
        case .missingFingerprint: "RFC 8122 §5, RFC 9429 §5.8.3"
        case .invalidCredentials: "RFC 8839 §5.4"
        case .nothingToNegotiate: "RFC 9429 §5.2.1"
        case .undecidedSetup, .setupConflict: "RFC 8842 §5.3"
        case .ownFingerprint: "RFC 8122 §5"
        case .sectionCount: "RFC 3264 §6, RFC 9429 §5.8.3"
        case .sectionMismatch: "RFC 9429 §5.8.3"
        case .midMismatch: "RFC 5888 §4, RFC 5888 §9"
        case .noCommonCodec: "RFC 3264 §6"
        case .illegalDirection, .oneWayMedia: "RFC 3264 §6.1"
        case .iceRestart: "RFC 8839 §4.4.1.1.1"
        case .staleVersion: "RFC 3264 §8, RFC 9429 §5.2.2"
        case .newSession: "RFC 9429 §5.2.1"
        case .jsonInBinary: "RFC 6455 §5.6"
        case .unheardDescription, .peerVanished, .absentAddressee, .claimedIdentity, .mixedDialects,
            .unrecognizedContent, .noOffer:
            ""
        case .glareGuard: "RFC 9429 §4.1.10.2"
        }
    }
}
