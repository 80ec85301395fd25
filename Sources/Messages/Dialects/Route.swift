import Text

/// Whom a message names as its sender, its addressee, their room and what tells their negotiations apart.
///
/// It is taken from the outside in: what is named further out counts.
struct Route: Hashable {
    /// How long an id may be, in bytes; what is longer is none, so that no two are the same for being cut.
    static let idLimit = 256

    var from: String?
    var to: String?
    var room: String?
    var negotiationKey: String?

    /// The memory of the ids, in bytes.
    var size: Int { [from, to, room, negotiationKey].reduce(0) { $0 + ($1?.utf8.count ?? 0) } }

    /// Adds what `members` name and those around them did not.
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
            for dialect in Dialect.all { dialect.settle(members, &self) }
        }
    }

    /// An id as it is written: a string, a whole number, or the first of several.
    static func id(_ value: JSONValue) -> String? {
        guard value.byteCount <= idLimit else { return nil }
        if value.isString { return value.string.flatMap { $0.isEmpty ? nil : $0 } }
        if value.isArray { return value.elements(1).first.flatMap { $0.isString ? id($0) : nil } }
        return value.integer.map(String.init)
    }
}
