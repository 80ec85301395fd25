/// The path from the outside of a message to its description or candidate.
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
/// `{}` stands for an object as W3C webrtc-pc defines it, `[]` for an array, `""` for a string that contains JSON, and
/// `==` for base64.
struct EnvelopeFormat: Hashable {
    /// A step without a name.
    enum Mark: UInt64 {
        case array = 1
        case string, base64
    }

    /// The steps, nine bits each and the first one highest: five bits for the role, four for the rank of its name.
    ///
    /// They take 54 bits at ``EnvelopeParser/depthLimit``.
    private var steps: UInt64 = 0
    /// The text of a path that ``ContentSearch`` found.
    private var path: String?

    /// Makes a format of a path that ``ContentSearch`` found.
    static func named(_ path: ContentPath) -> EnvelopeFormat {
        var shape = EnvelopeFormat()
        shape.path = path.text
        return shape
    }

    /// Whether the path contains a name that is not in ``FieldNames``.
    var isUnknown: Bool { path != nil }

    private static let unnamed: UInt64 = 31

    /// Appends the member of `role` whose name has `rank` among the names of the role.
    mutating func enter(_ role: FieldNames.Role, rank: Int) {
        steps = steps << 9 | UInt64(truncatingIfNeeded: role.rawValue) << 4 | UInt64(truncatingIfNeeded: rank) & 15
    }

    /// Appends a step without a name.
    mutating func enter(_ mark: Mark) {
        steps = steps << 9 | Self.unnamed << 4 | mark.rawValue
    }

    /// The path in the notation above.
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
        // These names differ between the messages of one client.
        if role == .offer || role == .answer || role == .pranswer { return "offer|answer" }
        return names[Int(step & 15)]
    }
}
