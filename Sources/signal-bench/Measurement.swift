/// What a benchmark took, in the middle and around it.
struct Measurement {
    /// How often it is measured.
    static let samples = 9
    /// How long a sample is, in nanoseconds, so that neither the clock nor a pause counts for much.
    static let sampleLength: UInt64 = 300_000_000

    let median: Double
    /// The tenth and the ninetieth part of a hundred: most samples are between them.
    let low, high: Double
    /// The sum of what the runs returned, kept so that they are run.
    let checksum: Int

    /// Measures `benchmark`, after as much of it as warms the caches and tells how many runs a sample takes.
    init(_ benchmark: Benchmark) {
        var checksum = 0
        func time(_ runs: Int) -> UInt64 {
            let start = ThreadClock.now()
            for _ in 0..<runs { checksum &+= benchmark.run() }
            return max(1, ThreadClock.now() - start)
        }
        var runs = 1
        var length = time(runs)
        while length < Self.sampleLength / 10 {
            runs *= 2
            length = time(runs)
        }
        runs = max(1, Int(Double(runs) * Double(Self.sampleLength) / Double(length)))
        let figures = (0..<Self.samples).map { _ in benchmark.unit.figure(Double(time(runs)) / Double(runs)) }.sorted()
        median = figures[figures.count / 2]
        low = figures[figures.count / 10]
        high = figures[figures.count - 1 - figures.count / 10]
        self.checksum = checksum
    }
}
