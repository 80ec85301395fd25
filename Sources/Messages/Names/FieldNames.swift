import Text

/// The table of member names and type words that clients use for signaling.
///
/// To support another family of clients, add its names here and, if it uses a name with another meaning, a ``Dialect``.
enum FieldNames {
    /// The meaning of a member.
    enum Role: Int, CaseIterable {
        /// A word for the kind of the message, see ``Word``.
        case type
        /// The text of a description, or a description object.
        case sdp
        /// A description object, rarely only its text.
        case description
        case offer, answer, pranswer
        /// A candidate line, a candidate object, null, or an array of these.
        case candidate
        /// True if no candidates follow, in a message that says nothing else.
        case completed
        /// True if no candidates follow this one.
        case isFinal
        /// The section of a candidate by mid and by index.
        case mid, index
        /// The ICE user name of a candidate.
        case usernameFragment
        case from, to, room
        /// An identifier of the negotiation between two peers, and a second part that some clients need to make it
        /// unique.
        case negotiation, negotiationPart
        /// A name or id of the sender or the addressee, depending on the ``Dialect``.
        case name, id
        /// An inner message.
        case wrap
    }

    /// The names of members, which are case-sensitive.
    ///
    /// If an object has several members of a role, the first name here takes precedence.
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
        // Corresponding positions belong together: a call_id needs a party_id, a sid a roomType.
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

    /// The meaning of a type word.
    enum Word: Hashable {
        case kind(Kind)
        /// A peer declines a call, or Ayame's server rejects a client.
        case rejection
        /// The content is in an inner message of any kind.
        case envelope
        /// The content is in an inner message, which may be encrypted with the password of the room.
        case publication
    }

    /// Prefixes of type words that have no meaning of their own, in lower case.
    static let prefixes: [StaticString] = ["video-", "webrtc/", "sdp_", "m.call."]

    /// The type words in lower case, without prefixes and without `-`, `_` and spaces.
    ///
    /// The words for kinds are in ``KindWords``.
    static let words: [(Word, [String])] =
        KindWords.vocabulary.map { (.kind($0), $1) } + [
            (.rejection, ["reject"]),
            (.publication, ["publish"]),
            (.envelope, ["signal", "message", "msg", "send", "relay", "data"]),
        ]

    private static let membersByName = ByteKeyTable(members)
    private static let wordsByName = ByteKeyTable(words)

    /// Returns the role of the member whose name is `bytes`, and the rank of the name among those of the role.
    static func member(_ bytes: Span<UInt8>) -> ByteKeyTable<Role>.Entry? { membersByName[bytes] }

    /// Returns the meaning of the type word `bytes`; `nil` if it is unknown.
    static func word(_ bytes: Span<UInt8>) -> Word? {
        // Longer than the longest prefix and word together with separators.
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
