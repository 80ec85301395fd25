import EventLog
import Events
import Sessions

extension EventLogHeader {
    /// The header of the log of a relay or a proxy at `endpoint`.
    ///
    /// - Parameters:
    ///   - endpoint: The addresses at which it is reached.
    ///   - clock: The wall clock.
    ///   - guardsGlare: Whether the glare guard is on in all rooms from the start.
    ///   - hasPayloads: Whether messages are logged with their payloads. Default true.
    init(_ endpoint: Endpoint, _ clock: WallClock, guardsGlare: Bool, hasPayloads: Bool = true) {
        self.init(
            created: clock.milliseconds(.start), source: endpoint.upstream == nil ? "relay" : "proxy",
            program: Version.number, hasPayloads: hasPayloads, guardsGlare: guardsGlare, listening: endpoint.socket,
            page: endpoint.page, addresses: endpoint.addresses, pages: endpoint.pages,
            fingerprint: endpoint.fingerprint, upstream: endpoint.upstream)
    }
}
