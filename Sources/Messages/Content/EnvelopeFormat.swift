/// Where in a message its description or its candidate stands: the names from the outside in, and how they end.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}                            sdp{}
/// {"type":"offer","sdp":"v=0…"}                                    sdp
/// {"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":"v=0…"}}} payload.sdp{}
/// {"offer":{"type":"offer","sdp":"v=0…"}}                          offer|answer{}
/// {"candidates":[{"candidate":"candidate:…"}]}                     candidates[]{}
/// {"event":"offer","data":"{\"type\":\"offer\",\"sdp\":\"v=0…\"}"} data""{}
/// v=0…                                                             raw
/// ```
/// `{}` is an object as W3C webrtc-pc writes it, `[]` an array, `""` a string that is JSON again, `==` base64.
struct EnvelopeFormat: Hashable {
    /// Something on the way in that has no name.
    enum Mark: UInt64 {
        case array = 1
        case string, base64
    }

    /// Nine bits for each step, the first one highest: five for the role, four for the rank of its name.
    ///
    /// As deep as a message is gone into, ``EnvelopeParser/depthLimit``, they are 54 bits.
    private var steps: UInt64 = 0
    /// The whole path in words, if it was found by ``ContentSearch``.
    private var path: String?

    /// The way on which ``ContentSearch`` found it.
    static func named(_ path: ContentPath) -> EnvelopeFormat {
        var shape = EnvelopeFormat()
        shape.path = path.text
        return shape
    }

    /// Whether a name on the way is none that ``FieldNames`` knows.
    var isUnknown: Bool { path != nil }

    private static let unnamed: UInt64 = 31

    /// Goes into the member whose name has `rank` among those of `role`.
    mutating func enter(_ role: FieldNames.Role, rank: Int) {
        steps = steps << 9 | UInt64(truncatingIfNeeded: role.rawValue) << 4 | UInt64(truncatingIfNeeded: rank) & 15
    }

    /// Goes into what has no name.
    mutating func enter(_ mark: Mark) {
        steps = steps << 9 | Self.unnamed << 4 | mark.rawValue
    }

    /// The path in words.
    var text: String {
        if let path { return path }
        var words: [String] = []
        for place in stride(from: 54, through: 0, by: -9) {
            let step = steps >> UInt64(place) & 511
            if step != 0 { words.append(Self.word(step)) }
        }
        return ContentPath.text(words)
    }

    private static func word(_ step: UInt64) -> String {
        switch (step >> 4, Mark(rawValue: step & 15)) {
        case (unnamed, .array): return "[]"
        case (unnamed, .base64): return "=="
        case (unnamed, _): return "\"\""
        default: break
        }
        guard let (role, names) = FieldNames.members.first(where: { UInt64($0.0.rawValue) == step >> 4 }) else {
            return ""
        }
        // One client writes the one and the other.
        if role == .offer || role == .answer || role == .pranswer { return "offer|answer" }
        return names[Int(step & 15)]
    }
}
