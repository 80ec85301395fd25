import FoundationEssentials

/// The seeds that a fuzz test runs with.
///
/// By default these are a few fixed ones. With `FUZZ_SECONDS=600` in the environment they are as many as the time allows,
/// counted up from `FUZZ_SEED` or from a random seed.
public enum Seeds {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Calls `body` with a generator for each of the `usual` seeds, or for new seeds until `FUZZ_SECONDS` have passed.
    ///
    /// In the latter case the number of seeds and the slowest one are printed after the name of the `test`.
    public static func forEach(
        _ usual: Range<UInt64>, test: String = #function, _ body: (inout SeededGenerator) throws -> Void
    ) rethrows {
        guard let seconds = variable("FUZZ_SECONDS").flatMap({ Double($0) }) else {
            for seed in usual {
                var generator = SeededGenerator(seed: seed)
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
            var generator = SeededGenerator(seed: seed)
            try body(&generator)
            let end = ContinuousClock.now
            if end - now > slowest.time { slowest = (end - now, seed) }
            now = end
            seed &+= 1
        }
        print("\(test): \(seed &- first) seeds in \(now - start), the slowest \(slowest.seed) with \(slowest.time)")
    }
}
