import Reports
import Text

/// Writes statistics as rtcstats-js sends them: numbers instead of ids, members of interest, and `null` for objects that are
/// gone.
///
/// The ids of Chromium have more bytes than the decoder accepts: that of a codec has its parameters in it.
struct StatisticsWriter {
    /// The number of ids of a connection: 4096, those of a large conference of a day.
    private static let idLimit = 4096
    /// The length of the JSON of a value in bytes: 400, a text of 100 scalars.
    static let valueLimit = 400
    /// The members that are ids of other objects (W3C webrtc-stats §8).
    private static let references: Set<String> = [
        "codecId", "remoteId", "localCandidateId", "remoteCandidateId", "selectedCandidatePairId",
    ]

    private var numbers: [String: Int] = [:]
    /// The numbers of the objects in the report before.
    private var present: Set<Int> = []

    /// Whether a member is of interest.
    static func isOfInterest(_ member: String) -> Bool { RTCStatsDecoder.reads(statisticsMember: member) }

    /// The number of the object with that id; `nil` if there are too many.
    mutating func number(of id: String) -> Int? {
        if let number = numbers[id] { return number }
        guard numbers.count < Self.idLimit else { return nil }
        numbers[id] = numbers.count
        return numbers.count - 1
    }

    /// The JSON of a value: that of another object is its number.
    mutating func value(_ value: JSONValue, of member: String) -> [UInt8]? {
        guard value.byteCount <= Self.valueLimit, !value.isObject, !value.isArray else { return nil }
        guard Self.references.contains(member), let id = value.string else { return Array(value.bytes[value.range]) }
        return number(of: id).map { Array("\"\($0)\"".utf8) }
    }

    /// The argument of an event for a whole report.
    ///
    /// It is a difference like others, so the objects of the report before are removed first: members may be gone too.
    mutating func event(of report: JSONValue) -> [UInt8] {
        var parts = present.sorted().map { "\"\($0)\":null" }
        present = []
        for object in PartialObject(report)?.members ?? [] {
            guard let members = PartialObject(object.value)?.members, let number = number(of: object.name),
                present.insert(number).inserted
            else { continue }
            let known = members.compactMap { member -> String? in
                guard member.name == "type" || Self.isOfInterest(member.name),
                    let value = value(member.value, of: member.name)
                else { return nil }
                return "\(JSONString.encode(member.name)):" + String(decoding: value, as: UTF8.self)
            }
            parts.append("\"\(number)\":{\(known.joined(separator: ","))}")
        }
        return Array("{\(parts.joined(separator: ","))}".utf8)
    }
}
