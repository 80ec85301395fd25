import Events
import NIOCore

/// The relay's end, from when it has begun: nobody is let in any more, and who is here has the drain timeout to leave in.
///
/// On the relay loop.
final class Draining {
    /// What had waited for the operator, or for its time, and was let go on.
    let held: [HeldMessage]
    /// Seconds after which this relay is gone, and another may be in its place (RFC 9110 §10.2.3).
    let retryAfter: Int
    private var over: (@Sendable () -> Void)?
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - timeout: The time that everybody has.
    ///   - closing: The time for the close handshakes after it.
    ///   - held: What had waited.
    ///   - loop: The relay loop.
    ///   - over: Called once: when nobody is left, or when the time is over.
    init(
        for timeout: TimeAmount, closing: TimeAmount, held: [HeldMessage], loop: any EventLoop,
        over: @escaping @Sendable () -> Void
    ) {
        self.held = held
        self.over = over
        let second: Int64 = 1_000_000_000
        retryAfter = Int(timeout.nanoseconds / second + closing.nanoseconds / second) + 1
        deadline = loop.assumeIsolated().scheduleTask(in: timeout) { self.finish() }
    }

    /// Nobody is left, or nobody is waited for any more.
    func finish() {
        deadline?.cancel()
        deadline = nil
        let over = over
        self.over = nil
        over?()
    }
}
