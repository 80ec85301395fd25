/// Measures what every message costs, in processor time of one thread; `signal-bench offer` only what has that word.
@main
struct SignalBench {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let chosen = Benchmark.all.filter { benchmark in words.isEmpty || words.contains { benchmark.name.contains($0) }
        }
        print(row("", "median", "p10..p90", ""))
        var checksum = 0
        for benchmark in chosen {
            let measurement = Measurement(benchmark)
            checksum &+= measurement.checksum
            let spread = "\(text(measurement.low))..\(text(measurement.high))"
            print(row(benchmark.name, text(measurement.median), spread, benchmark.unit.name))
        }
        ConsoleFigures.printAll(Array(words))
        // Seen by somebody, so that it must be worked out.
        print("checksum \(checksum)")
    }

    private static func row(_ name: String, _ median: String, _ spread: String, _ unit: String) -> String {
        padded(name, 44) + padded(median, 10, atStart: true) + padded(spread, 20, atStart: true) + "  " + unit
    }

    private static func padded(_ text: String, _ width: Int, atStart: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? space + text : text + space
    }

    /// Three digits that say something, or all those of a whole number.
    private static func text(_ figure: Double) -> String {
        let scale: Double = figure < 10 ? 100 : figure < 100 ? 10 : 1
        let rounded = (figure * scale).rounded() / scale
        return scale == 1 ? "\(Int(rounded))" : "\(rounded)"
    }
}
