import Glibc

/// A process that is measured: the relay's, or this one.
struct ServerProcess: Sendable {
    /// How the threads of SwiftNIO's event loops are called.
    private static let loopPrefix = "NIO-ELT"

    /// How long a process has worked, in nanoseconds.
    struct Work: Equatable, Sendable {
        let all: UInt64
        /// Its event loops alone; all if it has none by that name, as a process of Node has.
        let loop: UInt64

        static func - (later: Work, earlier: Work) -> Work {
            Work(
                all: later.all - min(later.all, earlier.all), loop: later.loop - min(later.loop, earlier.loop))
        }
    }

    let pid: Int32

    /// Throws if there is no such process, or none that may be looked at.
    init(pid: Int32) throws(LoadError) {
        self.pid = pid
        guard pid > 0, ProcessorTime(stat: Self.read("/proc/\(pid)/stat")) != nil, residentBytes != nil else {
            throw .noProcess(pid)
        }
    }

    static var own: ServerProcess? { try? ServerProcess(pid: getpid()) }

    /// What it has worked so far.
    var work: Work {
        let all = ProcessorTime(stat: Self.read("/proc/\(pid)/stat"))?.ticks ?? 0
        let loops = Self.names("/proc/\(pid)/task").compactMap {
            ProcessorTime(stat: Self.read("/proc/\(pid)/task/\($0)/stat"))
        }
        .filter { $0.name.hasPrefix(Self.loopPrefix) }
        let tick = 1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return Work(all: all * tick, loop: (loops.isEmpty ? all : loops.reduce(0) { $0 + $1.ticks }) * tick)
    }

    /// The memory that it has, in bytes; `nil` if the system does not say.
    var residentBytes: Int? {
        ResidentMemory.bytes(smapsRollup: Self.read("/proc/\(pid)/smaps_rollup"))
            ?? ResidentMemory.bytes(
                statm: Self.read("/proc/\(pid)/statm"), pageSize: sysconf(Int32(_SC_PAGESIZE)))
    }

    /// A file's beginning; empty if it cannot be read.
    private static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// A folder's entries that are numbers.
    private static func names(_ path: String) -> [String] {
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
