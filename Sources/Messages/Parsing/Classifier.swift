import SDP
import Text

/// Tells what a message is from its shape, whoever's client wrote it.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}      also under description, desc, jsep, offer, answer, or not wrapped
/// {"candidate":{"candidate":"candidate:…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Ab3f"}}      also ice
/// {"candidate":null}  {"candidate":{"candidate":""}}          no more candidates
/// {"type":"bye"}
/// ```
/// ``FieldNames`` has the words, ``EnvelopeParser`` the way in; members beside these do not matter. What a client of no known
/// dialect writes is found by ``ContentSearch`` and ``ControlSearch``.
enum Classifier {
    /// Some of a description's sections may be `known`.
    static func read(
        _ message: Message, _ known: inout MSectionCache
    ) -> (content: Content, route: Route, isText: Bool) {
        let payload = message.payload
        // What is said in a text frame is UTF-8 (RFC 6455 §8.1), and an object of JSON has no control characters but white
        // space (RFC 8259 §7): where one is understood, it need not be gone over for that.
        let isTextFrame = message.opcode == .text && payload.first == UInt8(ascii: "{")
        guard isTextFrame || isText(payload) else { return unreadable(payload) }
        // Handed on, not copied: what two have would be copied whole when one of them adds to it.
        var unwrapping = EnvelopeParser(MSectionCache(limit: 0))
        swap(&unwrapping.known, &known)
        let content = unwrapping.read(text: payload, EnvelopeParser.Place())
        unwrapping.addTaughtNames(payload)
        swap(&unwrapping.known, &known)
        if let content, content.kind.isNegotiation || content.kind == .opaque {
            return (content, unwrapping.route, true)
        }
        guard !isTextFrame || isText(payload) else { return unreadable(payload) }
        return (search(payload, &known, otherwise: content), unwrapping.route, true)
    }

    /// What is found in a text that is of no known dialect, or has only a word of one: its `control`.
    private static func search(
        _ payload: [UInt8], _ known: inout MSectionCache, otherwise control: Content?
    ) -> Content {
        var search = ContentSearch(MSectionCache(limit: 0))
        swap(&search.known, &known)
        let found = search.content(of: payload)
        swap(&search.known, &known)
        if let content = found ?? control ?? ControlSearch.content(of: payload) { return content }
        // A scalar is four bytes at the most, so that the last of these may be cut, and is not shown.
        let beginning = String(decoding: payload.prefix(4 * ParsedMessage.summaryLimit), as: UTF8.self)
        var content = Content(kind: .other, body: .words(beginning))
        content.missing = search.claimedKind.map {
            MissingContent($0, members: MemberPaths.paths(of: payload, limit: MissingContent.memberLimit))
        }
        return content
    }

    private static func unreadable(_ payload: [UInt8]) -> (content: Content, route: Route, isText: Bool) {
        let content = Content(kind: .opaque, body: .words("\(payload.count) bytes that are not text"))
        return (content, Route(), false)
    }

    /// Whether `bytes` are UTF-8 without control characters other than the white space of texts, and escape.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        // What browsers write is ASCII without line ends, and gone over once.
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
