/// How long a process, or one of its threads, has worked, as `/proc/PID/stat` says it (proc(5)).
struct ProcessorTime: Equatable, Sendable {
    /// The program's name, or the thread's: 15 bytes at most.
    let name: String
    /// In clock ticks (`sysconf(_SC_CLK_TCK)`), in the program and in the system for it.
    let ticks: UInt64

    /// `nil` if `stat` is no such line.
    init?(stat: String) {
        // The name stands in parentheses and may have some of its own, and spaces.
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        // utime and stime are the 14th and 15th of all.
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else { return nil }
        let (sum, overflow) = user.addingReportingOverflow(system)
        guard !overflow else { return nil }
        name = String(stat[stat.index(after: open)..<close])
        ticks = sum
    }
}
