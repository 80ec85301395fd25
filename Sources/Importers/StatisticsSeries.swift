import Text

/// The statistics of a connection in a dump of webrtc-internals, one series of values for each member of each object, as
/// events with the changes from one sample to the next.
///
/// A series tells the times of its first and last value; those of all values are in the series `timestamp` of the object,
/// since version 117. Objects of one sample have the same time, except those that a remote peer reports.
///
/// ```
/// "T01-iceState":  {"startTime":"…","endTime":"…","statsType":"transport","values":"[\"checking\",\"connected\"]"}
/// "T01-timestamp": {…,"values":"[1796001757494.2,1796001758495.1]"}
///     ─► [getStats {"0":{"type":"transport","iceState":"checking"}}], [getStats {"0":{"iceState":"connected"}}]
/// ```
struct StatisticsSeries {
    /// The number of series that are read: 20,000, those of a hundred streams.
    private static let seriesLimit = 20_000
    /// The number of values in a series: 2000; Chromium keeps 1000.
    private static let valueLimit = 2000
    /// The number of changes of all members that are read: 2,000,000, in about 300 MB; later ones are dropped.
    private static let changeLimit = 2_000_000
    /// The time between two samples in microseconds, below which they are one: 0.5 s, as Chromium takes one each second.
    private static let sampleInterval: Int64 = 500_000

    /// A series of one member.
    private struct Series {
        let member: String
        let value: PartialObject
    }

    /// An object of statistics.
    private struct Object {
        var type = ""
        /// The times of the samples; empty if they are not told.
        var times: [Int64] = []
        var series: [Series] = []
        /// The time of the last value.
        var end = Int64.min
    }

    /// A value of a member that is not that of the sample before.
    private struct Change {
        let time: Int64
        let object: Int
        let member: String
        let value: [UInt8]
    }

    private var writer = StatisticsWriter()
    private var objects: [Int: Object] = [:]
    private var changes: [Change] = []

    /// Reads the statistics of a connection.
    ///
    /// - Parameter statistics: The member `stats`.
    init(_ statistics: PartialObject) {
        for member in statistics.members.prefix(Self.seriesLimit) where member.isWhole {
            guard let dash = member.name.lastIndex(of: "-"), let value = PartialObject(member.value) else { continue }
            let (id, name) = (String(member.name[..<dash]), String(member.name[member.name.index(after: dash)...]))
            guard name == "timestamp" || StatisticsWriter.isOfInterest(name), let number = writer.number(of: id) else {
                continue
            }
            objects[number, default: Object()].type = value["statsType"]?.string ?? ""
            if name == "timestamp" {
                objects[number]?.times = Self.values(value).compactMap { WallTime($0)?.microseconds }
            } else {
                objects[number]?.series.append(Series(member: name, value: value))
            }
        }
        for number in objects.keys.sorted() { readChanges(of: number) }
    }

    /// The time of the first sample; `nil` if there is none.
    var start: Int64? { changes.map(\.time).min() }

    // MARK: Reading

    private static func values(_ series: PartialObject) -> [JSONValue] {
        guard let text = series["values"]?.string, let list = JSONValue(text) else { return [] }
        return list.elements(valueLimit)
    }

    private mutating func readChanges(of number: Int) {
        guard let object = objects[number] else { return }
        var end = object.times.last ?? .min
        for series in object.series {
            let values = Self.values(series.value)
            guard let times = Self.times(of: series.value, count: values.count, object: object.times) else { continue }
            end = max(end, times.last ?? end)
            var last: [UInt8]?
            for (time, value) in zip(times, values) {
                guard changes.count < Self.changeLimit, let json = writer.value(value, of: series.member), json != last
                else { continue }
                changes.append(Change(time: time, object: number, member: series.member, value: json))
                last = json
            }
            // The browser does not tell the member any more.
            if let last = times.last, let next = object.times.first(where: { $0 > last }) {
                changes.append(Change(time: next, object: number, member: series.member, value: Array("null".utf8)))
            }
        }
        objects[number]?.series = []
        objects[number]?.end = end
    }

    /// The times of the values of a series: those of its object, from the first value on, or else evenly spaced.
    private static func times(of series: PartialObject, count: Int, object times: [Int64]) -> [Int64]? {
        if times.count == count { return times }
        guard count > 0, let start = WallTime(series["startTime"])?.microseconds,
            let end = WallTime(series["endTime"])?.microseconds, end >= start
        else { return nil }
        if let first = times.firstIndex(where: { $0 >= start - 1000 }), times.count - first >= count {
            return Array(times[first..<first + count])
        }
        guard count > 1 else { return [start] }
        let step = (end - start) / Int64(count - 1)
        return (0..<count).map { start + Int64($0) * step }
    }

    // MARK: Events

    /// The arguments of the events with their times, in order.
    func events() -> [(time: Int64, argument: [UInt8])] {
        let samples = sampleTimes
        guard let last = samples.last else { return [] }
        var index = 0
        let changes = changes.sorted { ($0.time, $0.object, $0.member) < ($1.time, $1.object, $1.member) }
        var known: Set<Int> = []
        var ends = objects.filter { !Self.isRemote($0.value.type) }.map { (time: $0.value.end, object: $0.key) }
        ends.sort { ($0.time, $0.object) > ($1.time, $1.object) }
        return samples.map { sample in
            var members: [Int: String] = [:]
            while index < changes.count, changes[index].time <= sample || sample == last {
                let change = changes[index]
                index += 1
                if members[change.object] == nil {
                    let type = known.insert(change.object).inserted ? objects[change.object]?.type : nil
                    members[change.object] = type.map { "\"type\":\(JSONString.encode($0))," } ?? ""
                }
                members[change.object]? +=
                    JSONString.encode(change.member) + ":" + String(decoding: change.value, as: UTF8.self) + ","
            }
            var parts = members.keys.sorted().map { "\"\($0)\":{\((members[$0] ?? "").dropLast())}" }
            while let end = ends.last, end.time < sample - Self.sampleInterval {
                ends.removeLast()
                if known.remove(end.object) != nil { parts.append("\"\(end.object)\":null") }
            }
            return (sample, Array("{\(parts.joined(separator: ","))}".utf8))
        }
    }

    /// The times of the samples: those of the objects that the browser reports itself.
    private var sampleTimes: [Int64] {
        var all: Set<Int64> = []
        for object in objects.values where !Self.isRemote(object.type) { all.formUnion(object.times) }
        if all.isEmpty { all = Set(changes.map(\.time)) }
        var samples: [Int64] = []
        for time in all.sorted() {
            if let last = samples.last, time - last < Self.sampleInterval { continue }
            samples.append(time)
        }
        return samples
    }

    /// Whether objects of that type have the times of reports from the remote peer.
    private static func isRemote(_ type: String) -> Bool { type.hasPrefix("remote-") && type.hasSuffix("-rtp") }
}
