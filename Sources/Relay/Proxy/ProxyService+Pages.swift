import Events
import HTTPMessages
import NIOCore
import Routing
import Text

/// Records of requests and responses: the pages that open no socket, and the log of requests.
extension ProxyService {
    /// Records that a request is forwarded.
    func recordRequest(isSignaling: Bool, from client: ClientAddress) {
        core.countRequest()
        if isSignaling { pages.recordSocket(from: client.host) }
    }

    /// Records the head of the response to a request.
    func recordResponse(_ response: ProxiedResponse, to exchange: ProxyHandler.Exchange, from client: ClientAddress) {
        core.setUpstreamReachable(true)
        guard exchange.request.method == "GET", response.status == 200, response.isPage, !exchange.isSignaling else {
            return
        }
        pages.recordPage(exchange.request.summary, from: client.host, at: core.now())
        schedulePageCheck()
    }

    /// Records that a response is complete.
    func recordCompletion(of exchange: ProxyHandler.Exchange, from client: ClientAddress) {
        guard upstream.logsRequests, !exchange.isSignaling else { return }
        let request = ForwardedRequest(
            address: client.text, request: exchange.request.summary, status: exchange.status,
            nanoseconds: core.now().nanoseconds - exchange.began.nanoseconds, bytes: exchange.bodyBytes)
        core.record(.forwarded(request))
    }

    /// Schedules the check whether a page is overdue; while no page is watched there is none.
    private func schedulePageCheck() {
        guard !isPageCheckScheduled, let due = pages.due else { return }
        isPageCheckScheduled = true
        let wait = TimeAmount.nanoseconds(max(0, due.nanoseconds - core.now().nanoseconds))
        loop.assumeIsolated().scheduleTask(in: wait) { [weak self] in self?.reportPages() }
    }

    private func reportPages() {
        isPageCheckScheduled = false
        for page in pages.overdue(at: core.now()) {
            core.record(
                ProxyReport(address: page.address, request: page.request, .pageWithoutSocket(upstream.pageTimeout)))
        }
        schedulePageCheck()
    }
}

extension ClientAddress {
    /// The IP address without the port, by which the connections of one client are told from others.
    fileprivate var host: String { address?.text ?? text }
}

extension ProxiedResponse {
    /// Whether the body is an HTML document.
    fileprivate var isPage: Bool {
        fields.first("content-type")?.lowercased().hasPrefix("text/html") ?? false
    }
}
