import Events
import Text

/// The first line of an event log: its format, and the program that wrote it.
///
/// ```
/// {"format":"signal-console","version":1,"created":1764460800000,"source":"relay","program":"1.0.0","payloads":true,
///  "listening":"ws://localhost:8080","page":"http://localhost:8080/","addresses":"127.0.0.1 and ::1",…}
/// ```
public struct EventLogHeader: Hashable, Sendable {
    /// The version of the format.
    public static let version = 1
    /// The name of the format.
    static let format = "signal-console"

    /// The wall clock at ``Events/Instant/start``, in milliseconds since 1970-01-01 UTC.
    public var created: Int64
    /// The origin of the events: `relay`, `proxy`, or the format that they were imported from.
    public var source: String
    /// The version of the program that wrote the log.
    public var program: String
    /// Whether messages are logged with their payloads.
    ///
    /// Without them, their contents cannot be shown later.
    public var hasPayloads: Bool
    /// Whether the glare guard is on in all rooms from the start, which no entry reports.
    public var guardsGlare: Bool
    /// The URL of the WebSocket: `ws://localhost:8080`.
    public var listening: String
    /// The URL of the page.
    public var page: String
    /// The addresses that the relay listens on.
    public var addresses: String
    /// The URLs of the page for other machines.
    public var pages: [String]
    /// The SHA-256 fingerprint of a self-signed certificate; `nil` if there is none.
    public var fingerprint: String?
    /// The URL of the upstream server; `nil` unless the source is in front of one.
    public var upstream: String?

    public init(
        created: Int64, source: String, program: String = "", hasPayloads: Bool = true, guardsGlare: Bool = false,
        listening: String = "", page: String = "", addresses: String = "", pages: [String] = [],
        fingerprint: String? = nil, upstream: String? = nil
    ) {
        (self.created, self.source, self.program) = (created, source, program)
        (self.hasPayloads, self.guardsGlare) = (hasPayloads, guardsGlare)
        (self.listening, self.page, self.addresses) = (listening, page, addresses)
        (self.pages, self.fingerprint, self.upstream) = (pages, fingerprint, upstream)
    }

    func write(to writer: inout LogWriter) {
        writer.text("format", Self.format)
        writer.integer("version", Self.version)
        writer.integer("created", created)
        writer.text("source", source)
        writer.text("program", program)
        writer.flag("payloads", hasPayloads)
        writer.flag("guardsGlare", guardsGlare)
        writer.text("listening", listening)
        writer.text("page", page)
        writer.text("addresses", addresses)
        writer.texts("pages", pages)
        writer.text("fingerprint", fingerprint)
        writer.text("upstream", upstream)
    }

    /// The header that `line` is.
    ///
    /// - Throws: ``EventLogError`` if it is none, or one of a later version.
    init(line: [UInt8]) throws(EventLogError) {
        // A byte order mark is not part of the text.
        let text = line.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(line.dropFirst(3)) : line
        guard let reader = LogReader(JSONValue(text)), reader.text("format") == Self.format else { throw .noHeader }
        guard let version = reader.integer("version"), version == Self.version else {
            throw .unknownVersion(reader.integer("version") ?? 0)
        }
        self.init(
            created: Int64(max(0, reader.integer("created") ?? 0)), source: reader.text("source") ?? "",
            program: reader.text("program") ?? "", hasPayloads: reader.flag("payloads"),
            guardsGlare: reader.flag("guardsGlare"), listening: reader.text("listening") ?? "",
            page: reader.text("page") ?? "", addresses: reader.text("addresses") ?? "", pages: reader.texts("pages"),
            fingerprint: reader.text("fingerprint"), upstream: reader.text("upstream"))
    }
}

/// The reason why a file is no event log, or a line of it was not read.
public enum EventLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first line is not the header.
    case noHeader
    /// The log has a later version of the format.
    case unknownVersion(Int)
    /// A line is longer than the limit.
    case lineTooLong(limit: Int)
    /// A line is no JSON object.
    case notAnObject
    /// A line lacks members that its type requires.
    case incomplete(type: String)
    /// A line has no time, or one that is out of range.
    case noTime
    /// The number of an entry is not above that of the one before it.
    case numberOutOfOrder(Int, after: Int)

    public var description: String {
        switch self {
        case .noHeader:
            "the first line is no header: expected {\"format\":\"signal-console\",\"version\":\(EventLogHeader.version),…}"
        case .unknownVersion(let version):
            "the log has version \(version) of the format: expected \(EventLogHeader.version)"
        case .lineTooLong(let limit): "a line has more than \(limit) bytes"
        case .notAnObject: "a line is not JSON: expected an object"
        case .incomplete(let type): "a line of type \"\(Excerpt(type).description)\" lacks members of its type"
        case .noTime: "a line has no time \"t\": expected seconds since the start"
        case .numberOutOfOrder(let number, let last):
            "entry \(number) comes after entry \(last): expected ascending numbers"
        }
    }
}
