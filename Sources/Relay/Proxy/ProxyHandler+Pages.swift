import Events
import HTTPMessages
import NIOCore
import Routing

/// The injection of the probe into pages.
extension ProxyHandler {
    /// Begins a response that is a page, if the probe is to be injected; returns false if it is to be forwarded as it comes.
    func beginInjection(into response: ProxiedResponse) -> Bool {
        guard service.upstream.injectsProbe, let exchange, !exchange.isSignaling else { return false }
        let script = InjectedScript(
            path: OwnPaths.proxy + "probe.js", needsToken: service.admission.requiresToken, host: exchange.side.host,
            isTLS: exchange.side.isTLS, nonce: String(UInt64.random(in: 0...UInt64.max), radix: 16))
        guard let injection = PageInjection(response, to: exchange.request, script) else { return false }
        self.exchange?.injection = injection
        inject { $0.begin() }
        return true
    }

    /// Writes what `step` makes of the next part of a page.
    func inject(_ step: (inout PageInjection) -> ByteBuffer) {
        guard var injection = exchange?.injection else { return }
        // Otherwise the bytes that it holds would be copied.
        exchange?.injection = nil
        let bytes = step(&injection)
        exchange?.isAnswered = injection.hasBegun
        exchange?.injection = injection
        if bytes.readableBytes > 0 { write(bytes) }
        guard !service.hasReportedPolicy, injection.isBlocked else { return }
        service.hasReportedPolicy = true
        report(.probeBlocked)
    }
}
