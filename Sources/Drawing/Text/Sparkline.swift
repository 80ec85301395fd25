/// Numbers as bars of one column each.
public enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The bars of `values`, the largest of which has the highest; a blank for nothing at all.
    public static func text(_ values: [Int]) -> String {
        let largest = values.max() ?? 0
        return String(values.map { $0 <= 0 ? " " : bars[min(bars.count - 1, ($0 * bars.count - 1) / max(1, largest))] })
    }
}
