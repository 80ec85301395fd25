import Events
import Messages
import SDP

/// A property by which a message is recognized after the server has sent it on, as a hash.
///
/// A key is compared within one run of the program only. Hashes are seeded at random, so that no client can make a
/// message with the key of another one.
enum LegKey: Hashable, Sendable {
    /// The text of a description, regardless of its line ends.
    case text(Int)
    /// The ICE credentials and a fingerprint of an m-section, which a server has to keep for the call to connect.
    case credentials(Int)
    /// The user name, session id and version of a description, which some servers keep.
    case origin(Int)
    /// The fields of a candidate without its extensions.
    case candidate(Int)
    /// All bytes.
    case payload(Int)
    /// The kind, negotiation and section of a message without a description or candidate.
    case control(Int)

    /// Whether the key is that of the content itself, and not of a part of it that further messages of its sender have.
    var isContent: Bool {
        switch self {
        case .text, .candidate, .payload: true
        case .credentials, .origin, .control: false
        }
    }

    /// The least number of bytes of a message of no known kind that is recognized by its bytes; a shorter one, such as
    /// `{"x":1}`, may be sent by several clients and by the server.
    static let distinctiveSize = 32
    /// The least number of characters of a session id that tells descriptions apart; some stacks write `0` or `1`.
    static let distinctiveID = 8
    /// The number of keys for the credentials of a description.
    static let credentialLimit = 32

    /// The keys of the message, the strongest first; those of one level are equally strong.
    ///
    /// A message of several candidates has a key for each of them, see ``init(_:)``.
    static func levels(of message: LegMessage) -> [[LegKey]] {
        let parsed = message.parsed
        switch parsed.kind {
        case .offer, .answer, .pranswer:
            guard let text = parsed.descriptionText else { return payloadLevels(of: message) }
            let terms = parsed.descriptionSummary
            return [
                [LegKey(text: text)], terms.map(credentialKeys) ?? [],
                [terms?.origin.flatMap(originKey)].compactMap(\.self),
            ]
        case .candidate:
            guard let first = parsed.candidate else { return payloadLevels(of: message) }
            return [[LegKey(first)] + parsed.furtherCandidates.map { LegKey($0.candidate) }]
        case .endOfCandidates, .rollback: return payloadLevels(of: message) + [[controlKey(of: parsed)]]
        case .bye, .leave:
            let levels = payloadLevels(of: message)
            return parsed.isGuess ? levels : levels + [[controlKey(of: parsed)]]
        case .join, .roster, .error: return payloadLevels(of: message)
        case .other, .opaque:
            return message.delivery.message.payload.count < distinctiveSize ? [] : payloadLevels(of: message)
        case .keepalive: return []
        }
    }

    private static func payloadLevels(of message: LegMessage) -> [[LegKey]] {
        // Larger messages are no signaling.
        guard message.delivery.message.payload.count <= Message.byteLimit else { return [] }
        return [
            [
                .payload(
                    hash { hasher in
                        message.delivery.message.payload.withUnsafeBytes { hasher.combine(bytes: $0) }
                    })
            ]
        ]
    }

    /// The key of the text of a description.
    init(text: String) {
        let carriageReturn = UInt8(ascii: "\r")
        var bytes = text.utf8.filter { $0 != carriageReturn }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        self = .text(Self.hash { hasher in bytes.withUnsafeBytes { hasher.combine(bytes: $0) } })
    }

    private static func credentialKeys(of terms: SDPSummary) -> [LegKey] {
        var keys: [LegKey] = []
        for section in terms.openSections {
            guard let ufrag = section.ufrag else { continue }
            for fingerprint in section.fingerprints where keys.count < credentialLimit {
                let key = LegKey.credentials(
                    hash { hasher in
                        hasher.combine(ufrag)
                        hasher.combine(section.password)
                        hasher.combine(fingerprint)
                    })
                if !keys.contains(key) { keys.append(key) }
            }
        }
        return keys
    }

    private static func originKey(_ origin: Origin) -> LegKey? {
        guard origin.sessionID.utf8.count >= distinctiveID else { return nil }
        return .origin(
            hash { hasher in
                hasher.combine(origin.username)
                hasher.combine(origin.sessionID)
                hasher.combine(origin.version)
            })
    }

    /// The key of a candidate, which has none of the extensions that differ between clients.
    init(_ candidate: Candidate) {
        self = .candidate(
            Self.hash { hasher in
                hasher.combine(candidate.foundation)
                hasher.combine(candidate.component)
                hasher.combine(candidate.transport)
                hasher.combine(candidate.priority)
                hasher.combine(candidate.address)
                hasher.combine(candidate.port)
                hasher.combine(candidate.type)
                hasher.combine(candidate.tcpType)
                hasher.combine(candidate.relatedAddress)
                hasher.combine(candidate.relatedPort)
            })
    }

    private static func controlKey(of parsed: ParsedMessage) -> LegKey {
        .control(
            hash { hasher in
                hasher.combine(parsed.kind)
                hasher.combine(parsed.negotiationKey)
                hasher.combine(parsed.mid)
            })
    }

    private static func hash(_ combine: (inout Hasher) -> Void) -> Int {
        var hasher = Hasher()
        combine(&hasher)
        return hasher.finalize()
    }
}
