import Glibc

/// A process whose processor time and memory are measured.
struct ServerProcess: Sendable {
    /// The prefix of the names of SwiftNIO's event loop threads.
    private static let loopPrefix = "NIO-ELT"

    /// The processor time of a process, in nanoseconds.
    struct Work: Equatable, Sendable {
        let all: UInt64
        /// The processor time of the event loop threads; that of the whole process if it has no SwiftNIO threads.
        let loop: UInt64

        static func - (later: Work, earlier: Work) -> Work {
            Work(
                all: later.all - min(later.all, earlier.all), loop: later.loop - min(later.loop, earlier.loop))
        }
    }

    let pid: Int32

    /// Throws if the process does not exist or cannot be inspected.
    init(pid: Int32) throws(LoadError) {
        self.pid = pid
        guard pid > 0, ProcessorTime(stat: Self.read("/proc/\(pid)/stat")) != nil, residentBytes != nil else {
            throw .noProcess(pid)
        }
    }

    /// This process.
    static var own: ServerProcess? { try? ServerProcess(pid: getpid()) }

    /// The processor time since the process started.
    var work: Work {
        let all = ProcessorTime(stat: Self.read("/proc/\(pid)/stat"))?.ticks ?? 0
        let loops = Self.numericNames("/proc/\(pid)/task").compactMap {
            ProcessorTime(stat: Self.read("/proc/\(pid)/task/\($0)/stat"))
        }
        .filter { $0.name.hasPrefix(Self.loopPrefix) }
        let tick = 1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return Work(all: all * tick, loop: (loops.isEmpty ? all : loops.reduce(0) { $0 + $1.ticks }) * tick)
    }

    /// The resident set size in bytes; `nil` if it is unknown.
    var residentBytes: Int? {
        ResidentMemory.bytes(smapsRollup: Self.read("/proc/\(pid)/smaps_rollup"))
            ?? ResidentMemory.bytes(
                statm: Self.read("/proc/\(pid)/statm"), pageSize: sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Returns the first 4 KiB of a file; empty if it cannot be read.
    private static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Returns the entries of a folder whose names are numbers.
    private static func numericNames(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if Int(name) != nil { names.append(name) }
        }
        return names
    }
}

/// The processor time of a process or thread, parsed from `/proc/PID/stat` (proc(5)).
struct ProcessorTime: Equatable, Sendable {
    /// The name of the program or thread, at most 15 bytes.
    let name: String
    /// The user and system time in clock ticks (`sysconf(_SC_CLK_TCK)`).
    let ticks: UInt64

    /// Parses the contents of the file; returns `nil` if they are malformed.
    init?(stat: String) {
        // The name is in parentheses, and may itself contain parentheses and spaces.
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        // utime and stime are fields 14 and 15; the fields after the name start at 3.
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else { return nil }
        let (sum, overflow) = user.addingReportingOverflow(system)
        guard !overflow else { return nil }
        name = String(stat[stat.index(after: open)..<close])
        ticks = sum
    }
}

/// Parses the memory usage of a process from files in `/proc` (proc(5)).
enum ResidentMemory {
    /// Returns the resident set size in bytes from `/proc/PID/smaps_rollup`, which is exact; `nil` if it is malformed.
    static func bytes(smapsRollup text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("Rss:") {
            let fields = line.split(separator: " ")
            guard fields.count > 1, let size = Int(fields[1]) else { return nil }
            return product(size, 1024)
        }
        return nil
    }

    /// Returns the resident set size in bytes from `/proc/PID/statm`, which counts pages; `nil` if it is malformed.
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
