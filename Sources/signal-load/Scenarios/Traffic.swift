import Glibc
import NIOCore

/// Messages that go on until their clients are closed.
///
/// On the event loop.
protocol Traffic: AnyObject, SendableMetatype {
    var pool: ClientPool { get }
    /// What arrived since it was last emptied.
    var tally: Tally { get set }
    /// What arrives: one, and many.
    static var thing: (one: String, many: String) { get }
    /// Says the first messages; each that is heard leads to the next.
    func begin()
}

/// How long something is measured.
struct Timing: Equatable, Sendable {
    /// In seconds.
    var seconds: Double = 5
    /// In seconds, before that: caches, branch predictors and compilers just in time need it.
    var warmUp: Double = 2
}

extension Traffic {
    static var thing: (one: String, many: String) { ("delivery", "deliveries") }
}

extension LoadGenerator {
    /// Lets messages go and counts what arrives, and what the server and this process work for it.
    func measure<T: Traffic>(_ traffic: NIOLoopBound<T>, server: ServerProcess?, timing: Timing) throws -> [Figure] {
        try loop.submit { traffic.value.begin() }.wait()
        Pause.seconds(timing.warmUp)
        try loop.submit { traffic.value.tally = Tally() }.wait()
        let before = (NIODeadline.now(), server?.work, ServerProcess.own?.work)
        Pause.seconds(timing.seconds)
        let tally = try loop.submit { traffic.value.tally }.wait()
        let after = (NIODeadline.now(), server?.work, ServerProcess.own?.work)
        try loop.submit { try traffic.value.pool.check() }.wait()
        guard tally.deliveries > 0 else { throw LoadError.unheard(relay) }

        let nanoseconds = Double((after.0 - before.0).nanoseconds)
        var figures = tally.figures(T.thing.many, seconds: nanoseconds / 1e9)
        if let old = before.1, let new = after.1 {
            figures += (new - old).figures(per: T.thing.one, count: tally.deliveries)
        }
        if let old = before.2, let new = after.2 {
            figures.append(Figure("this program's processor", Double((new - old).loop) / nanoseconds * 100, .percent))
        }
        return figures
    }
}

extension ServerProcess.Work {
    /// What each of `count` cost, of the whole process and of its event loop.
    func figures(per thing: String, count: Int) -> [Figure] {
        let each = Double(max(1, count)) * 1000
        return [
            Figure("processor per \(thing)", Double(all) / each, .microseconds),
            Figure("  its event loop alone", Double(loop) / each, .microseconds),
        ]
    }
}

/// Lets time go by.
enum Pause {
    static func seconds(_ seconds: Double) {
        usleep(UInt32(max(0, min(seconds, 4000)) * 1e6))
    }
}
