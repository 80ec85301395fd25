import Events
import Text

/// An entry of a HAR: a request with its response, and the messages of a WebSocket (HAR 1.2, "entries").
///
/// ```
/// {"_resourceType":"websocket","startedDateTime":"2026-…","time":4942.7,
///  "request":{"method":"GET","url":"ws://…"},"response":{"status":101},
///  "_webSocketMessages":[{"type":"send","time":1796001828.49,"opcode":1,"data":"…"}]}
/// ```
struct HAREntry {
    let url: HARURL
    /// The method of the request in upper case; empty if the entry has none.
    let method: String
    /// The time at which the request was sent, in microseconds since 1970; `nil` if the entry does not tell.
    let started: Int64?
    /// The spelling of that time.
    let startedText: String
    /// The duration from the request to the end of the response, or to the last event of a WebSocket, in microseconds; 0 if
    /// the entry does not tell.
    let duration: Int64
    /// The status of the response; 0 if there was none.
    let status: Int
    /// The reason phrase of the response.
    let reason: String
    /// The error because of which there was no response, as Chromium names it: `net::ERR_CONNECTION_REFUSED`; empty if
    /// there was none.
    let error: String
    /// The body of the request.
    let requestBody: HARBody
    /// The body of the response, decompressed.
    let responseBody: HARBody
    /// The messages of a WebSocket; `nil` if the entry has none.
    let messages: JSONValue?
    /// Whether it is a WebSocket, or the attempt to open one.
    let isWebSocket: Bool

    /// Reads an entry; `nil` if it is no object with a request.
    init?(_ value: JSONValue) {
        let members = HARMembers(value)
        let request = HARMembers(members["request"])
        let response = HARMembers(members["response"])
        let list = members["_webSocketMessages"].flatMap { $0.isArray ? $0 : nil }
        let isSocket = members.text("_resourceType") == "websocket" || list != nil
        // An entry that is cut off lacks the request if a program writes it after the messages.
        guard let url = HARURL(request.text("url") ?? (isSocket ? "ws://" : "")) else { return nil }
        self.url = url
        method = request.text("method")?.uppercased() ?? ""
        started = HARTime.microseconds(date: members["startedDateTime"])
        startedText = members.quote("startedDateTime")
        duration = HARTime.duration(milliseconds: members["time"])
        let status = HARTime.integer(response["status"]) ?? 0
        self.status = (0..<1000).contains(status) ? status : 0
        reason = String((response.text("statusText") ?? "").prefix(ProxyReport.pathLimit))
        error = String((response.text("_error") ?? "").prefix(ProxyReport.pathLimit))
        requestBody = HARBody(request["postData"])
        responseBody = HARBody(response["content"])
        messages = list
        isWebSocket = isSocket || url.isWebSocket
    }

    /// The method and the path, as reports name the request.
    var requestLine: String { "\(method.isEmpty ? "GET" : method) \(url.path)" }
}

/// A body of a request or a response (HAR 1.2, "postData" and "content").
struct HARBody {
    /// The reason why a body has no bytes.
    enum Fault: Error {
        /// The browser has not recorded it.
        case missing
        /// It is said to be base64 but is not.
        case base64
        /// It has this number of bytes, more than the proxy accepts.
        case tooLarge(Int)

        /// The reason in words, as in ``ProxyReport/Event/undecoded(_:)``.
        var text: String {
            switch self {
            case .missing: "the recording has no body"
            case .base64: "the body is no base64"
            case .tooLarge: "a body of more than \(HARSteps.messageLimit) bytes"
            }
        }
    }

    private let members: HARMembers

    init(_ value: JSONValue?) { members = HARMembers(value) }

    /// Returns the bytes of the body.
    func bytes() throws(Fault) -> [UInt8] {
        guard let text = members["text"], text.isString else { throw .missing }
        guard text.byteCount <= 2 * HARSteps.messageLimit else { throw .tooLarge(text.byteCount) }
        let bytes = Array((text.string ?? "").utf8)
        guard members.text("encoding") == "base64", !bytes.isEmpty else { return try checked(bytes) }
        guard let decoded = Base64.decode(bytes.span) else { throw .base64 }
        return try checked(decoded)
    }

    private func checked(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        guard bytes.count <= HARSteps.messageLimit else { throw .tooLarge(bytes.count) }
        return bytes
    }
}

/// The members of an object, found in one pass; those with long names are left out.
struct HARMembers {
    /// The number of members that are read: 64, more than any object of a HAR has.
    private static let memberLimit = 64
    /// The longest name, in bytes.
    private static let nameLimit = 32
    /// The number of scalars that are quoted of a value.
    static let quoteLimit = Excerpt.limit + 1

    /// The text that contains the object.
    private var bytes: [UInt8] = []
    /// The places of the names and of the values; an array, as most objects have few members.
    private var places: [(name: Range<Int>, value: Range<Int>)] = []

    /// The members of `value`; none if it is no object.
    init(_ value: JSONValue?) {
        guard let value, value.isObject else { return }
        bytes = value.bytes
        value.forEachMember { name, place in
            guard places.count < Self.memberLimit, name.count <= Self.nameLimit else { return }
            places.append((name, place))
        }
    }

    /// The value of a member; `nil` if there is none.
    ///
    /// If a name occurs twice, the last one counts.
    subscript(name: StaticString) -> JSONValue? {
        for place in places.reversed() where ByteScan.stands(name, bytes.span, at: place.name) {
            return JSONValue(bytes, at: place.value)
        }
        return nil
    }

    /// The text of a member; `nil` if it is none, or longer than a URL.
    func text(_ name: StaticString) -> String? {
        guard let value = self[name], value.byteCount <= 2 * HARURL.byteLimit else { return nil }
        return value.string
    }

    /// The beginning of a member as it is spelled, without quotes; empty if it is missing.
    func quote(_ name: StaticString) -> String { self[name].map { Self.quote($0) } ?? "" }

    /// The beginning of a value as it is spelled, without quotes.
    static func quote(_ value: JSONValue) -> String {
        let text = value.text(quoteLimit)
        guard value.isString else { return text }
        return String(text.hasSuffix("\"") ? text.dropFirst().dropLast() : text.dropFirst())
    }
}
