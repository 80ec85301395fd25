import SDP
import Text

/// Searches a message for a description or a candidate by its syntax, regardless of the names of members.
///
/// ``EnvelopeParser`` handles known dialects and is faster. In other messages, any string that begins like SDP or
/// parses as a candidate is taken for one. Words beside and around a description tell whether it is an offer or an
/// answer; without such words, its DTLS role does (RFC 8842 §5.2).
///
/// ```
/// {"op":"makeOffer","data":{"rtc-data":{"Sdp":"v=0…"}}}
///        └ offer              │          └ description
///                             └ shape: data.rtc-data{}
/// ```
/// The work is limited in depth and in the number of values, in one pass for a description and one for a candidate.
struct ContentSearch {
    /// The number of members of an object that are searched; known clients have at most 20.
    static let memberLimit = 64
    /// The number of values that are searched in each of the two passes.
    static let nodeLimit = 256
    /// The longest heading before JSON in bytes: `ROOM_PEER_MSG 4711 {…}`.
    static let headingLimit = 64
    /// The largest number of words in a heading.
    static let headingWords = 3

    /// The shortest string that is decoded as base64, in bytes with its quotes: `{"candidate":null}` has 26.
    static let shortestBase64 = 18

    /// The target of a pass.
    ///
    /// In a message with both, the description takes precedence.
    enum Target {
        case description, candidate
    }

    /// The context of a value, as the members around it state it.
    struct Context {
        var depth = 0
        /// The kind that the closest word around the value names.
        var kind: Kind?
        /// Whether a word says that the value is about candidates.
        var isCandidate = false
        /// Whether strings here are meant for people to read.
        var isProse = false
        /// Whether a type here announces content of the message, which is not the case inside an object of unknown
        /// type.
        var mayAnnounce = true
        /// The path to the value.
        var path = ContentPath()
    }

    var known: SDPSummaryCache
    /// The kind that a type in the message announces.
    private(set) var claimedKind: Kind?
    private var target = Target.description
    private var nodes = 0
    private var strings = 0
    private var base64s = 0

    init(_ known: consuming SDPSummaryCache) {
        self.known = known
    }

    /// Returns the content of the text `bytes`; `nil` if it has neither a description nor anything about candidates.
    mutating func content(of bytes: [UInt8]) -> Content? {
        for target in [Target.description, .candidate] {
            self.target = target
            (nodes, strings, base64s) = (Self.nodeLimit, EnvelopeParser.stringLimit, EnvelopeParser.base64Limit)
            if let content = search(text: bytes, Context()) { return content }
        }
        return nil
    }

    // MARK: Texts

    private mutating func search(text bytes: [UInt8], _ context: Context) -> Content? {
        if let value = JSONValue(bytes) { return search(value, context) }
        return context.depth == 0 ? search(headed: bytes) : nil
    }

    /// Searches JSON or a description after a heading: `OFFER {…}`, `answer:v=0…`.
    private mutating func search(headed bytes: [UInt8]) -> Content? {
        guard
            let start = bytes.prefix(Self.headingLimit).firstIndex(where: {
                $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[")
            }) ?? descriptionStart(bytes)
        else { return nil }
        let heading = bytes[..<start].split { !Self.isWordByte($0) }.map { String(decoding: $0, as: UTF8.self) }
        guard (1...Self.headingWords).contains(heading.count), !heading.contains(where: KindWords.isProse) else {
            return nil
        }
        var context = Context()
        context.depth = 1
        context.kind = heading.lazy.compactMap(KindWords.description).first
        context.path.enter(.heading)
        let rest = Array(bytes[start...])
        if rest.starts(with: "v=0".utf8) {
            // A sentence may quote the beginning of a description.
            guard context.kind != nil, heading.count == 1 else { return nil }
            return description(String(decoding: rest, as: UTF8.self), context)
        }
        return JSONValue(rest).flatMap { search($0, context) }
    }

    private func descriptionStart(_ bytes: [UInt8]) -> Int? {
        (0..<min(Self.headingLimit, bytes.count)).first { bytes[$0...].starts(with: "v=0".utf8) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    // MARK: Values

    private mutating func search(_ value: JSONValue, _ context: Context) -> Content? {
        guard context.depth < EnvelopeParser.depthLimit, nodes > 0 else { return nil }
        nodes -= 1
        if value.isString { return search(string: value, context) }
        var inner = context
        inner.depth += 1
        if value.isArray {
            inner.path.enter(.array)
            return search(elements: value.elements(min(nodes, Self.memberLimit)), inner)
        }
        guard value.isObject else { return nil }
        let object = SearchedObject(value)
        if let kind = object.kind, kind.isDescription { inner.kind = kind }
        inner.isCandidate = object.typedKind == .candidate || object.typedKind == nil && context.isCandidate
        inner.isProse = object.isProse || context.isProse && object.kind == nil
        if context.mayAnnounce { claimedKind = claimedKind ?? object.claimedKind }
        inner.mayAnnounce =
            context.mayAnnounce && !inner.isProse
            && (object.types.isEmpty || object.kind != nil || object.types.contains { KindWords.isEnvelope($0.word) })
        return search(object, inner)
    }

    private mutating func search(elements: [JSONValue], _ context: Context) -> Content? {
        var context = context
        // Names before the content: ["offer",{…}].
        for element in elements where element.isString && element.byteCount <= KindWords.byteLimit {
            guard let kind = element.string.flatMap(KindWords.kind), kind.isNegotiation else { continue }
            if kind.isDescription { context.kind = kind } else { context.isCandidate = true }
        }
        let contents = elements.lazy.compactMap { $0.byteCount > 2 ? $0 : nil }
        switch target {
        case .description:
            for element in contents { if let found = search(element, context) { return found } }
            return nil
        case .candidate: return .candidates(contents.compactMap { search($0, context) })
        }
    }

    private mutating func search(_ object: SearchedObject, _ context: Context) -> Content? {
        if target == .candidate, let content = candidate(object, context) { return content }
        for member in object.members where member.value.byteCount > 2 {
            let (value, name) = (member.value, member.name)
            guard value.isString || value.isObject || value.isArray else { continue }
            var inner = context
            let named = KindWords.description(name)
            if let named, object.kind?.isDescription != true { inner.kind = named }
            switch TaughtSpellings.current.subject(ofMember: name) {
            case .description: inner.isProse = false
            case .candidate: (inner.isProse, inner.isCandidate) = (false, true)
            default:
                if value.isString {
                    // In a message that is announced as signaling, the member for a description may be called text.
                    let isAnnounced = object.kind?.isNegotiation == true || context.kind != nil
                    inner.isProse = inner.isProse || !isAnnounced && KindWords.isProse(name)
                } else if KindWords.kind(name) == .candidate {
                    inner.isCandidate = true
                }
            }
            inner.path.enter(.member(name, isOfferOrAnswer: named != nil))
            if let content = search(value, inner) { return content }
        }
        return nil
    }

    // MARK: Strings

    private mutating func search(string value: JSONValue, _ context: Context) -> Content? {
        if value.begins(with: "v=0") {
            guard target == .description, !context.isProse, let text = value.string else { return nil }
            return description(text, context)
        }
        if value.begins(with: "candidate:") || value.begins(with: "a=candidate:") {
            guard target == .candidate, !context.isProse else { return nil }
            return value.string.flatMap { candidate($0, context) }
        }
        var inner = context
        inner.depth += 1
        if value.begins(with: "{") || value.begins(with: "[") || value.begins(with: "\"") {
            guard strings > 0, let text = value.string else { return nil }
            strings -= 1
            inner.path.enter(.string)
            return search(text: Array(text.utf8), inner)
        }
        // The base64 of {", v=0, candidate and a=candidate.
        guard base64s > 0, value.byteCount >= Self.shortestBase64,
            value.begins(with: "eyJ") || value.begins(with: "dj0w") || value.begins(with: "Y2FuZGlkYXRl")
                || value.begins(with: "YT1jYW5kaWRhdGU"),
            let bytes = value.decodedBase64(), let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        base64s -= 1
        inner.path.enter(.base64)
        switch target {
        case .description where text.utf8.starts(with: "v=0".utf8): return description(text, inner)
        case .candidate where Candidate.body(text) != nil: return candidate(text, inner)
        default: return search(text: bytes, inner)
        }
    }

    /// Makes content of the description `text`, whose second line must be `type=value`, too (RFC 8866 §5).
    private mutating func description(_ text: String, _ context: Context) -> Content? {
        let rest = text.utf8.dropFirst(3).drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        guard rest.count > 1, rest.dropFirst().first == UInt8(ascii: "=") else { return nil }
        return Content.description(DescriptionText(Array(text.utf8)), context.kind, .named(context.path), &known)
    }

    // MARK: Candidates

    private func candidate(_ line: String, _ context: Context, isInObject: Bool = false) -> Content? {
        guard let candidate = Candidate(line), candidate.isPlausible || isInObject else { return nil }
        return Content(kind: .candidate, body: .candidate(candidate), shape: .named(context.path))
    }

    /// Returns the candidate in an `object` like `RTCIceCandidateInit`, or the end of candidates.
    ///
    /// Some libraries write the line without `candidate:`.
    private mutating func candidate(_ object: SearchedObject, _ context: Context) -> Content? {
        guard context.depth < EnvelopeParser.depthLimit else { return nil }
        let section = object.section
        for member in object.members where member.value.isString {
            var inner = context
            inner.path.enter(.member(member.name, isOfferOrAnswer: false))
            let isTaught = TaughtSpellings.current.subject(ofMember: member.name) == .candidate
            guard member.value.byteCount > 20, isTaught || !context.isProse && !KindWords.isProse(member.name),
                let text = member.value.string
            else { continue }
            let isWhole = Candidate.body(text) != nil
            let isExpected = section != nil || isTaught
            guard isWhole || isExpected,
                var content = candidate(isWhole ? text : "candidate:" + text, inner, isInObject: isExpected)
            else { continue }
            content.section = section ?? CandidateTarget()
            return content
        }
        let isEnd =
            object.hasTaughtEnd || object.isNamedEnd
            || object.hasEmptyLine && (section != nil || object.isOnlyEmptyLine && context.isCandidate)
        return isEnd ? .endOfCandidates(section ?? CandidateTarget()) : nil
    }
}

extension Candidate {
    /// Whether an unannounced line is a candidate rather than a sentence that begins like one: its type, transport and
    /// extensions are known (RFC 8839 §5.1, RFC 6544 §4.5, and those of browsers).
    var isPlausible: Bool {
        CandidateType(rawValue: type) != nil && (transport == "udp" || transport == "tcp")
            && extensions.allSatisfy { $0.value != nil && Self.knownExtensions.contains($0.name) }
    }

    private static let knownExtensions: Set<String> = [
        "raddr", "rport", "tcptype", "generation", "ufrag", "network-id", "network-cost",
    ]
}

extension Kind {
    /// Whether it is an offer, an answer or a provisional answer.
    public var isDescription: Bool { self == .offer || self == .answer || self == .pranswer }
}
