import Events
import Text

/// Reads the members of a JSON object of the log, found in one pass.
///
/// A missing member, or one of another type, is `nil` or empty: members may be added in later versions, and a damaged line
/// must not end the reading.
struct LogReader {
    /// The number of members that are read: 64, more than any line has.
    private static let memberLimit = 64
    /// The number of elements of a list that are read: 100,000, ten times the default limit of peers.
    private static let listLimit = 100_000

    private let object: JSONValue
    /// The places of the names, between their quotes, and of the values.
    private var members: [(name: Range<Int>, value: Range<Int>)] = []

    /// A reader of `value`; `nil` if it is no object.
    init?(_ value: JSONValue?) {
        guard let value, value.isObject else { return nil }
        object = value
        members.reserveCapacity(16)
        value.forEachMember { name, place in
            if members.count < Self.memberLimit { members.append((name, place)) }
        }
    }

    /// The largest integer: 2⁴⁴, milliseconds of 500 years, or 16 TiB; sums over all peers do not overflow.
    static let integerLimit = 1 << 44
    /// The latest time, in nanoseconds: 100 years.
    static let timeLimit: Int64 = 100 * 366 * 86_400 * 1_000_000_000

    /// The value of a member; `nil` if there is none.
    ///
    /// Names in the log have no escapes.
    private func value(_ name: StaticString) -> JSONValue? {
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        for member in members where member.name.count == wanted.count {
            if object.bytes[member.name].elementsEqual(wanted) { return JSONValue(object.bytes, at: member.value) }
        }
        return nil
    }

    func has(_ name: StaticString) -> Bool { value(name) != nil }

    func text(_ name: StaticString) -> String? { value(name)?.string }

    /// A text that names a case of an enumeration.
    func name<Value: RawRepresentable<String>>(_ name: StaticString) -> Value? { text(name).flatMap(Value.init) }

    /// An integer of at most ``integerLimit`` in magnitude; others are treated as missing.
    func integer(_ name: StaticString) -> Int? {
        value(name)?.integer.flatMap { (-Self.integerLimit...Self.integerLimit).contains($0) ? $0 : nil }
    }

    func flag(_ name: StaticString) -> Bool { value(name)?.isTrue == true }

    /// The bytes of a string member, or of a base64 member `name64`.
    func payload(_ name: StaticString, or name64: StaticString) -> [UInt8]? {
        if let text = text(name) { return Array(text.utf8) }
        return base64(name64)
    }

    func base64(_ name: StaticString) -> [UInt8]? {
        guard let value = value(name) else { return nil }
        return value.byteCount == 2 && value.isString ? [] : value.decodedBase64()
    }

    func nanoseconds(_ name: StaticString) -> Int64? {
        guard let value = value(name), value.byteCount <= 40 else { return nil }
        return LogTime.nanoseconds(value.text(40)[...].utf8)
    }

    /// A time since the start of the recording, of at most ``timeLimit``; others are treated as missing.
    func time(_ name: StaticString) -> Instant? {
        nanoseconds(name).flatMap { (0...Self.timeLimit).contains($0) ? Instant(nanoseconds: $0) : nil }
    }

    func peer(_ name: StaticString) -> PeerID? { text(name).flatMap(PeerID.init(logged:)) }

    func peers(_ name: StaticString) -> [PeerID] { texts(name).compactMap(PeerID.init(logged:)) }

    func texts(_ name: StaticString) -> [String] { elements(name).compactMap(\.string) }

    func integers(_ name: StaticString) -> [Int] {
        elements(name).compactMap(\.integer).filter { (-Self.integerLimit...Self.integerLimit).contains($0) }
    }

    func object(_ name: StaticString) -> LogReader? { LogReader(value(name)) }

    func objects(_ name: StaticString) -> [LogReader] { elements(name).compactMap { LogReader($0) } }

    /// The bytes of a member that is an object of another format.
    func bytes(_ name: StaticString) -> [UInt8]? { value(name).map { Array($0.bytes[$0.range]) } }

    private func elements(_ name: StaticString) -> [JSONValue] { value(name)?.elements(Self.listLimit) ?? [] }
}

extension PeerID {
    /// The peer of a log: `p3`, or `relay`.
    init?(logged text: String) {
        if text == PeerID.relay.description {
            self = .relay
        } else if let peer = PeerID(text) {
            self = peer
        } else {
            return nil
        }
    }
}
