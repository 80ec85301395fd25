extension Dialect {
    /// MDN's chat sample: `name` is the sender in messages with a `target`, and in those that announce a user.
    ///
    /// ```
    /// {"type":"video-offer","name":"Al","target":"Bo","sdp":{…}}
    /// {"type":"hang-up","name":"Al","target":"Bo"}
    /// {"type":"username","name":"Al","date":1,"id":1700}
    /// ```
    /// Its candidates name only the target.
    static let chatSample = Dialect { members, route in
        // Messages of other clients have names, too, such as that of a file.
        let isKnown = members.word == .kind(.join) || members.word != nil && members[.to] != nil
        guard route.from == nil, isKnown else { return }
        route.from = members[.name].flatMap(Route.id)
    }
}
