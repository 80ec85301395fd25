/// The words that clients use for the kind of a message, in any spelling: `hang-up`, `endCall`, `USER_LEFT`.
///
/// A word is split at capitals and separators. Parts that are mere fillers (`Call`, `peer`, `request`) are ignored.
///
/// ```
/// endCall ─► end call ─► end ─► bye        video-offer ─► video offer ─► offer
/// join-stream ─► join stream ─► join, as a guess       joinedInSong ─► none
/// ```
public enum KindWords {
    /// The longest text that is taken for a word, in bytes; longer than `participant-disconnected`.
    static let byteLimit = 40

    /// The meaning of a word.
    enum Meaning: Hashable {
        /// A kind, which is a guess if other applications use the word with other meanings.
        case kind(Kind, isGuess: Bool)
        /// The message is meant for people to read, such as a chat or a log line.
        case prose
    }

    /// Returns the meaning of `text`; `nil` if it is not a known word.
    static func meaning(_ text: String) -> Meaning? {
        guard text.utf8.count <= byteLimit else { return nil }
        let parts = parts(text)
        let whole = parts.joined()
        if let kind = TaughtSpellings.current.kind(ofWord: whole) { return .kind(kind, isGuess: false) }
        if let meaning = meanings[whole] { return meaning }
        let rest = parts.filter { !fillers.contains($0) }
        guard !rest.isEmpty, rest.count < parts.count || rest.count == 2 else { return nil }
        // Text with spaces is a sentence.
        if case .kind(let kind, let isGuess)? = meanings[rest.joined()] {
            // A user may leave or close a camera without ending the call.
            let isOfMedia = !kind.isNegotiation && !media.isDisjoint(with: parts)
            return .kind(kind, isGuess: isGuess || isOfMedia)
        }
        return meanings[rest.joined()] ?? (text.utf8.contains(UInt8(ascii: " ")) ? nil : guess(rest))
    }

    /// Returns the meaning of two parts of which only one is known: `register-sender`, `joinStream`.
    private static func guess(_ parts: [String]) -> Meaning? {
        guard parts.count == 2 else { return nil }
        let known = parts.compactMap { meanings[$0] }
        guard known.count == 1, case .kind(let kind, _)? = known.first, !kind.isNegotiation, kind != .keepalive else {
            return nil
        }
        return .kind(kind, isGuess: true)
    }

    /// Returns the kind that `text` names; `nil` if it names none.
    public static func kind(_ text: String) -> Kind? {
        if case .kind(let kind, _) = meaning(text) { kind } else { nil }
    }

    /// Whether `text`, as a type or a name, indicates that the strings beside it are prose, such as a log that quotes a
    /// candidate.
    static func isProse(_ text: String) -> Bool {
        text.utf8.count <= byteLimit && prose.contains(parts(text).joined())
    }

    /// Returns the kind of description that a word in it or around it hints at: `sendOffer`, `answerSdp`.
    ///
    /// It is `nil` if the word names neither an offer nor an answer, or both.
    static func description(_ text: String) -> Kind? {
        guard text.utf8.count <= byteLimit else { return nil }
        let parts = Set(parts(text))
        if parts.contains("pranswer") { return .pranswer }
        let (offers, answers) = (!parts.isDisjoint(with: offerParts), !parts.isDisjoint(with: answerParts))
        return offers == answers ? nil : offers ? .offer : .answer
    }

    /// Whether a message of this type contains what the word names, rather than requesting it: `requestOffer`.
    static func announcesContent(_ text: String) -> Bool {
        parts(text).allSatisfy { !["request", "req", "ask", "want", "need", "get", "ready", "is"].contains($0) }
    }

    /// Whether a type only says that there is an inner message: `signal`, `message`.
    static func isEnvelope(_ text: String) -> Bool {
        parts(text).allSatisfy { fillers.contains($0) || envelopes.contains($0) }
    }

    private static let envelopes: Set<String> = ["data", "relay", "publish", "emit", "broadcast", "forward"]

    /// Splits a word into parts in lower case, at capitals after small letters and at characters other than letters and
    /// digits.
    static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        var isSmall = false
        func end() {
            if !part.isEmpty { parts.append(String(decoding: part, as: UTF8.self)) }
            part = []
        }
        for byte in text.utf8 {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isCapital, isSmall { end() }
            isSmall =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            // Letters beyond ASCII are part of a word, which makes it unknown.
            if isCapital || isSmall || byte >= 0x80 { part.append(isCapital ? byte | 0x20 : byte) } else { end() }
        }
        end()
        return parts
    }

    private static let offerParts: Set<String> = ["offer", "offers"]
    private static let answerParts: Set<String> = ["answer", "answers"]

    /// Parts that do not affect the meaning of a word.
    private static let fillers: Set<String> = [
        "call", "calls", "calling", "client", "event", "i", "is", "m", "message", "msg", "notification", "notify", "on",
        "packet", "participant", "peer", "remote", "req", "request", "room", "rtc", "send", "session", "signal",
        "signaling", "user", "video", "audio", "webrtc", "ws", "sdp", "new", "the", "now", "has", "have", "to", "am",
    ]

    /// Fillers that may be the subject of a word instead of the call.
    private static let media: Set<String> = ["video", "audio", "message", "msg", "notification"]

    private static let meanings: [String: Meaning] = {
        var meanings: [String: Meaning] = [:]
        for (kind, words) in vocabulary {
            for word in words { meanings[word] = .kind(kind, isGuess: false) }
        }
        for (kind, words) in guesses {
            for word in words { meanings[word] = .kind(kind, isGuess: true) }
        }
        // A type word that is exactly this may be from Ayame, see ``FieldNames/Word/rejection``.
        meanings["reject"] = .kind(.bye, isGuess: false)
        for word in prose where meanings[word] == nil { meanings[word] = .prose }
        return meanings
    }()

    /// The words for each kind in lower case, without separators.
    static let vocabulary: [(Kind, [String])] = [
        (.offer, ["offer", "invite"]),
        (.answer, ["answer"]),
        (.pranswer, ["pranswer"]),
        (.rollback, ["rollback"]),
        (
            .candidate,
            [
                "candidate", "candidates", "icecandidate", "icecandidates", "newicecandidate", "ice", "trickle",
                "addicecandidate",
            ]
        ),
        (.endOfCandidates, ["endofcandidates"]),
        (
            .bye,
            [
                "bye", "hangup", "hungup", "endsession", "endcall", "callended", "terminate", "terminated", "decline",
                "declined", "rejected", "refuse", "refused", "cancel", "canceled", "cancelled", "busy",
            ]
        ),
        (
            .join,
            [
                "join", "joined", "joinroom", "createorjoin", "register", "login", "subscribe", "hello", "room",
                "username", "announce", "attach", "ready", "init",
            ]
        ),
        (
            .leave,
            ["leave", "leaving", "leaveroom", "unsubscribe", "unregister", "disconnect", "close", "logout"]
        ),
        (
            .roster,
            [
                "welcome", "accept", "userlist", "list", "allusers", "peerjoined", "peerleft", "userjoined", "userleft",
                "newpeer", "newuser", "peerstatuschanged", "userconnected", "userdisconnected", "peerconnected",
                "peerdisconnected", "participantjoined", "participantleft", "roster", "peerlist", "existingpeers",
            ]
        ),
        (.keepalive, ["ping", "pong", "heartbeat", "keepalive"]),
        (.error, ["error", "rejectusername", "idtaken", "invalidkey", "expire", "full"]),
    ]

    /// Words that other applications use with other meanings.
    ///
    /// The kind that they name is a guess.
    private static let guesses: [(Kind, [String])] = [
        (
            .endOfCandidates,
            [
                "candidatesdone", "icecomplete", "icedone", "gatheringcomplete", "gatheringdone", "candidatecomplete",
                "candidatescomplete", "icecandidatecomplete", "icecandidatescomplete",
            ]
        ),
        (
            .bye,
            ["byebye", "end", "ended", "finish", "finished", "stop", "stopped", "closecall", "callclosed", "drop"]
        ),
        (
            .join,
            [
                "hi", "joining", "initialize", "enter", "entered", "start", "started", "connect", "connected",
                "present",
                "online", "signin", "iamready", "imready", "handshake", "identify", "identity", "auth", "authenticate",
                "discover", "discovery", "create", "created", "createroom", "call", "calling", "callrequest",
                "incomingcall",
                "startcall", "makecall", "ring", "ringing", "accepted", "acceptcall", "callaccepted", "sender",
                "receiver",
                "readyforoffer", "participation",
                "caller", "callee", "broadcaster", "viewer", "watcher", "setname", "setid",
            ]
        ),
        (
            .leave,
            ["left", "disconnected", "disconnecting", "closed", "exit", "exited", "quit", "signout", "offline", "gone"]
        ),
        (.roster, ["users", "members", "participants", "clients", "peers", "roomusers", "found", "match", "matched"]),
        (.keepalive, ["noop", "alive", "ack"]),
        (.error, ["failure", "failed", "exception"]),
    ]

    /// Words for messages that are meant for people to read.
    private static let prose: Set<String> = [
        "chat", "chatmessage", "text", "textmessage", "log", "logs", "logging", "debug", "trace", "warn", "warning",
        "info", "print", "console", "comment", "note", "report", "stats", "telemetry", "say", "error",
    ]
}
