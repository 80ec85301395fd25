import Text

/// Searches a message without a description or a candidate for a word that tells its kind, such as join, leave or bye.
///
/// ```
/// {"op":"hang-up"}   {"msgType":"userLeft"}   {"leaving":true}   {"data":{"method":"endCall"}}
/// ```
/// A type with such a word is as certain as in a known dialect. Types with unusual names, words in member names and
/// words with other meanings are guesses.
enum ControlSearch {
    /// The depth of nested objects that are searched.
    static let depthLimit = 3
    /// The longest string that is parsed as JSON, in bytes.
    static let textLimit = 4096
    /// The number of elements of an array that are searched.
    static let elementLimit = 8
    /// The largest number of members of an object whose kind one of their names can tell: `{"bye":true,"from":"a"}`.
    static let namedLimit = 4

    /// Returns the content that a word in the text `bytes` tells; `nil` if there is none.
    static func content(of bytes: [UInt8]) -> Content? {
        guard let value = JSONValue(bytes) else { return nil }
        // A bare word only shows that its sender is alive.
        if value.isString, value.string.flatMap(KindWords.kind) == .keepalive { return Content(kind: .keepalive) }
        return content(in: value, depth: 0)
    }

    /// Returns the content that a word in `value` tells, which may be an object, an array, or a string with JSON or
    /// base64.
    private static func content(in value: JSONValue, depth: Int) -> Content? {
        guard depth < depthLimit else { return nil }
        if value.isObject { return content(of: SearchedObject(value), value, depth: depth + 1) }
        if value.isArray {
            return value.elements(elementLimit).lazy.compactMap { element in
                element.isObject ? content(in: element, depth: depth + 1) : nil
            }.first
        }
        guard value.isString, let inner = value.innerText.flatMap({ JSONValue($0) }), inner.isObject else { return nil }
        return content(in: inner, depth: depth + 1)
    }

    private static func content(of object: SearchedObject, _ value: JSONValue, depth: Int) -> Content? {
        for type in object.types {
            guard case .kind(let kind, let isGuess)? = KindWords.meaning(type.word), !kind.isNegotiation else {
                continue
            }
            return content(kind, value, isGuess: isGuess || !MemberNames.isUsualType(type.name))
        }
        // An unknown type word tells the kind of the message, whatever it contains.
        guard object.types.isEmpty else { return nil }
        if object.members.count <= namedLimit {
            for member in object.members where isSaidByName(member, isAlone: object.members.count == 1) {
                guard let kind = KindWords.kind(member.name), !kind.isNegotiation else { continue }
                return content(kind, value, isGuess: true)
            }
        }
        if depth == 1, isIntroduction(object) { return content(.join, value, isGuess: true) }
        for member in object.members where !KindWords.isProse(member.name) {
            if let content = content(in: member.value, depth: depth) { return content }
        }
        return nil
    }

    /// Whether an object only identifies its sender or a place: `{"uuid":"a1","displayName":"Al","dest":"all"}`.
    private static func isIntroduction(_ object: SearchedObject) -> Bool {
        !object.members.isEmpty && object.members.count <= namedLimit
            && object.members.allSatisfy { member in
                let isShort = member.value.byteCount <= MemberPaths.valueLimit
                return isShort && (member.value.isString || member.value.integer != nil)
                    && KindWords.parts(member.name).contains(where: identities.contains)
            }
    }

    /// Parts of member names that identify a peer or a place.
    private static let identities: Set<String> = [
        "id", "uuid", "uid", "userid", "clientid", "peerid", "roomid", "user", "username", "name", "nick", "nickname",
        "room", "channel", "topic", "peer", "client", "from", "sender", "dest", "to", "session",
    ]

    /// Whether the name of a member tells the kind of the message: `{"leaving":true}`, `{"join":{"room":"a"}}`.
    ///
    /// A number or a string is a property with that name, such as the `room` of a chat, unless the member is the only
    /// one.
    private static func isSaidByName(_ member: SearchedObject.Member, isAlone: Bool) -> Bool {
        if member.value.isString { return isAlone && member.value.byteCount <= MemberPaths.valueLimit }
        return member.value.isTrue || member.value.isObject && !KindWords.isProse(member.name)
    }

    private static func content(_ kind: Kind, _ value: JSONValue, isGuess: Bool) -> Content {
        var content = Content(kind: kind)
        if kind == .join || kind == .roster || kind == .error || isGuess {
            content.body = .words(value.text(ParsedMessage.summaryLimit))
        }
        content.isGuess = isGuess
        return content
    }
}

extension JSONValue {
    /// The JSON text in a short string, plain or in base64.
    fileprivate var innerText: [UInt8]? {
        guard byteCount <= ControlSearch.textLimit else { return nil }
        if begins(with: "{") { return string.map { Array($0.utf8) } }
        return begins(with: "eyJ") ? decodedBase64() : nil
    }
}
