import NIOCore
import Signaling

/// What is written down of connections that are no peers, and of the certificate.
extension Exchange {
    /// Writes an entry.
    func note(_ notice: Notice) {
        receive(.noticed(notice))
    }

    /// Writes an entry about a connection that came to nothing: at most one a second for each cause.
    func failed(_ address: SocketAddress?, _ cause: FailedConnection.Cause) {
        let connection = FailedConnection(address: address?.text ?? "unknown", cause)
        if failures.note(connection, as: cause, at: now()) { note(.failed(connection)) }
        awaitFailures()
    }

    private func awaitFailures() {
        guard !areFailuresDue, let due = failures.due else { return }
        areFailuresDue = true
        let wait = TimeAmount.nanoseconds(max(0, due.nanoseconds - now().nanoseconds))
        loop.assumeIsolated().scheduleTask(in: wait) {
            self.areFailuresDue = false
            for told in self.failures.take(at: self.now()) {
                self.note(
                    .failed(FailedConnection(address: told.value.address, told.value.cause, others: told.others)))
            }
            self.awaitFailures()
        }
    }
}
