import Text

/// The meaning that a family of clients gives to member names which others use differently.
struct Dialect: Sendable {
    /// Assigns `name` and `id` to the route if the members are those of a message of this family.
    let resolve: @Sendable (borrowing Members, inout Route) -> Void

    /// The dialects that ``FieldNames`` is not sufficient for.
    static let all: [Dialect] = [.libdatachannel, .chatSample]
}

/// The sender, addressee, room and negotiation that a message names.
///
/// Members further out take precedence over those further in.
struct Route: Hashable {
    /// The longest id in bytes.
    ///
    /// A longer one is ignored rather than cut, so that different ids never become equal.
    static let idLimit = 256

    var from: String?
    var to: String?
    var room: String?
    var negotiationKey: String?

    /// The memory of the ids, in bytes.
    var size: Int {
        let names = (from?.utf8.count ?? 0) + (to?.utf8.count ?? 0)
        return names + (room?.utf8.count ?? 0) + (negotiationKey?.utf8.count ?? 0)
    }

    /// Adds the names in `members` that outer members did not have.
    mutating func add(_ members: borrowing Members) {
        if from == nil { from = members[.from].flatMap(Self.id) }
        if to == nil { to = members[.to].flatMap(Self.id) }
        if room == nil { room = members[.room].flatMap(Self.id) }
        if negotiationKey == nil, let key = members[.negotiation].flatMap(Self.id) {
            let isWhole = members.rank(.negotiation) != members.rank(.negotiationPart)
            let part = isWhole ? nil : members[.negotiationPart].flatMap(Self.id)
            negotiationKey = part.map { key + " " + $0 } ?? key
        }
        if members.has(.name) || members.has(.id) {
            for dialect in Dialect.all { dialect.resolve(members, &self) }
        }
    }

    /// Returns an id as it is written: a string, an integer, or the first of several.
    static func id(_ value: JSONValue) -> String? {
        guard value.byteCount <= idLimit else { return nil }
        if value.isString { return value.string.flatMap { $0.isEmpty ? nil : $0 } }
        if value.isArray { return value.elements(1).first.flatMap { $0.isString ? id($0) : nil } }
        return value.integer.map(String.init)
    }
}
