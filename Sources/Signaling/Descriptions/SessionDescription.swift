/// A session description (RFC 8866), as far as one needs to see what is offered or accepted.
///
/// Reading is lenient: a line that is not understood is passed over, and so is what no honest description has.
public struct SessionDescription: Hashable, Sendable {
    /// How many `m=` lines are read: several times those of the largest conferences.
    static let mediaLimit = 256

    /// The text it was read from.
    public let text: String
    /// One for each `m=` line, in order.
    public let media: [MediaDescription]
    private let session: AttributeList

    /// The description in `text`; nil where it does not begin with `v=0` (RFC 8866 §5.1).
    public init?(_ text: String) {
        guard text.hasPrefix("v=0") else { return nil }
        self.text = text
        var session = AttributeList()
        var media: [MediaDescription] = []
        for bytes in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let line = Substring(bytes)
            if line.hasPrefix("m=") {
                guard media.count < Self.mediaLimit else { break }
                media.append(MediaDescription(index: media.count, line: line.dropFirst(2), session: session))
            } else if line.hasPrefix("a=") {
                let attribute = line.dropFirst(2)
                if media.isEmpty {
                    session.append(attribute)
                } else {
                    media[media.count - 1].attributes.append(attribute)
                }
            }
        }
        self.session = session
        self.media = media
    }

    /// The value of attribute `name` at session level, else that of the first media description that has one.
    public func attribute(_ name: String) -> String? {
        session[name] ?? media.lazy.compactMap { $0.attributes[name] }.first
    }

    /// The mids that share one transport (RFC 9143); empty where there is no such group.
    public var bundle: [String] {
        guard let group = session.values("group").first(where: { $0.hasPrefix("BUNDLE") }) else { return [] }
        return group.split(separator: " ").dropFirst().map(String.init)
    }

    /// What is offered or accepted in a line: `audio opus,red · video recvonly VP8,H264 · data`.
    public var summary: String {
        let shown = media.prefix(8).map(\.summary).joined(separator: " · ")
        return media.count > 8 ? shown + " · +\(media.count - 8)" : media.isEmpty ? "no media" : shown
    }
}

/// One `m=` line with what belongs to it (RFC 8866 §5.14).
public struct MediaDescription: Hashable, Sendable {
    /// The m-line's place, counted from 0.
    public let index: Int
    /// `audio`, `video`, `application` and others.
    public let kind: String
    /// 0 where the section is rejected (RFC 3264 §6), if it is not bundle-only.
    public let port: String
    /// `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
    public let transport: String
    /// Payload types, or `webrtc-datachannel`.
    public let formats: [String]
    var attributes = AttributeList()
    private let session: AttributeList

    init(index: Int, line: Substring, session: AttributeList) {
        let fields = line.split(separator: " ").map(String.init)
        self.index = index
        kind = fields.first ?? ""
        port = fields.count > 1 ? fields[1] : ""
        transport = fields.count > 2 ? fields[2] : ""
        formats = Array(fields.dropFirst(3))
        self.session = session
    }

    /// The value of attribute `name` here, else the one inherited from the session.
    public func attribute(_ name: String) -> String? {
        attributes[name] ?? session[name]
    }

    public var mid: String? { attributes["mid"] }

    public var isRejected: Bool { port == "0" && attributes["bundle-only"] == nil }

    /// Who sends: `sendrecv`, also where nothing is said (RFC 8866 §6.7), `sendonly`, `recvonly` or `inactive`.
    public var direction: String {
        ["sendrecv", "sendonly", "recvonly", "inactive"].first { attributes[$0] != nil }
            ?? ["sendonly", "recvonly", "inactive"].first { session[$0] != nil } ?? "sendrecv"
    }

    /// The codecs in order of preference, each name once.
    public var codecs: [String] {
        var names: [String: Substring] = [:]
        for mapping in attributes.values("rtpmap") {
            let fields = mapping.split(separator: " ", maxSplits: 1)
            guard fields.count == 2 else { continue }
            names[String(fields[0])] = fields[1].prefix { $0 != "/" }
        }
        var seen: Set<Substring> = []
        return formats.compactMap { names[$0] }.filter { seen.insert($0).inserted }.map(String.init)
    }

    /// What a summary leaves out: formats that only carry, protect or accompany another (RFC 4588, 5109, 8627, 4733).
    private static let companions: Set<String> = ["rtx", "ulpfec", "flexfec-03", "telephone-event", "CN"]

    var summary: String {
        let name = kind == "application" && transport.contains("SCTP") ? "data" : kind
        if isRejected { return "\(name) rejected" }
        let codecs = codecs.filter { !Self.companions.contains($0) }
        let shown = codecs.prefix(3).joined(separator: ",") + (codecs.count > 3 ? "…" : "")
        return [name, direction == "sendrecv" ? "" : direction, shown].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// The `a=` lines of one level, in order (RFC 8866 §5.13).
struct AttributeList: Hashable, Sendable {
    /// How many lines are kept: what a section of a browser's has, ten times over.
    static let limit = 1024

    private struct Attribute: Hashable {
        let name: Substring
        let value: Substring
    }

    private var attributes: [Attribute] = []

    mutating func append(_ attribute: Substring) {
        guard attributes.count < Self.limit else { return }
        let colon = attribute.utf8.firstIndex(of: UInt8(ascii: ":")) ?? attribute.endIndex
        let value = colon == attribute.endIndex ? attribute[colon...] : attribute[attribute.utf8.index(after: colon)...]
        attributes.append(Attribute(name: attribute[..<colon], value: value))
    }

    /// The value of the first attribute `name`, empty for a flag such as `rtcp-mux`.
    subscript(name: String) -> String? {
        attributes.first { $0.name == name }.map { String($0.value) }
    }

    func values(_ name: String) -> [Substring] {
        attributes.filter { $0.name == name }.map(\.value)
    }
}
