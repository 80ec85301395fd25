import Text

/// An object that ``ContentSearch`` or ``ControlSearch`` examines: its members, and the meanings of their names and
/// words.
struct SearchedObject {
    /// A member with its decoded name.
    struct Member {
        let name: String
        let value: JSONValue
    }

    /// The first members, at most ``ContentSearch/memberLimit``.
    let members: [Member]
    /// The kind that a type names, or else another short string in the object.
    let kind: Kind?
    /// The kind that a type names.
    let typedKind: Kind?
    /// The members that tell the type of the message, in order.
    let types: [(name: String, word: String)]
    /// Whether the strings in the object are meant for people to read.
    let isProse: Bool
    /// The target of a candidate in the object; `nil` if there is no member for it, not even one that is null.
    let section: CandidateTarget?

    init(_ value: JSONValue) {
        self.init(Self.members(of: value))
    }

    /// Returns the first members of an object, at most ``ContentSearch/memberLimit``.
    static func members(of value: JSONValue) -> [Member] {
        var members: [Member] = []
        var seen = 0
        let bytes = value.bytes
        value.forEachMember { name, place in
            seen += 1
            guard seen <= 4 * ContentSearch.memberLimit, members.count < ContentSearch.memberLimit else { return }
            let spelled = bytes.span.extracting(name)
            let member = Member(
                name: JSONString.decode(spelled.extracting(first: ContentPath.nameLimit)),
                value: JSONValue(bytes, at: place))
            // If a name occurs twice, the last one counts, as in `JSON.parse`. Long names are cut and cannot be
            // compared.
            if name.count <= ContentPath.nameLimit, let index = members.firstIndex(where: { $0.name == member.name }) {
                members[index] = member
            } else {
                members.append(member)
            }
        }
        return members
    }

    private init(_ members: [Member]) {
        self.members = members
        section = Self.section(members)
        let words = members.compactMap { member -> (name: String, word: String)? in
            guard member.value.isString, (3...KindWords.byteLimit).contains(member.value.byteCount) else { return nil }
            return member.value.string.map { (member.name, $0) }
        }
        types = words.filter { MemberNames.namesType($0.name) }
        let typed = types.lazy.compactMap { KindWords.kind($0.word) ?? KindWords.description($0.word) }.first
        isProse = typed?.isNegotiation != true && types.contains { KindWords.isProse($0.word) }
        typedKind = typed
        let others = words.lazy.compactMap { KindWords.kind($0.word) }.filter(\.isNegotiation)
        kind = typed ?? (isProse ? nil : others.first)
    }

    /// The offer, answer or candidate that a type announces.
    var claimedKind: Kind? {
        types.lazy.filter { KindWords.announcesContent($0.word) }.compactMap { KindWords.kind($0.word) }.first {
            $0.isDescription || $0 == .candidate
        }
    }

    private static func section(_ members: [Member]) -> CandidateTarget? {
        var section: CandidateTarget?
        for member in members {
            switch MemberNames.candidateRole(member.name) {
            case .mid:
                section = section ?? CandidateTarget()
                section?.mid = member.value.string
            case .index:
                guard member.value.integer != nil || member.value.isNull else { continue }
                section = section ?? CandidateTarget()
                section?.index = member.value.integer
            case .usernameFragment:
                section = section ?? CandidateTarget()
                section?.usernameFragment = member.value.string
            case nil: continue
            }
        }
        return section
    }

    /// Whether a member that could be a candidate is empty or null.
    var hasEmptyLine: Bool { emptyLines > 0 }

    /// Whether a member for candidates, according to ``TaughtSpellings``, is empty or null.
    var hasTaughtEnd: Bool {
        members.contains { member in
            (member.value.isNull || member.value.isString && member.value.byteCount == 2)
                && TaughtSpellings.current.subject(ofMember: member.name) == .candidate
        }
    }

    /// Whether the object is `{"candidate":null}` in any spelling, the legacy end of candidates (W3C webrtc-pc).
    var isNamedEnd: Bool {
        let rest = members.filter { !isAside($0) }
        return types.isEmpty && rest.count == 1 && rest[0].value.isNull && KindWords.kind(rest[0].name) == .candidate
    }

    /// Whether an empty member is the only possible content of the object.
    var isOnlyEmptyLine: Bool { emptyLines == 1 && otherValues == 0 }

    private var emptyLines: Int {
        members.count { ($0.value.isNull || $0.value.isString && $0.value.byteCount == 2) && !isAside($0) }
    }

    private var otherValues: Int {
        members.count { !$0.value.isNull && $0.value.byteCount > 2 && ($0.value.isObject || $0.value.isArray) }
    }

    /// Whether a member tells the type, the sender, the addressee or the section.
    private func isAside(_ member: Member) -> Bool {
        MemberNames.candidateRole(member.name) != nil || MemberNames.namesType(member.name)
            || MemberNames.addressing(member.name) != nil
    }
}

/// The meanings of member names in any spelling: `sdpMid`, `sdp_mid`, `SdpMid`.
public enum MemberNames {
    /// A property of the candidate beside it (W3C `RTCIceCandidateInit`).
    public enum CandidateRole {
        case mid, index, usernameFragment
    }

    /// The peer that a member names.
    public enum Addressing {
        case sender, addressee
    }

    public static func candidateRole(_ name: String) -> CandidateRole? {
        switch KindWords.parts(name).joined() {
        case "sdpmid", "mid": .mid
        case "sdpmlineindex", "mlineindex", "sdpmline", "mline", "sdpindex": .index
        case "usernamefragment", "ufrag", "iceufrag": .usernameFragment
        default: nil
        }
    }

    /// Whether members with this name tell the type of the message.
    public static func namesType(_ name: String) -> Bool {
        if let subject = TaughtSpellings.current.subject(ofMember: name) { return subject == .type }
        let parts = KindWords.parts(name)
        guard let last = parts.last else { return false }
        return types.contains(last)
    }

    /// Whether members with this name tell nothing but the type of the message.
    static func isUsualType(_ name: String) -> Bool {
        TaughtSpellings.current.subject(ofMember: name) == .type
            || KindWords.parts(name).last.map(usualTypes.contains) ?? false
    }

    /// Returns whether members with this name have the sender or the addressee; `nil` if the name tells neither.
    public static func addressing(_ name: String) -> Addressing? {
        switch TaughtSpellings.current.subject(ofMember: name) {
        case .from: return .sender
        case .to: return .addressee
        case .type, .description, .candidate: return nil
        default: break
        }
        let parts = KindWords.parts(name)
        let (from, to) = (parts.contains(where: senders.contains), parts.contains(where: addressees.contains))
        return from == to ? nil : from ? .sender : .addressee
    }

    private static let types: Set<String> = [
        "type", "event", "cmd", "command", "action", "kind", "op", "opcode", "operation", "method", "verb", "msgtype",
        "mtype", "evt", "subject", "t", "what", "request", "signal", "status", "state", "messagetype", "function",
        "func",
    ]
    private static let usualTypes: Set<String> = [
        "type", "event", "cmd", "command", "action", "kind", "op", "method", "operation", "msgtype", "messagetype",
    ]
    private static let senders: Set<String> = [
        "from", "src", "source", "sender", "caller", "self", "me", "my", "own", "local", "author", "origin", "uuid",
        "fromid", "userid", "clientid",
    ]
    private static let addressees: Set<String> = [
        "to", "dst", "dest", "destination", "target", "recipient", "receiver", "callee", "remote", "addressee", "toid",
        "targetid", "partner", "peerto",
    ]
}
