/// The meaning that a family of clients gives to member names which others use differently.
struct Dialect: Sendable {
    /// Assigns `name` and `id` to the route if the members are those of a message of this family.
    let settle: @Sendable (borrowing Members, inout Route) -> Void

    /// The dialects that ``FieldNames`` is not sufficient for.
    static let all: [Dialect] = [.libdatachannel, .chatSample]
}
