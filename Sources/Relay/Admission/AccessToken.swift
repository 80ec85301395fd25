/// The token that a peer must have, if one is set.
struct AccessToken {
    private let bytes: [UInt8]

    /// `nil` if `text` is empty.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        bytes = Array(text.utf8)
    }

    /// Whether `text` is it, in a time that depends on `text` alone.
    func matches(_ text: String) -> Bool {
        let given = Array(text.utf8)
        var difference = given.count ^ bytes.count
        // Over again from the beginning: no token is empty.
        for index in given.indices { difference |= Int(given[index] ^ bytes[index % bytes.count]) }
        return difference == 0
    }
}
