extension Dialect {
    /// MDN's chat sample: `name` is who speaks, beside the `target`, or as the user who comes.
    ///
    /// ```
    /// {"type":"video-offer","name":"Al","target":"Bo","sdp":{…}}
    /// {"type":"hang-up","name":"Al","target":"Bo"}
    /// {"type":"username","name":"Al","date":1,"id":1700}
    /// ```
    /// Its candidates name nobody but the target.
    static let chatSample = Dialect { members, route in
        // Anything has a name: a file that somebody sends, for one.
        let isKnown = members.word == .kind(.join) || members.word != nil && members[.to] != nil
        guard route.from == nil, isKnown else { return }
        route.from = members[.name].flatMap(Route.id)
    }
}
