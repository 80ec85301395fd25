/// What one family of clients means by a name that others use otherwise.
struct Dialect: Sendable {
    /// Settles what `name` and `id` say, if the members show that the message is of this family.
    let settle: @Sendable (borrowing Members, inout Route) -> Void

    /// All families that need more than ``FieldNames``.
    static let all: [Dialect] = [.libdatachannel, .chatSample]
}
