import Foundation

/// The seeds that a fuzz test goes through: a few of its own, or, with `FUZZ_SECONDS=600` in the environment, as many as
/// there is time for, from one drawn by lot, or from `FUZZ_SEED` on.
public enum Seeds {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Calls `body` for each of `usual`, or for so many seconds; `test` says then how many that were, and which took
    /// longest.
    public static func forEach(
        _ usual: Range<UInt64>, test: String = #function, _ body: (inout Generator) throws -> Void
    ) rethrows {
        guard let seconds = variable("FUZZ_SECONDS").flatMap({ Double($0) }) else {
            for seed in usual {
                var generator = Generator(seed: seed)
                try body(&generator)
            }
            return
        }
        let first = variable("FUZZ_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): from seed \(first)")
        let start = ContinuousClock.now
        var now = start
        var seed = first
        var slowest = (time: Duration.zero, seed: first)
        while now < start + .seconds(seconds) {
            var generator = Generator(seed: seed)
            try body(&generator)
            let end = ContinuousClock.now
            if end - now > slowest.time { slowest = (end - now, seed) }
            now = end
            seed &+= 1
        }
        print("\(test): \(seed &- first) seeds in \(now - start), the slowest \(slowest.seed) with \(slowest.time)")
    }
}
