import Text

/// A value of JSON, for the events of a page that uses rtcstats-js.
indirect enum Value: Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Value])
    case object([(String, Value)])

    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: Value...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, Value)...) { self = .object(elements) }

    static func == (one: Value, other: Value) -> Bool { one.json == other.json }

    var json: String {
        switch self {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .text(let text): JSONString.encode(text)
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONString.encode($0) + ":" + $1.json }.joined(separator: ",") + "}"
        }
    }
}

/// A description in a page.
struct PageDescription {
    let type: String
    let sdp: String
}

/// Encodes events as rtcstats-js 2.4 does, from what a page does.
struct RTCStatsPage {
    /// The time in milliseconds since 1970.
    var now = 1_764_460_800_000
    private var last = 0
    /// The statistics of the last event of each connection, and the numbers of their ids.
    private var statistics: [String: [(id: String, members: [String: Value])]] = [:]
    private var ids: [String: [String: String]] = [:]

    /// An event after `milliseconds`.
    mutating func event(
        _ method: Value, _ connection: Value, _ argument: Value, _ extra: Value..., after milliseconds: Int = 0
    ) -> [UInt8] {
        now += milliseconds
        defer { last = now }
        return Array(Value.list([method, connection, argument] + extra + [.integer(now - last)]).json.utf8)
    }

    /// Makes the next event one of a new socket, whose time is absolute.
    mutating func reconnect() { last = 0 }

    // MARK: Descriptions

    /// A description as it is sent: sections that are those of `base` are replaced.
    static func compress(_ description: PageDescription, base: PageDescription?) -> Value {
        guard let base, base.type == description.type else {
            return ["type": .text(description.type), "sdp": .text(description.sdp)]
        }
        let earlier = sections(base.sdp)
        let sections = sections(description.sdp).enumerated().map { index, section in
            earlier.indices.contains(index) && earlier[index] == section ? index == 0 ? "v=" : "m=" : section
        }
        return ["type": .text(description.type), "sdp": .text(sections.joined(separator: "\r\n") + "\r\n")]
    }

    private static func sections(_ sdp: String) -> [String] {
        var sections: [[Substring]] = [[]]
        for line in sdp.split(separator: "\r\n") {
            if line.hasPrefix("m=") { sections.append([]) }
            sections[sections.count - 1].append(line)
        }
        return sections.map { $0.joined(separator: "\r\n") }
    }

    // MARK: Statistics

    static let properties: [String: Int] = [
        "payloadType": 4, "transportId": 5, "mimeType": 6, "clockRate": 7, "ssrc": 10, "kind": 11, "codecId": 12,
        "packetsReceived": 14, "packetsLost": 15, "jitter": 16, "trackIdentifier": 17, "mid": 18, "remoteId": 19,
        "framesDecoded": 20, "keyFramesDecoded": 21, "frameWidth": 23, "frameHeight": 24, "bytesReceived": 41,
        "localId": 74, "roundTripTime": 75, "packetsSent": 79, "bytesSent": 80, "framesSent": 89,
        "keyFramesEncoded": 92, "qualityLimitationReason": 95, "label": 115, "protocol": 116, "state": 118,
        "messagesSent": 119, "messagesReceived": 120, "dtlsState": 123, "iceState": 124,
        "selectedCandidatePairId": 125, "tlsVersion": 128, "dtlsRole": 130, "srtpCipher": 131,
        "selectedCandidatePairChanges": 132, "address": 134, "port": 135, "candidateType": 136,
        "relayProtocol": 139, "networkType": 145, "localCandidateId": 148, "remoteCandidateId": 149,
        "nominated": 150, "currentRoundTripTime": 152, "requestsReceived": 155, "requestsSent": 156,
        "responsesReceived": 157, "responsesSent": 158,
    ]
    static let types: [String: Int] = [
        "inbound-rtp": 1, "outbound-rtp": 2, "remote-inbound-rtp": 3, "remote-outbound-rtp": 4, "transport": 5,
        "candidate-pair": 6, "local-candidate": 7, "remote-candidate": 8, "data-channel": 9, "peer-connection": 10,
        "certificate": 11, "media-source": 12, "media-playout": 13, "codec": 14,
    ]

    /// The statistics of a connection as they are sent: the difference to those of the last call.
    mutating func compress(_ report: [(id: String, members: [String: Value])], of connection: String) -> Value {
        let base = statistics[connection] ?? []
        var map = ids[connection] ?? [:]
        var deltas: [(id: String, members: [String: Value])] = []
        for (id, members) in report where members["type"] != "certificate" {
            let earlier = base.first { $0.id == id }?.members ?? [:]
            let changed = members.filter { earlier[$0.key] != $0.value }
            if !changed.isEmpty { deltas.append((id, changed)) }
        }
        for (id, _) in deltas where map[id] == nil { map[id] = String(map.count) }
        var encoded: [(String, Value)] = deltas.map { id, members in
            let members: [(String, Value)] = members.sorted { $0.key < $1.key }.compactMap { name, value in
                if name == "type", case .text(let type) = value {
                    return (name, Self.types[type].map { .integer($0) } ?? value)
                }
                let key = Self.properties[name].map(String.init) ?? name
                guard name.hasSuffix("Id"), case .text(let reference) = value else { return (key, value) }
                return map[reference].map { (key, .text($0)) }
            }
            return (map[id] ?? id, .object(members))
        }
        encoded.append(("t", .number(Double(now) + 0.25)))
        for (id, _) in base where map[id] != nil && !report.contains(where: { $0.id == id }) {
            encoded.append((map[id] ?? id, .null))
        }
        statistics[connection] = report
        ids[connection] = map
        return .object(encoded)
    }
}
