/// The words by which clients say what a message is, however they are written: `hang-up`, `endCall`, `USER_LEFT`.
///
/// A word is taken apart at capitals and separators; parts that only say whose it is (`Call`, `peer`, `request`) do not
/// count.
///
/// ```
/// endCall ─► end call ─► end ─► bye        video-offer ─► video offer ─► offer
/// join-stream ─► join stream ─► join, as a guess       joinedInSong ─► none
/// ```
public enum KindWords {
    /// The longest text that is read as a word, in bytes: `participant-disconnected` and some.
    static let byteLimit = 40

    /// What a word says.
    enum Meaning: Hashable {
        /// A kind; a guess if other applications use the word for other things.
        case kind(Kind, isGuess: Bool)
        /// The message is about something else: a chat, a log line.
        case prose
    }

    /// What `text` says; `nil` if it is not one of these words.
    static func meaning(_ text: String) -> Meaning? {
        guard text.utf8.count <= byteLimit else { return nil }
        let parts = parts(text)
        let whole = parts.joined()
        if let kind = TaughtSpellings.current.kind(ofWord: whole) { return .kind(kind, isGuess: false) }
        if let meaning = meanings[whole] { return meaning }
        let rest = parts.filter { !fillers.contains($0) }
        guard !rest.isEmpty, rest.count < parts.count || rest.count == 2 else { return nil }
        // With spaces it is a sentence.
        if case .kind(let kind, let isGuess)? = meanings[rest.joined()] {
            // A camera may leave a call, or be closed, and its sender stay.
            let isOfMedia = !kind.isNegotiation && !media.isDisjoint(with: parts)
            return .kind(kind, isGuess: isGuess || isOfMedia)
        }
        return meanings[rest.joined()] ?? (text.utf8.contains(UInt8(ascii: " ")) ? nil : guess(rest))
    }

    /// What two parts say of which one is not known: `register-sender`, `joinStream`.
    private static func guess(_ parts: [String]) -> Meaning? {
        guard parts.count == 2 else { return nil }
        let known = parts.compactMap { meanings[$0] }
        guard known.count == 1, case .kind(let kind, _)? = known.first, !kind.isNegotiation, kind != .keepalive else {
            return nil
        }
        return .kind(kind, isGuess: true)
    }

    /// The kind that `text` names; `nil` if it names none.
    public static func kind(_ text: String) -> Kind? {
        if case .kind(let kind, _) = meaning(text) { kind } else { nil }
    }

    /// Whether strings beside `text`, as a type or as a name, are written for people: a log that quotes a candidate.
    static func isProse(_ text: String) -> Bool {
        text.utf8.count <= byteLimit && prose.contains(parts(text).joined())
    }

    /// Whether a description is an offer or an answer, as a word inside or around it hints: `sendOffer`, `answerSdp`.
    ///
    /// `nil` if the word names neither, or both.
    static func description(_ text: String) -> Kind? {
        guard text.utf8.count <= byteLimit else { return nil }
        let parts = Set(parts(text))
        if parts.contains("pranswer") { return .pranswer }
        let (offers, answers) = (!parts.isDisjoint(with: offerParts), !parts.isDisjoint(with: answerParts))
        return offers == answers ? nil : offers ? .offer : .answer
    }

    /// Whether a message of that type carries what the word names, and does not ask for it: `requestOffer`.
    static func announcesContent(_ text: String) -> Bool {
        parts(text).allSatisfy { !["request", "req", "ask", "want", "need", "get", "ready", "is"].contains($0) }
    }

    /// Whether a type says only that something is inside: `signal`, `message`.
    static func isEnvelope(_ text: String) -> Bool {
        parts(text).allSatisfy { fillers.contains($0) || envelopes.contains($0) }
    }

    private static let envelopes: Set<String> = ["data", "relay", "publish", "emit", "broadcast", "forward"]

    /// The parts of a word in small letters: it ends at a capital behind a small letter, and at all but letters and
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
            // Letters beyond ASCII belong to a word, and make it one that is not known.
            if isCapital || isSmall || byte >= 0x80 { part.append(isCapital ? byte | 0x20 : byte) } else { end() }
        }
        end()
        return parts
    }

    private static let offerParts: Set<String> = ["offer", "offers"]
    private static let answerParts: Set<String> = ["answer", "answers"]

    /// Parts that say whose it is, or how it comes, but not what it is.
    private static let fillers: Set<String> = [
        "call", "calls", "calling", "client", "event", "i", "is", "m", "message", "msg", "notification", "notify", "on",
        "packet", "participant", "peer", "remote", "req", "request", "room", "rtc", "send", "session", "signal",
        "signaling", "user", "video", "audio", "webrtc", "ws", "sdp", "new", "the", "now", "has", "have", "to", "am",
    ]

    /// Fillers that may be what a word is about, instead of a call.
    private static let media: Set<String> = ["video", "audio", "message", "msg", "notification"]

    private static let meanings: [String: Meaning] = {
        var meanings: [String: Meaning] = [:]
        for (kind, words) in vocabulary {
            for word in words { meanings[word] = .kind(kind, isGuess: false) }
        }
        for (kind, words) in guesses {
            for word in words { meanings[word] = .kind(kind, isGuess: true) }
        }
        // Spelled out by itself it may be Ayame's: see ``FieldNames/Word/rejection``.
        meanings["reject"] = .kind(.bye, isGuess: false)
        for word in prose where meanings[word] == nil { meanings[word] = .prose }
        return meanings
    }()

    /// The words of each kind, in small letters, without what separates their parts.
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

    /// Words that other applications use for other things: they name a kind, but prove nothing.
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

    /// Words of messages that are written for people to read.
    private static let prose: Set<String> = [
        "chat", "chatmessage", "text", "textmessage", "log", "logs", "logging", "debug", "trace", "warn", "warning",
        "info", "print", "console", "comment", "note", "report", "stats", "telemetry", "say", "error",
    ]
}
