import Text

/// The statistics of a connection, which rtcstats-js sends as differences to the last ones.
///
/// An object has a number instead of its id, in references too; only members that changed are sent, and `null` for an object
/// that is gone. Objects and members that are of no interest are not kept.
///
/// ```
/// {"3":{"type":6,"118":"succeeded","156":4},"7":null,"t":1760000000000}
/// ```
struct RTCStatsTable: Sendable {
    /// The number of objects: 256, more than a call of ten has.
    static let objectLimit = 256
    /// The length of a text in scalars.
    static let textLimit = 100
    /// The length of the number of an object, in bytes.
    private static let keyLimit = 40

    /// An object of statistics.
    struct Object: Sendable {
        let type: RTCStatsType
        /// The number of objects before it.
        let rank: Int
        private var numbers: [RTCStatsMember: Double] = [:]
        private var texts: [RTCStatsMember: String] = [:]

        init(_ type: RTCStatsType, rank: Int) { (self.type, self.rank) = (type, rank) }

        /// A text; `nil` if the browser does not tell it.
        func text(_ member: RTCStatsMember, _ limit: Int = RTCStatsTable.textLimit) -> String? {
            texts[member].map { ReportReader.cut($0, limit) }
        }

        func integer(_ member: RTCStatsMember) -> Int? { numbers[member].map { Int($0.rounded()) } }

        /// A time in seconds, in milliseconds with a decimal.
        func milliseconds(_ member: RTCStatsMember) -> Double? { numbers[member].map { ($0 * 10_000).rounded() / 10 } }

        func flag(_ member: RTCStatsMember) -> Bool { numbers[member] == 1 }

        /// Sets a member; `null`, and what is no value of the member, removes it.
        fileprivate mutating func set(_ member: RTCStatsMember, _ value: JSONValue) {
            if member.isText {
                texts[member] = value.string.map { ReportReader.cut($0, RTCStatsTable.textLimit) }
            } else {
                numbers[member] = value.isTrue ? 1 : ReportReader.number(value)
            }
        }
    }

    private var objects: [String: Object] = [:]
    private var lastRank = 0

    /// The number of objects.
    var count: Int { objects.count }

    /// Applies a difference.
    ///
    /// - Parameters:
    ///   - delta: The objects that changed.
    ///   - limit: The number of objects that may be kept.
    mutating func apply(_ delta: JSONValue, limit: Int) {
        delta.forEachMember { name, place in
            guard name.count <= Self.keyLimit else { return }
            let value = JSONValue(delta.bytes, at: place)
            let key = String(decoding: delta.bytes[name], as: UTF8.self)
            if value.isNull {
                objects[key] = nil
            } else if value.isObject {
                merge(value, into: key, limit: min(limit, Self.objectLimit))
            }
        }
    }

    private mutating func merge(_ members: JSONValue, into key: String, limit: Int) {
        var object = objects.removeValue(forKey: key)
        if let value = members["type"] {
            guard let type = RTCStatsType(value) else { return }
            if object?.type != type {
                lastRank += 1
                object = Object(type, rank: lastRank)
            }
        }
        // The beginning of an object may not be known: rtcstats-js does not repeat it after a reconnect.
        guard var object, objects.count < limit else { return }
        members.forEachMember { name, place in
            guard name.count <= Self.keyLimit,
                let member = RTCStatsMember(named: String(decoding: members.bytes[name], as: UTF8.self))
            else { return }
            object.set(member, JSONValue(members.bytes, at: place))
        }
        objects[key] = object
    }

    // MARK: Access

    /// The object that a member of another one refers to; `nil` if it is not known.
    func object(_ reference: String?) -> Object? { reference.flatMap { objects[$0] } }

    /// The objects of a type, with their numbers, the oldest first.
    func objects(of type: RTCStatsType) -> [(key: String, value: Object)] {
        objects.filter { $0.value.type == type }.sorted { $0.value.rank < $1.value.rank }
    }
}
