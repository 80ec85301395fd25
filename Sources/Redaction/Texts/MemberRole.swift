import Messages

/// The meaning of a member, told by its name, for what its value is replaced by.
enum MemberRole: Sendable {
    case other
    /// The value is a secret.
    case secret(Secrets.Secrecy)
    /// The value is the password of a TURN server (W3C webrtc-pc §4.2.4, `RTCIceServer`).
    case credential
    /// The value is an ICE user name (W3C webrtc-pc, `RTCIceCandidateInit`).
    case userName
    /// The value is the user name of a TURN server, if the object is an `RTCIceServer`.
    case serverUser
    /// The value is a URL, perhaps of a TURN server.
    case url
    /// The value is the URLs of a TURN server.
    case urls
    /// The value is the name of a peer or of a room.
    case name

    /// Whether a value with a meaning is expected.
    var isPending: Bool { if case .other = self { false } else { true } }

    /// Whether the object with the member is an `RTCIceServer`.
    var isOfServer: Bool {
        switch self {
        case .credential, .urls: true
        default: false
        }
    }

    /// Whether a value of `length` bytes is a secret.
    func isSecret(length: Int) -> Bool {
        switch self {
        case .credential, .secret(.any): true
        case .secret(.short): length <= Secrets.shortLimit
        default: false
        }
    }

    /// Finds the meaning of the name `spelled`; `hasNames` tells whether the names of peers are replaced.
    init(_ spelled: [UInt8], hasNames: Bool) {
        let name = String(decoding: spelled.map(Alphabet.lowercased), as: UTF8.self)
        let text = String(decoding: spelled, as: UTF8.self)
        if MemberNames.candidateRole(text) == .usernameFragment {
            self = .userName
        } else if let secrecy = Secrets.secrecy(of: spelled) {
            self = name.hasPrefix("credential") ? .credential : .secret(secrecy)
        } else {
            switch name {
            case "cookie", "cookies", "set-cookie", "setcookie", "jwt", "bearer": self = .secret(.any)
            case "urls": self = .urls
            case "url", "uri", "uris": self = .url
            case "username": self = .serverUser
            default: self = hasNames && Self.isOfNames(name, text) ? .name : .other
            }
        }
    }

    /// Whether members with this name have the name of a peer or of a room.
    private static func isOfNames(_ name: String, _ spelled: String) -> Bool {
        nameMembers.contains(name) || !MemberNames.namesType(spelled) && MemberNames.addressing(spelled) != nil
    }

    private static let nameMembers: Set<String> = [
        "name", "displayname", "display_name", "fullname", "nick", "nickname", "email", "user", "user_name", "room",
        "roomid", "room_id", "roomname", "channel", "topic",
    ]
}

/// The meanings of the names of members and of parameters that were met, as their number is small.
struct MemberRoles: Sendable {
    /// The number of names that are cached: 1024, more than the clients of a relay use.
    ///
    /// A full cache is cleared.
    static let limit = 1024

    private var roles: [[UInt8]: MemberRole] = [:]

    /// The meaning of the name `spelled`; `hasNames` is the same in all calls.
    subscript(spelled: [UInt8], hasNames: Bool) -> MemberRole {
        mutating get {
            if let known = roles[spelled] { return known }
            let role = MemberRole(spelled, hasNames: hasNames)
            if roles.count >= Self.limit { roles.removeAll(keepingCapacity: true) }
            roles[spelled] = role
            return role
        }
    }
}
