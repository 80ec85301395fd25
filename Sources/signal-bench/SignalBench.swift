/// The program: measures the processor time of operations on messages and of the console.
///
/// With arguments, it runs the benchmarks whose names contain one of them: `signal-bench offer`.
@main
struct SignalBench {
    static func main() {
        let filters = CommandLine.arguments.dropFirst()
        let selected = Benchmark.all.filter { benchmark in
            filters.isEmpty || filters.contains { benchmark.name.contains($0) }
        }
        print(row("", median: "median", spread: "p10..p90", unit: ""))
        var checksum = 0
        for benchmark in selected {
            let measurement = Measurement(benchmark)
            checksum &+= measurement.checksum
            let spread = "\(text(measurement.low))..\(text(measurement.high))"
            print(row(benchmark.name, median: text(measurement.median), spread: spread, unit: benchmark.unit.name))
        }
        ConsoleFigures.printAll(matching: Array(filters))
        // Printed so that the compiler cannot remove the runs.
        print("checksum \(checksum)")
    }

    private static func row(_ name: String, median: String, spread: String, unit: String) -> String {
        padded(name, 44) + padded(median, 10, atStart: true) + padded(spread, 20, atStart: true) + "  " + unit
    }

    private static func padded(_ text: String, _ width: Int, atStart: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? space + text : text + space
    }

    /// Returns a figure with three significant digits, or all digits of its integer part.
    private static func text(_ figure: Double) -> String {
        let scale: Double = figure < 10 ? 100 : figure < 100 ? 10 : 1
        let rounded = (figure * scale).rounded() / scale
        return scale == 1 ? "\(Int(rounded))" : "\(rounded)"
    }
}
