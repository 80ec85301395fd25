import Events
public import Reports

/// The reports of probes: numbered if they are entries. Nothing that a probe says reaches a peer.
extension Switchboard {
    /// An event of the socket of a probe, which has a number of its own.
    public enum ProbeEvent: Hashable, Sendable {
        /// A report was received.
        case reported(PeerReport)
        /// A message was received that is no report; the caller closes the socket.
        case failed(ReportError)
        /// A report was discarded, because all probes together sent too much.
        case discarded
        /// The socket was closed.
        case left
    }

    mutating func receive(_ event: ProbeEvent, on socket: Int, from address: String, at time: Instant) -> [Action] {
        switch event {
        case .reported(let report):
            switch pages.receive(report, on: socket, from: address, at: time) {
            case .entry(let report):
                let replaced = pages.replaced.map {
                    Action.closeProbe($0, .goingAway, reason: "the page is here again")
                }
                return [replaced].compactMap(\.self) + [record(.reported(report))]
            case .report(let report): return [.report(report)]
            case .refused:
                return recordOnce(.tooManyPages(address: address, limit: Pages.limit), at: time)
                    + [.closeProbe(socket, .full, reason: "over \(Pages.limit) pages")]
            case .discarded: return pages.discarded > 0 ? recordOnce(nil, at: time) : []
            }
        case .failed(let error):
            return recordOnce(.invalidReport(address: address, error), at: time)
                + [
                    .closeProbe(
                        socket, .refused,
                        reason: "expected reports of \(ReportDecoder.subprotocol) or \(RTCStatsDecoder.subprotocol)")
                ]
        case .discarded:
            pages.countDiscarded()
            return recordOnce(nil, at: time)
        case .left:
            return pages.disconnect(socket).map { [record(.noted(.page(.left($0))))] } ?? []
        }
    }

    /// Records a notice and the number of discarded reports, unless that was done within the last second, so that no
    /// client floods the journal.
    private mutating func recordOnce(_ notice: PageNotice?, at time: Instant) -> [Action] {
        guard time.nanoseconds - (lastPageNotice?.nanoseconds ?? -Self.repetitionTime) >= Self.repetitionTime else {
            return []
        }
        lastPageNotice = time
        let discarded = pages.takeDiscarded()
        return [notice, discarded > 0 ? .discarded(reports: discarded) : nil].compactMap(\.self)
            .map { record(.noted(.page($0))) }
    }
}
