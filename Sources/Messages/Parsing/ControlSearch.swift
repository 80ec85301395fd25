import Text

/// Finds what a message without a description or a candidate says by a word: that its sender joins, leaves or hangs up.
///
/// ```
/// {"op":"hang-up"}   {"msgType":"userLeft"}   {"leaving":true}   {"data":{"method":"endCall"}}
/// ```
/// What stands for itself in a type is as sure as in a known dialect. A type of an unusual name, a member's name and a
/// word with other meanings are guesses.
enum ControlSearch {
    /// The number of objects inside one another that are looked into.
    static let depthLimit = 3
    /// The longest string that is read as JSON again, in bytes: a word needs no more.
    static let textLimit = 4096
    /// The number of elements of an array that are looked into.
    static let elementLimit = 8
    /// The most members an object has whose kind one of their names tells: `{"bye":true,"from":"a"}`.
    static let namedLimit = 4

    /// What the text `bytes` says by a word; `nil` if that is nothing.
    static func content(of bytes: [UInt8]) -> Content? {
        guard let value = JSONValue(bytes) else { return nil }
        // A bare word says nothing but that its sender is alive.
        if value.isString, value.string.flatMap(KindWords.kind) == .keepalive { return Content(kind: .keepalive) }
        return content(in: value, depth: 0)
    }

    /// The same in a value that may be a wrapping: an array, a string that is JSON again, base64.
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
        // A word that is not known says what the message is, whatever is inside.
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

    /// Whether an object only says who or where its sender is: `{"uuid":"a1","displayName":"Al","dest":"all"}`.
    private static func isIntroduction(_ object: SearchedObject) -> Bool {
        !object.members.isEmpty && object.members.count <= namedLimit
            && object.members.allSatisfy { member in
                let isShort = member.value.byteCount <= MemberPaths.valueLimit
                return isShort && (member.value.isString || member.value.integer != nil)
                    && KindWords.parts(member.name).contains(where: identities.contains)
            }
    }

    /// Parts of the names of members that say who or where somebody is.
    private static let identities: Set<String> = [
        "id", "uuid", "uid", "userid", "clientid", "peerid", "roomid", "user", "username", "name", "nick", "nickname",
        "room", "channel", "topic", "peer", "client", "from", "sender", "dest", "to", "session",
    ]

    /// Whether the name of a member says what the message is: `{"leaving":true}`, `{"join":{"room":"a"}}`.
    ///
    /// A number or a text under such a name is a value of that name, the `room` of a chat, unless it is all there is.
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
    /// The JSON text that a short string is, plain or in base64.
    fileprivate var innerText: [UInt8]? {
        guard byteCount <= ControlSearch.textLimit else { return nil }
        if begins(with: "{") { return string.map { Array($0.utf8) } }
        return begins(with: "eyJ") ? decodedBase64() : nil
    }
}
