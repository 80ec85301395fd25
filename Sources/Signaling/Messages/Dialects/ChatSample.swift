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
        guard route.from == nil, route.to != nil || members.word == .kind(.join) else { return }
        route.from = members[.name].flatMap(Route.id)
    }
}
