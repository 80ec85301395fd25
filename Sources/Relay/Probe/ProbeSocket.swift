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

    private init(core: RelayCore, address: String) { (self.core, self.address) = (core, address) }

    /// Creates the handler of a probe's socket.
    static func handler(core: RelayCore, address: ClientAddress, isPlain: Bool) -> PeerHandler {
        let socket = ProbeSocket(core: core, address: address.text)
        let handler = PeerHandler(.relay, core: core, isPlain: isPlain, session: socket, limits: ProbeRates.each)
        socket.handler = handler
        socket.number = core.addProbe(socket)
        return handler
    }

    func receive(_ message: Message, on socket: PeerHandler, at time: Instant) {
        guard isOpen else { return }
        // The first report says which page it is; without it, all others would be lost.
        guard core.mayDecodeReport(of: message.payload.count) || !hasReported else {
            return core.receive(.discarded, on: number, from: address)
        }
        hasReported = true
        do throws(ReportError) {
            let report = try ReportDecoder.decode(Array(message.payload))
            core.receive(.reported(report), on: number, from: address)
        } catch .unknownType {
            // Reports of a later version are ignored.
        } catch {
            core.receive(.failed(error), on: number, from: address)
        }
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
