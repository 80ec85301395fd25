import Glibc
import NIOCore

/// Continuous traffic between clients, which is measured.
///
/// It must be used on its event loop only.
protocol Traffic: AnyObject, SendableMetatype {
    var pool: ClientPool { get }
    /// The events since the start of the measurement.
    var tally: Tally { get set }
    /// The name of the counted events.
    static var noun: (singular: String, plural: String) { get }
    /// Starts the traffic, which continues until the clients are closed.
    func begin()
}

/// The duration of a measurement.
struct Timing: Equatable, Sendable {
    /// The duration in seconds.
    var seconds: Double = 5
    /// The time before the measurement, in seconds, for caches, branch predictors and just-in-time compilers.
    var warmUp: Double = 2
}

extension Traffic {
    static var noun: (singular: String, plural: String) { ("delivery", "deliveries") }
}

extension LoadGenerator {
    /// Starts `traffic` and measures its rate and latency, and the processor time of the server and of this process.
    func measure<T: Traffic>(_ traffic: NIOLoopBound<T>, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        try loop.submit { traffic.value.begin() }.wait()
        Pause.seconds(timing.warmUp)
        try loop.submit { traffic.value.tally = Tally() }.wait()
        let before = (NIODeadline.now(), server?.work, ServerProcess.own?.work)
        Pause.seconds(timing.seconds)
        let tally = try loop.submit { traffic.value.tally }.wait()
        let after = (NIODeadline.now(), server?.work, ServerProcess.own?.work)
        try loop.submit { try traffic.value.pool.checkNoLosses() }.wait()
        guard tally.deliveries > 0 else { throw LoadError.notForwarded(relay) }

        let nanoseconds = Double((after.0 - before.0).nanoseconds)
        var figures = tally.figures(T.noun.plural, seconds: nanoseconds / 1e9)
        if let old = before.1, let new = after.1 {
            figures += (new - old).figures(per: T.noun.singular, count: tally.deliveries)
        }
        if let old = before.2, let new = after.2 {
            figures.append(Figure("this program's processor", Double((new - old).loop) / nanoseconds * 100, .percent))
        }
        return figures
    }
}

extension ServerProcess.Work {
    /// Returns the processor time per event, of the whole process and of its event loop.
    func figures(per noun: String, count: Int) -> [Figure] {
        let each = Double(max(1, count)) * 1000
        return [
            Figure("processor per \(noun)", Double(all) / each, .microseconds),
            Figure("  its event loop alone", Double(loop) / each, .microseconds),
        ]
    }
}

/// Pauses between measurements.
enum Pause {
    /// Blocks the calling thread.
    ///
    /// A measurement has a fixed duration, so there is no event to wait for.
    static func seconds(_ seconds: Double) {
        usleep(UInt32(max(0, min(seconds, 4000)) * 1e6))
    }
}
