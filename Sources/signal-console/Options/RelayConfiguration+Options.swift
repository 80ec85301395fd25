import Configuration
import Glibc
import Relay
import WebPage

extension RelayConfiguration {
    /// The relay's part of the program's configuration.
    ///
    /// `token` is the token that peers must present; `nil` if none is required.
    init(_ configuration: ProgramConfiguration, token: String?) {
        self.init()
        options = configuration.relay
        self.token = token
        files = Page.files
        // Without a screen and a log, no thread needs to be woken for entries.
        reportsEvents = !configuration.headless || configuration.log != .off
        memory = { ResidentMemory.bytes }
    }
}

/// The page that is embedded in the program.
enum Page {
    static var files: [WebFile] {
        WebPage.files.map { WebFile(path: $0.path, contentType: $0.contentType, bytes: $0.bytes) }
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
