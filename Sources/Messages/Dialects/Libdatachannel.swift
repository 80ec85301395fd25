import Text

extension Dialect {
    /// The clients of libdatachannel's examples: `id` is whom a message is for.
    ///
    /// ```
    /// {"id":"PEER","type":"offer","description":"v=0…"}
    /// {"id":"PEER","type":"candidate","candidate":"candidate:…","mid":"0"}
    /// ```
    /// A server of theirs puts the sender there instead; what passes here is what the client wrote.
    static let libdatachannel = Dialect { members, route in
        let isDescription = members[.description]?.begins(with: "v=0") == true
        // Others have the id of a section there, beside its label.
        let isCandidate = members[.candidate]?.isString == true && members[.index] == nil
        guard isDescription || isCandidate, members.word != nil, route.to == nil else { return }
        route.to = members[.id].flatMap(Route.id)
    }
}
