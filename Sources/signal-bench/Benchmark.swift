import Glibc

/// An operation whose processor time is measured.
struct Benchmark {
    /// The unit of the result.
    enum Unit {
        case nanoseconds
        case microseconds
        /// Megabytes (10⁶ bytes) per second; a run processes `bytes` bytes.
        case megabytesPerSecond(bytes: Int)
        /// Thousands of items per second; a run processes `count` items.
        case thousandsPerSecond(count: Int)

        var name: String {
            switch self {
            case .nanoseconds: "ns"
            case .microseconds: "µs"
            case .megabytesPerSecond: "MB/s"
            case .thousandsPerSecond: "k/s"
            }
        }

        /// Converts the duration of a run to this unit.
        func figure(_ nanoseconds: Double) -> Double {
            switch self {
            case .nanoseconds: nanoseconds
            case .microseconds: nanoseconds / 1000
            case .megabytesPerSecond(let bytes): Double(bytes) * 1000 / nanoseconds
            case .thousandsPerSecond(let count): Double(count) * 1_000_000 / nanoseconds
            }
        }
    }

    let name: String
    let unit: Unit
    /// Runs the operation once; returns a number that depends on its whole result, so that it cannot be optimized away.
    let run: () -> Int

    init(_ name: String, _ unit: Unit, run: @escaping () -> Int) {
        self.name = name
        self.unit = unit
        self.run = run
    }
}

/// The result of a benchmark.
struct Measurement {
    /// The number of samples.
    static let samples = 9
    /// The duration of a sample in nanoseconds: long enough that the clock's resolution and interruptions hardly matter.
    static let sampleTime: UInt64 = 300_000_000

    let median: Double
    /// The 10th and the 90th percentile.
    let low, high: Double
    /// The sum of the numbers that the runs returned.
    let checksum: Int

    /// Measures `benchmark`, after runs that warm up the caches and determine the number of runs in a sample.
    init(_ benchmark: Benchmark) {
        var checksum = 0
        func time(_ runs: Int) -> UInt64 {
            let start = ThreadClock.now()
            for _ in 0..<runs { checksum &+= benchmark.run() }
            return max(1, ThreadClock.now() - start)
        }
        var runs = 1
        var duration = time(runs)
        while duration < Self.sampleTime / 10 {
            runs *= 2
            duration = time(runs)
        }
        runs = max(1, Int(Double(runs) * Double(Self.sampleTime) / Double(duration)))
        let figures = (0..<Self.samples).map { _ in benchmark.unit.figure(Double(time(runs)) / Double(runs)) }.sorted()
        median = figures[figures.count / 2]
        low = figures[figures.count / 10]
        high = figures[figures.count - 1 - figures.count / 10]
        self.checksum = checksum
    }
}

/// The processor time of the calling thread, which is independent of the load on the machine.
enum ThreadClock {
    /// Returns the processor time in nanoseconds since the start of the thread; 0 if it is unknown.
    static func now() -> UInt64 {
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
