import SDP
import Text

/// Determines the kind and the content of messages, whatever client sent them.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}      also under description, desc, jsep, offer, answer, or not wrapped
/// {"candidate":{"candidate":"candidate:…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Ab3f"}}      also ice
/// {"candidate":null}  {"candidate":{"candidate":""}}          no more candidates
/// {"type":"bye"}
/// ```
/// ``FieldNames`` has the known names and ``EnvelopeParser`` unwraps known envelopes; other members are ignored.
/// Messages of unknown clients are left to ``ContentSearch`` and ``ControlSearch``.
enum Classifier {
    /// Parses `message`.
    ///
    /// A description that is cached in `known` is not parsed again.
    static func read(
        _ message: Message, _ known: inout SDPSummaryCache
    ) -> (content: Content, route: Route, isText: Bool) {
        guard let packet = message.packet else { return readPlain(message, &known) }
        return read(message, packet, &known)
    }

    /// Parses `message`, whatever packet carries it.
    static func readPlain(
        _ message: Message, _ known: inout SDPSummaryCache
    ) -> (content: Content, route: Route, isText: Bool) {
        let payload = message.payload
        // A text message is UTF-8 (RFC 6455 §8.1), and a JSON object has no control characters except for white space
        // (RFC 8259 §7), so a JSON object that is understood need not be checked for them.
        let isTextFrame = message.opcode == .text && payload.first == UInt8(ascii: "{")
        guard isTextFrame || isText(payload) else { return unreadable(payload) }
        // The cache is swapped in and out: a second reference would cause a copy at the next insertion.
        var parser = EnvelopeParser(SDPSummaryCache(limit: 0))
        swap(&parser.known, &known)
        let content = parser.read(text: payload, EnvelopeParser.Place())
        parser.addTaughtNames(payload)
        swap(&parser.known, &known)
        if let content, content.kind.isNegotiation || content.kind == .opaque {
            return (content, parser.route, true)
        }
        guard !isTextFrame || isText(payload) else { return unreadable(payload) }
        return (search(payload, &known, otherwise: content), parser.route, true)
    }

    /// Searches a text that is not of a known dialect, or of which only a type word is known, its `control` content.
    private static func search(
        _ payload: [UInt8], _ known: inout SDPSummaryCache, otherwise control: Content?
    ) -> Content {
        var search = ContentSearch(SDPSummaryCache(limit: 0))
        swap(&search.known, &known)
        let found = search.content(of: payload)
        swap(&search.known, &known)
        if let content = found ?? control ?? ControlSearch.content(of: payload) { return content }
        var content = Content(kind: .other, body: .words(beginning(of: payload)))
        content.missing = search.claimedKind.map {
            MissingContent($0, members: MemberPaths.paths(of: payload, limit: MissingContent.memberLimit))
        }
        return content
    }

    private static func unreadable(_ payload: [UInt8]) -> (content: Content, route: Route, isText: Bool) {
        let content = Content(kind: .opaque, body: .words("\(payload.count) bytes that are not text"))
        return (content, Route(), false)
    }

    /// Whether `bytes` are UTF-8 without control characters, except for white space and escape.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        // Messages of browsers are ASCII without line breaks, and need only one pass.
        if ByteScan.first(in: bytes.span, from: 0, ByteScan.isUnusual) == bytes.count { return true }
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return false }
        var index = 0
        while true {
            index = ByteScan.first(in: bytes.span, from: index, ByteScan.isControl)
            guard index < bytes.count else { return true }
            guard (0x09...0x0D).contains(bytes[index]) || bytes[index] == 0x1B else { return false }
            index += 1
        }
    }
}
