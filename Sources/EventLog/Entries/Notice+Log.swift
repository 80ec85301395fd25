import Events
import Reports

/// ```
/// "notice":"rule-added","rule":2,"filter":"kind:offer","action":"hold","seconds":30
/// "notice":"discarded","entry":4,"from":"p1","to":["p2"],"by":"operator"
/// ```
extension RelayNotice {
    /// The names of all notices.
    static let names: Set<String> = [
        "rule-added", "rule-removed", "banned", "ban-lifted", "discarded", "too-late", "glare-guard", "delivering",
        "replayed", "connection-failed", "certificate", "proxy", "forwarded", "transport-changed", "probe", "recording",
    ]

    func write(to writer: inout LogWriter) {
        writer.text("notice", logName)
        switch self {
        case .ruleAdded(let number, let rule), .ruleRemoved(let number, let rule):
            ActiveRule(number, rule).write(to: &writer)
        case .banned(let ban), .lifted(let ban): ban.write(to: &writer)
        case .discarded(let discard):
            writer.integer("entry", discard.entry)
            writer.peer("from", discard.sender)
            writer.peers("to", discard.recipients)
            writer.flag("byOperator", discard.cause == .operator)
        case .tooLate(let entry): writer.integer("entry", entry)
        case .guarded(let room, let isOn):
            writer.text("room", room)
            writer.flag("on", isOn)
        case .delivering(let peers, let delivery):
            writer.peers("peers", peers)
            writer.text("delivery", delivery.rawValue)
        case .replayed(let sent, let count):
            writer.integer("sent", sent)
            writer.integer("of", count)
        case .failed(let connection): connection.write(to: &writer)
        case .certificate(.reloaded(let fingerprint, let end)):
            writer.text("fingerprint", fingerprint)
            writer.text("validUntil", end)
        case .certificate(.kept(let reason)): writer.text("reason", reason)
        case .proxied(let report): report.write(to: &writer)
        case .forwarded(let request):
            writer.text("address", request.address)
            writer.text("request", request.request)
            writer.integer("status", request.status)
            writer.json("duration", LogTime.text(request.nanoseconds))
            writer.integer("bytes", request.bytes)
        case .transportChanged(let peer, let transport):
            writer.peer("peer", peer)
            writer.text("transport", transport.text)
        case .page(let notice): notice.write(to: &writer)
        case .recording(let news): news.write(to: &writer)
        }
    }

    private var logName: String {
        switch self {
        case .ruleAdded: "rule-added"
        case .ruleRemoved: "rule-removed"
        case .banned: "banned"
        case .lifted: "ban-lifted"
        case .discarded: "discarded"
        case .tooLate: "too-late"
        case .guarded: "glare-guard"
        case .delivering: "delivering"
        case .replayed: "replayed"
        case .failed: "connection-failed"
        case .certificate: "certificate"
        case .proxied: "proxy"
        case .forwarded: "forwarded"
        case .transportChanged: "transport-changed"
        case .page: "probe"
        case .recording: "recording"
        }
    }

    init?(_ reader: LogReader) {
        func integer(_ name: StaticString) -> Int { reader.integer(name) ?? 0 }
        let notice: RelayNotice? =
            switch reader.text("notice") {
            case "rule-added": ActiveRule(reader).map { .ruleAdded($0.number, $0.rule) }
            case "rule-removed": ActiveRule(reader).map { .ruleRemoved($0.number, $0.rule) }
            case "banned": Ban(reader).map(RelayNotice.banned)
            case "ban-lifted": Ban(reader).map(RelayNotice.lifted)
            case "discarded":
                reader.peer("from").map {
                    .discarded(
                        Discard(
                            entry: integer("entry"), sender: $0, recipients: reader.peers("to"),
                            reader.flag("byOperator") ? .operator : .nobodyLeft))
                }
            case "too-late": .tooLate(entry: integer("entry"))
            case "glare-guard": .guarded(room: reader.text("room"), isOn: reader.flag("on"))
            case "delivering":
                .delivering(reader.peers("peers"), reader.name("delivery") ?? .verbatim)
            case "replayed": .replayed(sent: integer("sent"), of: integer("of"))
            case "connection-failed": FailedConnection(reader).map(RelayNotice.failed)
            case "certificate":
                .certificate(
                    reader.text("fingerprint").map { .reloaded(fingerprint: $0, end: reader.text("validUntil") ?? "") }
                        ?? .kept(reader.text("reason") ?? ""))
            case "proxy": ProxyReport(reader).map(RelayNotice.proxied)
            case "forwarded":
                .forwarded(
                    ForwardedRequest(
                        address: reader.text("address") ?? "", request: reader.text("request") ?? "",
                        status: integer("status"), nanoseconds: reader.nanoseconds("duration") ?? 0,
                        bytes: integer("bytes")))
            case "transport-changed": reader.peer("peer").map { .transportChanged($0, Transport(reader)) }
            case "probe": PageNotice(reader).map(RelayNotice.page)
            case "recording": RecordingNews(reader).map(RelayNotice.recording)
            default: nil
            }
        guard let notice else { return nil }
        self = notice
    }
}

extension FailedConnection {
    fileprivate func write(to writer: inout LogWriter) {
        writer.text("address", address)
        writer.text("cause", cause.logName)
        if case .handshake(let reason) = cause { writer.text("reason", reason) }
        if others > 0 { writer.integer("others", others) }
    }

    fileprivate init?(_ reader: LogReader) {
        let causes: [Cause] = [
            .tlsOnPlainPort, .httpOnTLSPort, .untrustedCertificate, .oldVersion, .unfinishedHandshake,
            .handshake(reader.text("reason") ?? ""),
        ]
        guard let name = reader.text("cause"), let cause = causes.first(where: { $0.logName == name }) else {
            return nil
        }
        self.init(address: reader.text("address") ?? "", cause, others: reader.integer("others") ?? 0)
    }
}

extension FailedConnection.Cause {
    fileprivate var logName: String {
        switch self {
        case .tlsOnPlainPort: "tls-on-plain-port"
        case .httpOnTLSPort: "http-on-tls-port"
        case .untrustedCertificate: "untrusted-certificate"
        case .oldVersion: "old-tls-version"
        case .unfinishedHandshake: "unfinished-handshake"
        case .handshake: "handshake"
        }
    }
}

extension RecordingNews {
    fileprivate func write(to writer: inout LogWriter) {
        switch self {
        case .started(let path):
            writer.text("event", "started")
            writer.text("path", path)
        case .failed(let reason):
            writer.text("event", "failed")
            writer.text("reason", reason)
        case .resumed(let path, let lost):
            writer.text("event", "resumed")
            writer.text("path", path)
            writer.integer("lost", lost)
        case .rotated(let path):
            writer.text("event", "rotated")
            writer.text("path", path)
        case .reopened(let path):
            writer.text("event", "reopened")
            writer.text("path", path)
        }
    }

    fileprivate init?(_ reader: LogReader) {
        let path = reader.text("path") ?? ""
        switch reader.text("event") {
        case "started": self = .started(path: path)
        case "failed": self = .failed(reason: reader.text("reason") ?? "")
        case "resumed": self = .resumed(path: path, lost: reader.integer("lost") ?? 0)
        case "rotated": self = .rotated(path: path)
        case "reopened": self = .reopened(path: path)
        default: return nil
        }
    }
}

extension PageNotice {
    fileprivate func write(to writer: inout LogWriter) {
        switch self {
        case .left(let page):
            writer.text("event", "left")
            writer.integer("page", page.number)
        case .invalidReport(let address, let error):
            writer.text("event", "invalid-report")
            writer.text("address", address)
            error.write(to: &writer)
        case .tooManyPages(let address, let limit):
            writer.text("event", "too-many-pages")
            writer.text("address", address)
            writer.integer("limit", limit)
        case .discarded(let reports):
            writer.text("event", "discarded")
            writer.integer("reports", reports)
        }
    }

    fileprivate init?(_ reader: LogReader) {
        let address = reader.text("address") ?? ""
        switch reader.text("event") {
        case "left": self = .left(PageID(reader.integer("page") ?? 0))
        case "invalid-report":
            guard let error = ReportError(reader) else { return nil }
            self = .invalidReport(address: address, error)
        case "too-many-pages": self = .tooManyPages(address: address, limit: reader.integer("limit") ?? 0)
        case "discarded": self = .discarded(reports: reader.integer("reports") ?? 0)
        default: return nil
        }
    }
}

extension ReportError {
    fileprivate func write(to writer: inout LogWriter) {
        switch self {
        case .tooLong(let size):
            writer.text("error", "too-long")
            writer.integer("bytes", size)
        case .notAnObject: writer.text("error", "not-an-object")
        case .noType: writer.text("error", "no-type")
        case .unknownType(let type):
            writer.text("error", "unknown-type")
            writer.text("text", type)
        case .noTime: writer.text("error", "no-time")
        case .invalidConnection(let number):
            writer.text("error", "invalid-connection")
            writer.integer("connection", number)
        }
    }

    fileprivate init?(_ reader: LogReader) {
        switch reader.text("error") {
        case "too-long": self = .tooLong(reader.integer("bytes") ?? 0)
        case "not-an-object": self = .notAnObject
        case "no-type": self = .noType
        case "unknown-type": self = .unknownType(reader.text("text") ?? "")
        case "no-time": self = .noTime
        case "invalid-connection": self = .invalidConnection(reader.integer("connection") ?? 0)
        default: return nil
        }
    }
}
