import NIOCore
import NIOWebSocket
import Signaling

/// The ``Switchboard`` with its sockets: hands it what happens, performs what it decides, and tells who watches.
///
/// Confined to the relay loop, as all that it owns.
final class Exchange {
    private var switchboard: Switchboard
    private var tape = Tape()
    private var handlers: [PeerID: PeerHandler] = [:]
    private var arrivals = 0
    /// What came while an event was being dealt with: its turn is next.
    private var waiting: [Switchboard.Event] = []
    private var isBusy = false
    private let now: @Sendable () -> Instant
    private let watch: @Sendable (Report) -> Void
    /// Whether the relay is ending: who still comes is told so.
    private var isDraining = false

    init(
        _ switchboard: Switchboard, now: @escaping @Sendable () -> Instant, watch: @escaping @Sendable (Report) -> Void
    ) {
        self.switchboard = switchboard
        self.now = now
        self.watch = watch
    }

    /// An id that nobody has had.
    func nextID() -> PeerID {
        arrivals += 1
        return PeerID(arrivals)
    }

    // MARK: What happens

    func arrived(_ arrival: Arrival, handler: PeerHandler) {
        guard !isDraining else { return handler.close(.goingAway, reason: Self.farewell) }
        handlers[arrival.id] = handler
        receive(.arrived(arrival))
    }

    func said(_ peer: PeerID, _ message: Message) {
        receive(.said(peer, message))
    }

    func left(_ peer: PeerID, _ departure: Departure) {
        handlers[peer] = nil
        receive(.left(peer, departure))
    }

    func perform(_ command: Switchboard.Command) {
        receive(.command(command))
    }

    private func receive(_ event: Switchboard.Event) {
        waiting.append(event)
        guard !isBusy else { return }
        isBusy = true
        while !waiting.isEmpty {
            for action in switchboard.receive(waiting.removeFirst()) { perform(action) }
        }
        isBusy = false
    }

    // MARK: What is done

    private func perform(_ action: Switchboard.Action) {
        switch action {
        case .deliver(let message, let receivers): deliver(message, to: receivers)
        case .close(let peer, let code, let reason):
            handlers.removeValue(forKey: peer)?.close(code, reason: reason)
        case .record(let content): watch(.entry(tape.record(content, at: now())))
        }
    }

    private func deliver(_ message: Message, to receivers: [PeerID]) {
        let payload = ByteBuffer(bytes: message.payload)
        let opcode: WebSocketOpcode = message.opcode == .text ? .text : .binary
        for receiver in receivers {
            guard let handler = handlers[receiver], !handler.send(opcode, payload) else { continue }
            isTooSlow(receiver)
        }
    }

    /// Closes a peer for which too much waits.
    func isTooSlow(_ peer: PeerID) {
        guard let handler = handlers.removeValue(forKey: peer) else { return }
        let queued = handler.queuedBytes
        handler.close(.tooSlow, reason: "\(queued) bytes were not read")
        receive(.left(peer, .tooSlow(queued: queued)))
    }

    /// Sends a ping to those who have been silent, and takes those for gone who have been so for too long.
    func checkAlive(silence: TimeAmount) {
        for (peer, handler) in handlers where !handler.checkAlive() {
            let seconds = Int(silence.nanoseconds / 1_000_000_000)
            handler.close(.goingAway, reason: "nothing heard for \(seconds) s")
            left(peer, .silent(seconds: seconds))
        }
    }

    /// Tells those who watch who is here.
    func takeCensus() {
        watch(.census(switchboard.present))
    }

    private static let farewell = "the relay is closing"

    /// Closes every WebSocket, as the relay ends.
    func drain() {
        isDraining = true
        for handler in handlers.values { handler.close(.goingAway, reason: Self.farewell) }
        handlers = [:]
    }
}
