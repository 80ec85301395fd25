import Text

extension Dialect {
    /// The clients of libdatachannel's examples: `id` is the addressee.
    ///
    /// ```
    /// {"id":"PEER","type":"offer","description":"v=0…"}
    /// {"id":"PEER","type":"candidate","candidate":"candidate:…","mid":"0"}
    /// ```
    /// Their server replaces it by the sender; the relay sees the messages of the clients.
    static let libdatachannel = Dialect { members, route in
        let isDescription = members[.description]?.begins(with: "v=0") == true
        // Other clients have the mid of a section there, together with its label.
        let isCandidate = members[.candidate]?.isString == true && members[.index] == nil
        guard isDescription || isCandidate, members.word != nil, route.to == nil else { return }
        route.to = members[.id].flatMap(Route.id)
    }
}
