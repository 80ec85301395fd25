/// The memory that a process has, read from what `/proc` says of it (proc(5)).
enum ResidentMemory {
    /// In bytes, from `/proc/PID/smaps_rollup`, which counts exactly; `nil` if it does not say.
    static func bytes(smapsRollup text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("Rss:") {
            let fields = line.split(separator: " ")
            guard fields.count > 1, let size = Int(fields[1]) else { return nil }
            return product(size, 1024)
        }
        return nil
    }

    /// In bytes, from `/proc/PID/statm`, which counts in pages; `nil` if it does not say.
    static func bytes(statm text: String, pageSize: Int) -> Int? {
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return product(pages, pageSize)
    }

    private static func product(_ count: Int, _ size: Int) -> Int? {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }
}
