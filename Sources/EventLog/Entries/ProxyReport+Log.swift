import Events

/// ```
/// "address":"127.0.0.1:5000","request":"GET /ws","event":"upgrade-refused","status":503,"reason":"…","body":"…","others":2
/// ```
extension ProxyReport {
    func write(to writer: inout LogWriter) {
        writer.text("address", address)
        writer.text("request", request)
        switch event {
        case .failed(let failure):
            writer.text("event", "failed")
            failure.write(to: &writer)
        case .upgradeRefused(let status, let reason, let body):
            writer.text("event", "upgrade-refused")
            Self.write(status, reason, body, to: &writer)
        case .pollRefused(let status, let reason, let body):
            writer.text("event", "poll-refused")
            Self.write(status, reason, body, to: &writer)
        case .invalidRequest(let fault):
            writer.text("event", "invalid-request")
            writer.text("reason", fault)
        case .undecoded(let reason):
            writer.text("event", "undecoded")
            writer.text("reason", reason)
        case .crossSiteCookie(let name):
            writer.text("event", "cross-site-cookie")
            writer.text("name", name)
        case .pageWithoutSocket(let time):
            writer.text("event", "page-without-socket")
            writer.integer("seconds", time.components.seconds)
        case .probeBlocked: writer.text("event", "probe-blocked")
        }
        if others > 0 { writer.integer("others", others) }
    }

    private static func write(_ status: Int, _ reason: String, _ body: [UInt8], to writer: inout LogWriter) {
        writer.integer("status", status)
        writer.text("reason", reason)
        writer.payload("body", or: "body64", body)
    }

    init?(_ reader: LogReader) {
        let (status, reason) = (reader.integer("status") ?? 0, reader.text("reason") ?? "")
        let body = reader.payload("body", or: "body64") ?? []
        let event: Event
        switch reader.text("event") {
        case "failed":
            guard let failure = UpstreamFailure(reader) else { return nil }
            event = .failed(failure)
        case "upgrade-refused": event = .upgradeRefused(status: status, reason: reason, body: body)
        case "poll-refused": event = .pollRefused(status: status, reason: reason, body: body)
        case "invalid-request": event = .invalidRequest(reason)
        case "undecoded": event = .undecoded(reason)
        case "cross-site-cookie": event = .crossSiteCookie(name: reader.text("name") ?? "")
        case "page-without-socket": event = .pageWithoutSocket(.seconds(reader.integer("seconds") ?? 0))
        case "probe-blocked": event = .probeBlocked
        default: return nil
        }
        self.init(
            address: reader.text("address") ?? "", request: reader.text("request") ?? "", event,
            others: reader.integer("others") ?? 0)
    }
}

extension UpstreamFailure {
    fileprivate func write(to writer: inout LogWriter) {
        writer.text("failure", kind.rawValue)
        switch self {
        case .unknownHost(let host): writer.text("host", host)
        case .connectionRefused(let address): writer.text("host", address)
        case .connectTimeout(let address, let milliseconds):
            writer.text("host", address)
            writer.integer("milliseconds", milliseconds)
        case .unreachable(let address, let reason), .tls(let address, let reason),
            .untrustedCertificate(let address, let reason):
            writer.text("host", address)
            writer.text("reason", reason)
        case .invalidResponse(let fault): writer.text("reason", fault)
        case .noResponse, .reset, .truncatedResponse, .unexpectedUpgrade: break
        }
    }

    fileprivate init?(_ reader: LogReader) {
        guard let kind: Kind = reader.name("failure") else { return nil }
        let (host, reason) = (reader.text("host") ?? "", reader.text("reason") ?? "")
        switch kind {
        case .unknownHost: self = .unknownHost(host)
        case .connectionRefused: self = .connectionRefused(host)
        case .connectTimeout: self = .connectTimeout(host, milliseconds: reader.integer("milliseconds") ?? 0)
        case .unreachable: self = .unreachable(host, reason: reason)
        case .tls: self = .tls(host, reason: reason)
        case .untrustedCertificate: self = .untrustedCertificate(host, reason: reason)
        case .noResponse: self = .noResponse
        case .reset: self = .reset
        case .truncatedResponse: self = .truncatedResponse
        case .invalidResponse: self = .invalidResponse(reason)
        case .unexpectedUpgrade: self = .unexpectedUpgrade
        }
    }
}
