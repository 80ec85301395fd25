import Events
import Reports

/// Redaction of notices, refusals and the reasons of departures.
extension Redactor {
    mutating func redact(_ notice: RelayNotice) -> RelayNotice {
        switch notice {
        case .ruleAdded(let number, let rule): .ruleAdded(number, redact(rule))
        case .ruleRemoved(let number, let rule): .ruleRemoved(number, redact(rule))
        case .banned(let ban): .banned(redact(ban))
        case .lifted(let ban): .lifted(redact(ban))
        case .guarded(let room, let isOn): .guarded(room: room.map { redact(name: $0) }, isOn: isOn)
        case .failed(let connection): .failed(redact(connection))
        case .certificate(.reloaded(let fingerprint, let end)):
            .certificate(.reloaded(fingerprint: texts.redacted(fingerprint: fingerprint), end: end))
        case .certificate(.kept(let reason)): .certificate(.kept(redact(reason)))
        case .proxied(let report): .proxied(redact(report))
        case .forwarded(let request):
            .forwarded(
                ForwardedRequest(
                    address: redact(request.address), request: redact(request.request), status: request.status,
                    nanoseconds: request.nanoseconds, bytes: request.bytes))
        case .page(let notice): .page(redact(notice))
        case .discarded, .tooLate, .delivering, .replayed, .transportChanged: notice
        case .recording(let news): .recording(redact(news))
        }
    }

    private mutating func redact(_ notice: PageNotice) -> PageNotice {
        switch notice {
        case .left, .discarded: notice
        case .invalidReport(let address, .unknownType(let type)):
            .invalidReport(address: redact(address), .unknownType(redact(type)))
        case .invalidReport(let address, let error): .invalidReport(address: redact(address), error)
        case .tooManyPages(let address, let limit): .tooManyPages(address: redact(address), limit: limit)
        }
    }

    /// The names of the folders of a recording may tell whose it is.
    private mutating func redact(_ news: RecordingNews) -> RecordingNews {
        func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
        return switch news {
        case .started(let path): .started(path: name(path))
        case .failed(let reason):
            .failed(reason: redact(reason.split(separator: " ").map { name(String($0)) }.joined(separator: " ")))
        case .resumed(let path, let lost): .resumed(path: name(path), lost: lost)
        case .rotated(let path): .rotated(path: name(path))
        case .reopened(let path): .reopened(path: name(path))
        }
    }

    mutating func redact(_ rule: InterceptRule) -> InterceptRule {
        InterceptRule(redact(text: rule.filter), rule.action, rule.direction)
    }

    mutating func redact(_ ban: Ban) -> Ban {
        Ban(number: ban.number, subject: redact(ban.subject), until: ban.until)
    }

    private mutating func redact(_ subject: Ban.Subject) -> Ban.Subject {
        guard case .name(let name) = subject else { return texts.pseudonyms.pseudonym(of: subject) }
        return .name(redact(name: name))
    }

    private mutating func redact(_ connection: FailedConnection) -> FailedConnection {
        let cause: FailedConnection.Cause =
            if case .handshake(let reason) = connection.cause { .handshake(redact(reason)) } else { connection.cause }
        return FailedConnection(address: redact(connection.address), cause, others: connection.others)
    }

    // MARK: The proxy

    private mutating func redact(_ report: ProxyReport) -> ProxyReport {
        ProxyReport(
            address: redact(report.address), request: redact(report.request), redact(report.event),
            others: report.others)
    }

    private mutating func redact(_ event: ProxyReport.Event) -> ProxyReport.Event {
        switch event {
        case .failed(let failure): .failed(redact(failure))
        case .upgradeRefused(let status, let reason, let body):
            .upgradeRefused(status: status, reason: redact(reason), body: redact(body: body))
        case .pollRefused(let status, let reason, let body):
            .pollRefused(status: status, reason: redact(reason), body: redact(body: body))
        case .invalidRequest(let fault): .invalidRequest(redact(fault))
        case .undecoded(let reason): .undecoded(redact(reason))
        case .crossSiteCookie, .pageWithoutSocket, .probeBlocked: event
        }
    }

    /// Returns the beginning of a body, which may be compressed.
    private mutating func redact(body: [UInt8]) -> [UInt8] {
        // The last character of a body that was cut off may be incomplete.
        let isText = (0...3).contains { String(validating: body.dropLast($0), as: UTF8.self) != nil }
        return isText ? texts.redacted(body) : texts.pseudonyms.pseudonym(.opaque, of: body)
    }

    private mutating func redact(_ failure: UpstreamFailure) -> UpstreamFailure {
        switch failure {
        case .unknownHost(let host): .unknownHost(redact(host))
        case .connectionRefused(let address): .connectionRefused(redact(address))
        case .connectTimeout(let address, let milliseconds):
            .connectTimeout(redact(address), milliseconds: milliseconds)
        case .unreachable(let address, let reason): .unreachable(redact(address), reason: redact(reason))
        case .tls(let address, let reason): .tls(redact(address), reason: redact(reason))
        case .untrustedCertificate(let address, let reason):
            .untrustedCertificate(redact(address), reason: redact(reason))
        case .invalidResponse(let fault): .invalidResponse(redact(fault))
        case .noResponse, .reset, .truncatedResponse, .unexpectedUpgrade: failure
        }
    }

    // MARK: Peers

    mutating func redact(_ reason: DisconnectReason) -> DisconnectReason {
        switch reason {
        case .closed(let code, let reason): .closed(code, reason: redact(reason))
        case .violated(let code, let reason): .violated(code, reason: redact(reason))
        case .kicked(let kick): .kicked(KickReason(kick.code, reason: redact(kick.reason)))
        case .lost, .silent, .tooSlow, .tooFast: reason
        }
    }

    mutating func redact(_ refusal: Refusal) -> Refusal {
        switch refusal {
        case .roomFull(let room, let limit): .roomFull(room: redact(name: room), limit: limit)
        case .banned(let subject, let seconds): .banned(redact(subject), seconds: seconds)
        case .origin(let origin): .origin(redact(origin))
        case .host(let host): .host(redact(host))
        case .forwarding(.malformed(let name)): .forwarding(.malformed(redact(name)))
        case .forwarding(.tooLong(let name)): .forwarding(.tooLong(redact(name)))
        case .tokensTooMany(let subject, let seconds): .tokensTooMany(redact(subject), seconds: seconds)
        case .networkFull(let subject, let limit): .networkFull(redact(subject), limit: limit)
        case .networkTooFast(let subject, let limit): .networkTooFast(redact(subject), limit: limit)
        case .repeated(let count, let last): .repeated(count: count, last: redact(last))
        case .nameTooLong, .roomNameTooLong, .relayFull, .draining, .forwarding(.contradiction), .tokenMissing,
            .tokenWrong, .probesDisabled, .requestTooLarge, .requestTooSlow:
            refusal
        }
    }
}
