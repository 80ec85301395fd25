import Text

/// How clients spell what they say: the one table, whatever family they are of.
///
/// A further family is its spellings here and, if a name means something else to it, a ``Dialect``.
enum FieldNames {
    /// What a member's name says of its value.
    enum Role: Int, CaseIterable {
        /// A word for what the message is, see ``Word``.
        case type
        /// A description's text, or the description itself.
        case sdp
        /// The description itself, seldom its text alone.
        case description
        case offer, answer, pranswer
        /// A candidate's line, or the candidate itself, or null, or an array of them.
        case candidate
        /// True if no candidates follow, as all that is said.
        case completed
        /// True if no candidates follow this one.
        case isFinal
        /// The section a candidate belongs to, by name and by number.
        case mid, index
        /// The ICE user name a candidate belongs to.
        case usernameFragment
        case from, to, room
        /// Tells the negotiations of two peers apart, with a second half where one alone does not.
        case negotiation, negotiationPart
        /// A name or an id, of the sender or the addressee: a ``Dialect`` knows.
        case name, id
        /// Something of the message's own stands inside.
        case wrap
    }

    /// Names of members, letter by letter; if an object has several of a role, the first here counts.
    static let members: [(Role, [String])] = [
        (.type, ["type", "event", "cmd", "action"]),
        (.sdp, ["sdp"]),
        (.description, ["description", "desc", "jsep", "sessionDescription"]),
        (.offer, ["offer", "Offer"]),
        (.answer, ["answer", "Answer"]),
        (.pranswer, ["pranswer"]),
        (
            .candidate,
            ["candidate", "ice", "iceCandidate", "ice_candidate", "candidateInit", "IceCandidate", "candidates"]
        ),
        (.completed, ["completed"]),
        (.isFinal, ["final"]),
        (.mid, ["sdpMid", "mid"]),
        (.index, ["sdpMLineIndex", "sdp_m_line_index", "label"]),
        (.usernameFragment, ["usernameFragment", "ufrag"]),
        (
            .from,
            [
                "src", "from", "sender", "senderClientId", "peer_id", "uuid", "callerId", "caller", "clientId",
                "clientid",
            ]
        ),
        (.to, ["dst", "to", "target", "recipient", "recipientClientId", "to_peer_id", "receiver", "remoteUserId"]),
        (.room, ["roomId", "roomID", "roomid", "room", "topic", "topics", "info_hash", "channel"]),
        // The order of these two goes together: a call_id is whole with a party_id, a sid with a roomType.
        (.negotiation, ["connectionId", "sessionId", "offer_id", "call_id", "sid", "session_id"]),
        (.negotiationPart, ["", "", "", "party_id", "roomType", "handle_id"]),
        (.name, ["name"]),
        (.id, ["id"]),
        (
            .wrap,
            [
                "payload", "data", "signal", "Signal", "message", "msg", "messagePayload", "body", "content", "params",
                "value", "trickle",
            ]
        ),
    ]

    /// What a word of `type` says.
    enum Word: Hashable {
        case kind(Kind)
        /// A peer declines a call, or Ayame's server refuses a client.
        case rejection
        /// Only that the message's own is inside, which may then be anything.
        case envelope
        /// The same, and what is inside may be encrypted for those who know the room's password.
        case publication
    }

    /// Beginnings of words that only say whose they are, each in small letters.
    static let prefixes: [StaticString] = ["video-", "webrtc/", "sdp_", "m.call."]

    /// Words of `type`, in small letters, without those beginnings and without `-`, `_` and spaces.
    ///
    /// ``KindWords`` has those that name a kind.
    static let words: [(Word, [String])] =
        KindWords.vocabulary.map { (.kind($0), $1) } + [
            (.rejection, ["reject"]),
            (.publication, ["publish"]),
            (.envelope, ["signal", "message", "msg", "send", "relay", "data"]),
        ]

    private static let membersByName = ByteKeyTable(members)
    private static let wordsByName = ByteKeyTable(words)

    /// The role of the member whose name stands in `bytes`, and its rank among those of this role.
    static func member(_ bytes: Span<UInt8>) -> ByteKeyTable<Role>.Entry? { membersByName[bytes] }

    /// What the word of `type` in `bytes` says; `nil` if it is none of these.
    static func word(_ bytes: Span<UInt8>) -> Word? {
        // The longest beginning and the longest word, with room for what is left out between its letters.
        guard bytes.count <= 32 else { return nil }
        var word = InlineArray<32, UInt8>(repeating: 0)
        var start = 0
        for index in 0..<bytes.count {
            word[index] = bytes[index] | ((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index]) ? 0x20 : 0)
        }
        for prefix in prefixes where begins(word.span, prefix) {
            start = prefix.utf8CodeUnitCount
            break
        }
        var count = 0
        for index in start..<bytes.count {
            switch word[index] {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): break
            default:
                word[count] = word[index]
                count += 1
            }
        }
        return wordsByName[word.span.extracting(0..<count)]?.meaning
    }

    private static func begins(_ word: Span<UInt8>, _ prefix: StaticString) -> Bool {
        for index in 0..<prefix.utf8CodeUnitCount where word[index] != prefix.utf8Start[index] { return false }
        return true
    }
}
