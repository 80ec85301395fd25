import Text

/// The members of statistics that are of interest (W3C webrtc-stats), with their names.
enum RTCStatsMember: String, Hashable, Sendable, CaseIterable {
    case mimeType, kind, codecId, mid, remoteId
    case packetsReceived, packetsSent, packetsLost, bytesReceived, bytesSent, jitter, roundTripTime
    case framesDecoded, framesSent, keyFramesDecoded, keyFramesEncoded, frameWidth, frameHeight
    case qualityLimitationReason
    case label, `protocol`, state, messagesSent, messagesReceived
    case dtlsState, iceState, selectedCandidatePairId, tlsVersion, dtlsRole, srtpCipher, selectedCandidatePairChanges
    case address, port, candidateType, relayProtocol, networkType
    case localCandidateId, remoteCandidateId, nominated, currentRoundTripTime
    case requestsReceived, requestsSent, responsesReceived, responsesSent
    /// In Firefox, whether a pair is the selected one.
    case selected

    /// The numbers that rtcstats-js sends instead of the names.
    private static let numbers: [(Int, RTCStatsMember)] = [
        (6, .mimeType), (11, .kind), (12, .codecId), (14, .packetsReceived), (15, .packetsLost), (16, .jitter),
        (18, .mid), (19, .remoteId), (20, .framesDecoded), (21, .keyFramesDecoded), (23, .frameWidth),
        (24, .frameHeight), (41, .bytesReceived), (75, .roundTripTime), (79, .packetsSent), (80, .bytesSent),
        (89, .framesSent), (92, .keyFramesEncoded), (95, .qualityLimitationReason), (115, .label), (116, .protocol),
        (118, .state), (119, .messagesSent), (120, .messagesReceived), (123, .dtlsState), (124, .iceState),
        (125, .selectedCandidatePairId), (128, .tlsVersion), (130, .dtlsRole), (131, .srtpCipher),
        (132, .selectedCandidatePairChanges), (134, .address), (135, .port), (136, .candidateType),
        (139, .relayProtocol), (145, .networkType), (148, .localCandidateId), (149, .remoteCandidateId),
        (150, .nominated), (152, .currentRoundTripTime), (155, .requestsReceived), (156, .requestsSent),
        (157, .responsesReceived), (158, .responsesSent),
    ]

    private static let table: [String: RTCStatsMember] = {
        var table = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
        for (number, member) in numbers { table[String(number)] = member }
        return table
    }()

    /// The member with that number or name; `nil` if it is of no interest.
    init?(named name: String) {
        guard let member = Self.table[name] else { return nil }
        self = member
    }

    /// Whether its value is a text.
    var isText: Bool {
        switch self {
        case .mimeType, .kind, .codecId, .mid, .remoteId, .qualityLimitationReason, .label, .protocol, .state,
            .dtlsState, .iceState, .selectedCandidatePairId, .tlsVersion, .dtlsRole, .srtpCipher, .address,
            .candidateType, .relayProtocol, .networkType, .localCandidateId, .remoteCandidateId:
            true
        default: false
        }
    }
}

extension RTCStatsDecoder {
    /// Whether the decoder reads a member of statistics with that name, or number; it passes over others.
    public static func reads(statisticsMember name: String) -> Bool { RTCStatsMember(named: name) != nil }
}

/// The types of statistics that are of interest, with their names.
enum RTCStatsType: String, Hashable, Sendable, CaseIterable {
    case inbound = "inbound-rtp"
    case outbound = "outbound-rtp"
    case remoteInbound = "remote-inbound-rtp"
    case transport
    case pair = "candidate-pair"
    case localCandidate = "local-candidate"
    case remoteCandidate = "remote-candidate"
    case channel = "data-channel"
    case codec

    /// The type in a member `type`, a number or a name; `nil` if it is of no interest.
    init?(_ value: JSONValue) {
        switch value.integer {
        case 1: self = .inbound
        case 2: self = .outbound
        case 3: self = .remoteInbound
        case 5: self = .transport
        case 6: self = .pair
        case 7: self = .localCandidate
        case 8: self = .remoteCandidate
        case 9: self = .channel
        case 14: self = .codec
        default:
            guard value.byteCount <= 40, let name = value.string else { return nil }
            self.init(rawValue: name)
        }
    }
}

extension ReportReader {
    /// The number that `value` is; `nil` if it is none, or not between -2⁵³ and 2⁵³.
    static func number(_ value: JSONValue) -> Double? {
        guard value.byteCount <= 32, let number = Double(value.text(32)), number.magnitude <= 9_007_199_254_740_992
        else { return nil }
        return number
    }
}
