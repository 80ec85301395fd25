import Dispatch
import Foundation
import Synchronization
import TestSupport

/// Writes many bytes on a thread of its own, because the recipient makes it wait.
final class BackgroundWriter: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let failure = Mutex<(any Error)?>(nil)

    /// Writes `bytes` so many `times` to `stream`.
    init(_ wire: Wire, _ bytes: [UInt8], times: Int) {
        let stream = wire.stream
        Thread.detachNewThread { [self] in
            do {
                for _ in 0..<times { try stream.write(bytes) }
            } catch {
                failure.withLock { $0 = error }
            }
            done.signal()
        }
    }

    /// Waits until all is written; returns whether it is within `limit`.
    func isDone(within limit: Duration) throws -> Bool {
        let milliseconds = Int(limit / .milliseconds(1))
        guard done.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return false }
        if let error = failure.withLock(\.self) { throw error }
        return true
    }
}

/// Returns the resident memory of this process in bytes, from `/proc/self/statm` (proc(5)).
func residentMemory() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096
}
