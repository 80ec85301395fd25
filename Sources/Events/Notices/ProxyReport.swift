/// Something that the proxy reports besides messages: a failure of the upstream server, a WebSocket that the server refused to
/// open, or an invalid request.
public struct ProxyReport: Hashable, Sendable {
    /// The reported event.
    public enum Event: Hashable, Sendable {
        /// The upstream server could not be reached, or its response could not be forwarded.
        case failed(UpstreamFailure)
        /// The server answered a WebSocket handshake with another status than 101.
        ///
        /// The body is at most the first ``bodyLimit`` bytes, as they were sent; empty if it is encoded.
        case upgradeRefused(status: Int, reason: String, body: [UInt8])
        /// A request was not forwarded because it is not valid HTTP/1.1, for the reason given.
        case invalidRequest(String)
        /// The server refused a polling request of an Engine.IO session: its status and reason phrase, and the beginning
        /// of the body, perhaps compressed or cut off.
        case pollRefused(status: Int, reason: String, body: [UInt8])
        /// The packets of an Engine.IO session in a body were forwarded but could not be read, for the reason given.
        case undecoded(String)
        /// A cookie of the server is `SameSite=None`, but the proxy is reached without TLS: browsers discard such a cookie
        /// unless it is `Secure`.
        case crossSiteCookie(name: String)
        /// A page was fetched, and its client opened no socket through the proxy within this time.
        case pageWithoutSocket(Duration)
        /// A policy within a page keeps the probe that was injected from reporting.
        case probeBlocked
    }

    /// A report without its values.
    public enum Kind: Hashable, Sendable {
        case failed(UpstreamFailure.Kind)
        case upgradeRefused(status: Int)
        case pollRefused(status: Int)
        case invalidRequest, crossSiteCookie, undecoded, pageWithoutSocket, probeBlocked
    }

    /// The number of bytes of the body of a refusal that are reported: 1 KiB, more than the JSON of an error has.
    public static let bodyLimit = 1024
    /// The number of characters of the path that are reported: 200.
    public static let pathLimit = 200

    /// The address and port of the client.
    public let address: String
    /// The method and the path of the request, without its query, which often contains secrets; truncated to ``pathLimit``.
    ///
    /// Empty if the request could not be read.
    public let request: String
    /// The reported event.
    public let event: Event
    /// The number of further reports of the same kind that have no entries of their own.
    public var others: Int

    public init(address: String, request: String, _ event: Event, others: Int = 0) {
        self.address = address
        self.request = String(request.prefix(Self.pathLimit))
        self.event = event
        self.others = others
    }

    /// The report without its values.
    public var kind: Kind {
        switch event {
        case .failed(let failure): .failed(failure.kind)
        case .upgradeRefused(let status, _, _): .upgradeRefused(status: status)
        case .pollRefused(let status, _, _): .pollRefused(status: status)
        case .undecoded: .undecoded
        case .invalidRequest: .invalidRequest
        case .crossSiteCookie: .crossSiteCookie
        case .pageWithoutSocket: .pageWithoutSocket
        case .probeBlocked: .probeBlocked
        }
    }

    /// The report in a line.
    ///
    /// It may contain text of the client or the server, so it is made printable when it is drawn.
    public var text: String {
        let count = others == 0 ? "" : " (and \(others) more like it)"
        switch event {
        case .failed(let failure):
            return (request.isEmpty ? "" : "\(request): ") + "\(failure.text)\(count)"
        case .upgradeRefused(let status, let reason, let body):
            return "\(request): the server refused the WebSocket with \(Self.answer(status, reason, body, count))"
        case .pollRefused(let status, let reason, let body):
            return "\(request): the server refused the polling request with \(Self.answer(status, reason, body, count))"
        case .undecoded(let reason): return "\(request): forwarded, but its packets cannot be read\(count): \(reason)"
        case .invalidRequest(let fault): return "\(address) sent an invalid request\(count): \(fault)"
        case .crossSiteCookie(let name):
            return """
                cookie \(name) is SameSite=None, which browsers accept over TLS only\(count); serve the proxy over TLS: \
                --tls-self-signed
                """
        case .pageWithoutSocket(let time):
            return """
                \(request): the page opened no socket within \(time.components.seconds) s\(count); if its script has an \
                absolute address, as in new WebSocket("wss://…"), use location.host there
                """
        case .probeBlocked:
            return """
                \(request): the page forbids the probe to report\(count); add 'self' to connect-src in its \
                <meta http-equiv="Content-Security-Policy">
                """
        }
    }
}

extension ProxyReport {
    /// A status with its reason phrase, and the beginning of the body.
    private static func answer(_ status: Int, _ reason: String, _ body: [UInt8], _ count: String) -> String {
        let answer = [String(status), reason].filter { !$0.isEmpty }.joined(separator: " ")
        let shown = String(decoding: body, as: UTF8.self)
        return "\(answer)\(count)" + (shown.isEmpty ? "" : ": \(shown)")
    }
}

/// The reason why the proxy could not forward a request to the upstream server, or the server's response to the client.
public enum UpstreamFailure: Error, Hashable, Sendable {
    /// The host name does not resolve.
    case unknownHost(String)
    /// Nothing listens at the address.
    case connectionRefused(String)
    /// No connection was established in time, TLS handshake included.
    case connectTimeout(String, milliseconds: Int)
    /// The system could not connect, for the reason that it gives.
    case unreachable(String, reason: String)
    /// The TLS handshake failed, for the reason that the TLS library gives.
    case tls(String, reason: String)
    /// The certificate is not trusted, or not for this host.
    case untrustedCertificate(String, reason: String)
    /// The server closed the connection without a response.
    case noResponse
    /// The connection was reset.
    case reset
    /// The server closed the connection within a response.
    case truncatedResponse
    /// The response is not valid HTTP/1.1: what is wrong.
    case invalidResponse(String)
    /// The server switched protocols although the request did not ask for it.
    case unexpectedUpgrade

    /// A failure without its values, as reports of the same kind are counted.
    public enum Kind: String, Hashable, Sendable {
        case unknownHost, connectionRefused, connectTimeout, unreachable, tls, untrustedCertificate
        case noResponse, reset, truncatedResponse, invalidResponse, unexpectedUpgrade
    }

    /// The failure without its values.
    public var kind: Kind {
        switch self {
        case .unknownHost: .unknownHost
        case .connectionRefused: .connectionRefused
        case .connectTimeout: .connectTimeout
        case .unreachable: .unreachable
        case .tls: .tls
        case .untrustedCertificate: .untrustedCertificate
        case .noResponse: .noResponse
        case .reset: .reset
        case .truncatedResponse: .truncatedResponse
        case .invalidResponse: .invalidResponse
        case .unexpectedUpgrade: .unexpectedUpgrade
        }
    }

    /// Whether the server took too long, so that the client gets 504 and not 502 (RFC 9110 §15.6.5).
    public var isTimeout: Bool {
        if case .connectTimeout = self { return true }
        return false
    }

    /// The failure and its remedy, in a line; it may contain text of the server.
    public var text: String {
        switch self {
        case .unknownHost(let host):
            "the upstream host \(host) is not known: expected a name that resolves, or an address"
        case .connectionRefused(let address):
            "nothing listens on \(address): expected the upstream server to run there"
        case .connectTimeout(let address, let milliseconds):
            "\(address) did not accept a connection within \(milliseconds / 1000) s: expected the upstream server there"
        case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
        case .tls(let address, let reason):
            "the TLS handshake with \(address) failed: \(reason); expected a server that speaks TLS there"
        case .untrustedCertificate(let address, let reason):
            """
            the certificate of \(address) is not trusted: \(reason); give its authority with --upstream-ca, or accept any \
            with --upstream-insecure
            """
        case .noResponse: "the upstream server closed the connection without a response"
        case .reset: "the upstream server reset the connection"
        case .truncatedResponse: "the upstream server closed the connection before the end of its response"
        case .invalidResponse(let fault): "the upstream server sent no valid HTTP/1.1 response: \(fault)"
        case .unexpectedUpgrade: "the upstream server switched protocols, though the request did not ask for it"
        }
    }
}
