/// One thing that is done again and again, and what its time is told in.
struct Benchmark {
    /// What a figure says.
    enum Unit {
        case nanoseconds
        case microseconds
        /// Megabytes (10⁶) a second, if one run goes over so many bytes.
        case megabytesPerSecond(bytes: Int)
        /// Thousands a second, if one run does so many of them.
        case thousandsPerSecond(count: Int)

        var name: String {
            switch self {
            case .nanoseconds: "ns"
            case .microseconds: "µs"
            case .megabytesPerSecond: "MB/s"
            case .thousandsPerSecond: "k/s"
            }
        }

        /// What `nanoseconds` for one run are in this unit.
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
    /// Does it once, and returns a number that hangs on all that was done, so that none of it can be left out.
    let run: () -> Int

    init(_ name: String, _ unit: Unit, run: @escaping () -> Int) {
        self.name = name
        self.unit = unit
        self.run = run
    }
}
