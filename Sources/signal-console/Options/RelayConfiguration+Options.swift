import Configuration
import Glibc
import Relay
import Routing
import WebPage

extension RelayConfiguration {
    /// The relay's part of the program's configuration.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - token: The token that peers must present; `nil` if none is required.
    ///   - upstream: The server to forward requests to; `nil` for a relay.
    init(_ configuration: ProgramConfiguration, token: String?, upstream: Upstream?) {
        self.init()
        options = configuration.relay
        self.token = token
        self.upstream = upstream
        files = Page.files(isProxy: upstream != nil, acceptsProbes: configuration.relay.acceptsProbes)
        // Without a screen and a log, no thread needs to be woken for entries.
        reportsEvents = !configuration.headless || configuration.log != .off || !configuration.record.isEmpty
        memory = { ResidentMemory.bytes }
    }
}

/// The files that are embedded in the program.
enum Page {
    /// The page with its files unless this is a proxy, and the script for all pages if they may report.
    static func files(isProxy: Bool, acceptsProbes: Bool) -> [WebFile] {
        let page = isProxy ? [] : WebPage.files
        let probe = acceptsProbes ? WebPage.probe : []
        return page.map { WebFile(path: $0.path, contentType: $0.contentType, bytes: $0.bytes) }
            + probe.map { WebFile(path: $0.path, contentType: $0.contentType, bytes: $0.bytes, isShared: true) }
    }
}

/// The memory usage of this process.
enum ResidentMemory {
    /// The resident set size in bytes; 0 if it is unknown.
    static var bytes: Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(descriptor, &text, text.count)
        // The second field of /proc/self/statm is the number of resident pages (proc(5)).
        let fields = text.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
