/// A bar chart in one line of text.
public enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// Returns one bar for each of `values`, scaled to the largest; a blank for 0.
    public static func text(_ values: [Int]) -> String {
        let largest = values.max() ?? 0
        return String(values.map { $0 <= 0 ? " " : bars[min(bars.count - 1, ($0 * bars.count - 1) / max(1, largest))] })
    }
}
