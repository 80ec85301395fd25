import Events
import Messages
import NIOCore
import Reports
import Routing

/// The socket of the probe of a page: decodes its reports, and passes them to the relay.
///
/// The relay sends it nothing but pings. Confined to the relay loop.
///
/// ```
/// bytes ─► PeerHandler ─► ProbeSocket ─► RelayCore: entries and reports
/// ```
final class ProbeSocket: SocketSession, ProbeConnection {
    private let core: RelayCore
    private let address: String
    private weak var handler: PeerHandler?
    private var number = 0
    private var isOpen = true
    private var hasReported = false

    /// The decoder of a page that uses rtcstats-js; `nil` for reports of probe.js.
    private var rtcstats: RTCStatsDecoder?

    private init(core: RelayCore, address: String, format: ProbeFormat) {
        (self.core, self.address) = (core, address)
        if case .rtcstats(let origin, let agent) = format {
            let session = String(UInt64.random(in: 0...UInt64.max), radix: 16)
            rtcstats = RTCStatsDecoder(session: session, url: origin, agent: agent)
        }
    }

    /// Creates the handler of a probe's socket.
    static func handler(
        core: RelayCore, address: ClientAddress, format: ProbeFormat, isPlain: Bool
    ) -> PeerHandler {
        let socket = ProbeSocket(core: core, address: address.text, format: format)
        let handler = PeerHandler(.relay, core: core, isPlain: isPlain, session: socket, limits: ProbeRates.each)
        socket.handler = handler
        socket.number = core.addProbe(socket)
        return handler
    }

    func receive(_ message: Message, on socket: PeerHandler, at time: Instant) {
        guard isOpen else { return }
        // The first report says which page it is; without it, all others would be lost.
        guard core.mayDecodeReport(of: message.payload.count) || !hasReported else {
            rtcstats?.discard(Array(message.payload))
            return core.receive(.discarded, on: number, from: address)
        }
        hasReported = true
        do throws(ReportError) {
            // A report may close the socket.
            for report in try decode(Array(message.payload)) where isOpen {
                core.receive(.reported(report), on: number, from: address)
            }
        } catch .unknownType {
            // Reports of a later version are ignored.
        } catch {
            core.receive(.failed(error), on: number, from: address)
        }
    }

    private func decode(_ bytes: [UInt8]) throws(ReportError) -> [PeerReport] {
        guard rtcstats == nil else { return try rtcstats?.decode(bytes) ?? [] }
        return [try ReportDecoder.decode(bytes)]
    }

    func socketEnded(_ socket: PeerHandler, _ reason: DisconnectReason) { leave() }

    /// Closes the socket after a close frame with `code`.
    func close(_ code: CloseCode, reason: String) {
        handler?.close(code, reason: reason)
        leave()
    }

    /// Pings the probe, or closes its socket if the idle timeout has passed.
    func checkLiveness(at now: Instant) {
        if handler?.checkLiveness(at: now) == false { close(.goingAway, reason: "nothing received") }
    }

    private func leave() {
        guard isOpen else { return }
        isOpen = false
        core.receive(.left, on: number, from: address)
    }
}
