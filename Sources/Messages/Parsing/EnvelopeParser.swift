import SDP
import Text

/// Unwraps the envelopes of known dialects and returns the first content that it understands.
///
/// ```
/// {"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":"v=0…"}},"dst":"bob"}
///   wrap ───────────┘          │             └ kind
///   description ───────────────┘
/// ```
/// The work is bounded for any message: each level is scanned once, and the number of levels is limited.
public struct EnvelopeParser {
    /// The largest depth; the deepest of known clients have four levels.
    static let depthLimit = 6
    /// The number of values that are parsed.
    static let nodeLimit = 64
    /// The number of strings that are parsed as JSON; known clients have one or two.
    public static let stringLimit = 3
    /// The number of strings that are decoded as base64.
    public static let base64Limit = 1
    /// The shortest ciphertext in base64: a nonce of 12 bytes and a tag of 16, as in AES-GCM.
    static let shortestCiphertext = 40

    /// The sender, addressee and room that the message names.
    private(set) var route = Route()
    /// The cached summaries of descriptions.
    var known: SDPSummaryCache
    /// The state of the scan of the current text.
    private var scan = JSONScanner.State()
    private var nodes = nodeLimit
    private var strings = stringLimit
    private var base64s = base64Limit

    init(_ known: consuming SDPSummaryCache) {
        self.known = known
    }

    /// The context of a value, as the members around it state it.
    struct Place {
        var depth = 0
        /// The kind of a description here.
        var kind: Kind?
        /// Whether a description or a candidate is expected here.
        var isDescription = false, isCandidate = false
        /// Whether a type word alone is content here, which is not the case inside an object of unknown type.
        var allowsControl = true
        /// Whether base64 that is not text is taken for ciphertext.
        var mayBeEncrypted = false
        /// The path to the value.
        var shape = EnvelopeFormat()
    }

    /// Returns the content of a whole text, which may be JSON.
    mutating func read(text bytes: [UInt8], _ place: Place) -> Content? {
        // The state is that of one text, not of the text around it.
        let outer = scan
        scan = JSONScanner.State()
        defer { scan = outer }
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard start < bytes.count else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "{"):
            guard let members = Members(bytes, from: start, &scan), members.isWholeText else { return nil }
            return isBounded(place) ? read(members, place) : nil
        case UInt8(ascii: "["), UInt8(ascii: "\""):
            return JSONValue(bytes).flatMap { read($0, place) }
        case UInt8(ascii: "v"):
            return Content.description(DescriptionText(bytes), place.kind, place.shape, &known)
        case UInt8(ascii: "c"), UInt8(ascii: "a"):
            // A candidate line, possibly with its line ending; longer lines are not candidates.
            guard bytes.count <= 1024 else { return nil }
            let line = bytes[start...].prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            guard bytes[line.endIndex...].allSatisfy({ $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") })
            else { return nil }
            // The attribute alone (RFC 8840 §4.1).
            if line.elementsEqual("a=end-of-candidates".utf8) { return .endOfCandidates() }
            return .candidate(String(decoding: line, as: UTF8.self), place.shape, isExpected: false)
        default: return nil
        }
    }

    /// Adds the senders and addressees in members whose names are in ``TaughtSpellings``.
    mutating func addTaughtNames(_ bytes: [UInt8]) {
        let taught = TaughtSpellings.current
        guard taught.spellings[.from] != nil || taught.spellings[.to] != nil else { return }
        for item in MemberPaths.items(of: bytes, limit: ContentSearch.memberLimit) {
            switch taught.subject(ofMember: item.name) {
            case .from: route.from = route.from ?? item.text
            case .to: route.to = route.to ?? item.text
            default: break
            }
        }
    }

    /// Counts a value, and returns whether it is within the limits.
    private mutating func isBounded(_ place: Place) -> Bool {
        guard place.depth < Self.depthLimit, nodes > 0 else { return false }
        nodes -= 1
        return true
    }

    private mutating func read(_ value: JSONValue, _ place: Place) -> Content? {
        guard isBounded(place) else { return nil }
        if value.isObject, let members = Members(value, &scan) { return read(members, place) }
        if value.isString { return read(string: value, place) }
        var inner = place
        inner.depth += 1
        inner.allowsControl = false
        inner.shape.enter(.array)
        return .candidates(value.elements(nodes).compactMap { read($0, inner) })
    }

    private mutating func read(string value: JSONValue, _ place: Place) -> Content? {
        var inner = place
        inner.depth += 1
        // A message that is a JSON string.
        var place = place
        if place.depth == 0 { place.shape.enter(.string) }
        if value.begins(with: "v=0"), let text = DescriptionText(value) {
            return Content.description(text, place.kind, place.shape, &known)
        }
        if value.begins(with: "candidate:") || value.begins(with: "a=candidate:") {
            return value.string.flatMap { .candidate($0, place.shape, isExpected: place.isCandidate) }
        }
        if value.begins(with: "{") || value.begins(with: "[") || value.begins(with: "\"") {
            guard strings > 0, let text = value.string else { return nil }
            strings -= 1
            inner.shape.enter(.string)
            return read(text: Array(text.utf8), inner)
        }
        guard value.byteCount - 2 >= Self.shortestCiphertext else { return nil }
        // The base64 of {" and of v=0.
        if base64s > 0, value.begins(with: "eyJ") || value.begins(with: "dj0w"), let text = value.decodedBase64() {
            base64s -= 1
            inner.shape.enter(.base64)
            if let content = read(text: text, inner) { return content }
        }
        guard place.mayBeEncrypted, value.isBase64 else { return nil }
        return Content(kind: .opaque, body: .words("\(value.byteCount - 2) characters of ciphertext"))
    }

    private mutating func read(_ members: borrowing Members, _ place: Place) -> Content? {
        let word = members.word
        route.add(members)
        if word == .kind(.rollback), place.allowsControl || place.isDescription {
            return Content(kind: .rollback, body: .words("the offer is taken back"))
        }
        var inner = place
        inner.depth += 1
        if case .kind(let kind) = word, kind == .offer || kind == .answer || kind == .pranswer { inner.kind = kind }
        if let content = description(members, inner) ?? candidate(members, word, inner) { return content }

        inner.allowsControl =
            place.allowsControl && (members[.type] == nil || word == .envelope || word == .publication)
        inner.mayBeEncrypted = inner.kind != nil || word == .publication
        inner.isDescription = false
        inner.isCandidate = word == .kind(.candidate)
        for index in 0..<members.wrapCount {
            let (rank, wrapped) = members.wrap(index)
            // A log may quote a candidate, and a chat a description.
            if wrapped.isString, !wrapped.begins(with: "{"), isProse(members) { continue }
            var inner = inner
            inner.shape.enter(.wrap, rank: rank)
            if let content = read(wrapped, inner) { return content }
        }
        guard place.allowsControl else { return nil }
        switch word {
        case .kind(let kind): return control(kind, members)
        case .rejection: return control(isServerRejection(members) ? .error : .bye, members)
        case .envelope, .publication, nil: return nil
        }
    }

    /// Whether the type of a message indicates text that is meant for people to read.
    private func isProse(_ members: borrowing Members) -> Bool {
        members.word == .kind(.error) || members.word == nil && members[.type]?.string.map(KindWords.isProse) == true
    }

    /// Whether a rejection is from Ayame's server, which rejects a client, rather than from a peer that declines a
    /// call.
    private func isServerRejection(_ members: borrowing Members) -> Bool {
        ["full", "InternalServerError"].contains(members.object["reason"]?.string)
    }

    /// Returns the content of a message with nothing but a type word.
    private func control(_ kind: Kind, _ members: borrowing Members) -> Content? {
        switch kind {
        case .endOfCandidates: .endOfCandidates(members.section)
        case .bye, .leave, .keepalive: Content(kind: kind)
        case .join, .roster, .error: Content(kind: kind, body: .words(members.object.text(ParsedMessage.summaryLimit)))
        default: nil
        }
    }

    private static let descriptions: [(FieldNames.Role, Kind?)] = [
        (.sdp, nil), (.description, nil), (.offer, .offer), (.answer, .answer), (.pranswer, .pranswer),
    ]

    /// Returns the description among `members`, under any of its names.
    private mutating func description(_ members: borrowing Members, _ place: Place) -> Content? {
        for (role, kind) in Self.descriptions {
            guard let value = members[role], let rank = members.rank(role) else { continue }
            var place = place
            place.shape.enter(role, rank: rank)
            place.kind = kind ?? place.kind
            place.isDescription = true
            place.mayBeEncrypted = role == .sdp || place.kind != nil
            if let content = read(value, place) { return content }
            if role == .sdp, value.isString, let kind = place.kind {
                return Content(kind: kind, body: .words("not a session description"), shape: place.shape)
            }
        }
        return nil
    }

    /// Returns the candidate among `members`, or the end of candidates.
    private mutating func candidate(_ members: borrowing Members, _ word: FieldNames.Word?, _ place: Place) -> Content?
    {
        if place.isCandidate, members[.completed]?.isTrue == true { return .endOfCandidates() }
        guard let value = members[.candidate], let rank = members.rank(.candidate) else { return nil }
        if value.isNull || value.isString && value.byteCount == 2 {
            // Other messages may have an empty member with such a name, if their type has another meaning.
            let isMeant =
                members[.type] == nil || word == .envelope || word == .kind(.candidate)
                || word == .kind(.endOfCandidates) || members.hasSection
            guard isMeant else { return nil }
            guard value.isNull else { return .endOfCandidates(members.section) }
            let isBeside = Self.descriptions.contains { role, _ in members[role].map { !$0.isNull } ?? false }
            return isBeside ? nil : .endOfCandidates()
        }
        var inner = place
        inner.isCandidate = true
        inner.shape.enter(.candidate, rank: rank)
        guard var content = read(value, inner) else {
            return members[.isFinal]?.isTrue == true ? .endOfCandidates() : nil
        }
        if value.isString, content.kind == .candidate, content.section == CandidateTarget() {
            content.section = members.section
        }
        return content
    }
}
