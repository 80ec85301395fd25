public import Events
import Reports

/// Redaction of the reports of probes.
extension Redactor {
    /// Returns the report of a page without secrets.
    public mutating func redact(_ report: PageReport) -> PageReport {
        PageReport(
            page: report.page, occurred: report.occurred, address: redact(report.address),
            PeerReport(time: report.report.time, connection: report.report.connection, redact(report.report.content)))
    }

    private mutating func redact(_ content: PeerReport.Content) -> PeerReport.Content {
        switch content {
        case .page(let page): return .page(redact(page))
        case .mark(let text): return .mark(redact(text))
        case .socket(var socket):
            socket.url = redact(socket.url)
            socket.ufrag = redact(userName: socket.ufrag)
            socket.candidate = redact(socket.candidate)
            return .socket(socket)
        case .configuration(var configuration):
            configuration.servers = configuration.servers.map { redact($0) }
            return .configuration(configuration)
        case .call(let call): return .call(redact(call))
        case .gathered(var candidate):
            candidate.text = redact(candidate.text)
            candidate.url = redact(candidate.url)
            return .gathered(candidate)
        case .candidateError(var error):
            error.address = redact(error.address)
            error.url = redact(error.url)
            error.text = redact(error.text)
            return .candidateError(error)
        case .channel(let label, let event, let error):
            return .channel(label: redact(label), event: event, error: error.map { redact($0) })
        case .media(var media):
            media.error = media.error.map { redact($0) }
            return .media(media)
        case .element(var element):
            element.error = element.error.map { redact($0) }
            return .element(element)
        case .statistics(let statistics): return .statistics(redact(statistics))
        case .visibility, .state, .track, .negotiationNeeded: return content
        }
    }

    private mutating func redact(_ page: PageFacts) -> PageFacts {
        var page = page
        // It lets a probe speak for the page.
        let session = texts.pseudonyms.pseudonym(.secret, of: Array(page.session.utf8))
        page.session = String(decoding: session, as: UTF8.self)
        page.url = redact(page.url)
        page.agent = redact(page.agent)
        return page
    }

    private mutating func redact(_ call: APICall) -> APICall {
        var call = call
        call.error = call.error.map { redact($0) }
        if var description = call.description {
            description.text = redact(description.text)
            description.ufrag = redact(userName: description.ufrag)
            description.fingerprint = description.fingerprint.map { texts.redacted(fingerprint: $0) }
            call.description = description
        }
        if var candidate = call.candidate {
            candidate.text = redact(candidate.text)
            candidate.ufrag = redact(userName: candidate.ufrag)
            call.candidate = candidate
        }
        return call
    }

    private mutating func redact(_ statistics: ConnectionStatistics) -> ConnectionStatistics {
        var statistics = statistics
        for index in statistics.pairs.indices {
            statistics.pairs[index].local.address = redact(statistics.pairs[index].local.address)
            statistics.pairs[index].remote.address = redact(statistics.pairs[index].remote.address)
        }
        for index in statistics.channels.indices {
            statistics.channels[index].label = redact(statistics.channels[index].label)
        }
        return statistics
    }

    private mutating func redact(_ error: ReportedError) -> ReportedError {
        ReportedError(name: redact(error.name), message: redact(error.message))
    }

    private mutating func redact(_ text: String?) -> String? { text.map { redact($0) } }

    private mutating func redact(userName: String?) -> String? { userName.map { texts.redacted(userName: $0) } }
}
