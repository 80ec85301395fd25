import Events

/// The token that a peer must present, if one is configured.
struct AccessToken {
    private let bytes: [UInt8]

    /// A token; `nil` if `text` is empty.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        bytes = Array(text.utf8)
    }

    /// Returns whether `text` equals the token, in a time that depends on the length of `text` alone.
    func matches(_ text: String) -> Bool {
        let given = Array(text.utf8)
        var difference = given.count ^ bytes.count
        // If `text` is longer, the token is compared repeatedly.
        for index in given.indices { difference |= Int(given[index] ^ bytes[index % bytes.count]) }
        return difference == 0
    }
}
