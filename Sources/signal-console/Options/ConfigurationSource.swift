import Configuration
import Glibc

/// The configuration file on the disk.
struct ConfigurationSource {
    /// The path of the file; `nil` if there is no folder for one.
    private let path: String?
    /// Whether a flag or a variable names this file, which must exist then.
    private let isDemanded: Bool

    /// The file that `--config` or the environment names, or else the one in its usual place.
    ///
    /// That is below `$XDG_CONFIG_HOME` if it is absolute, or else `~/.config` (XDG Base Directory
    /// Specification 0.8).
    init(flag: String?, _ variables: [String: String]) {
        func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        let demanded = flag ?? variable(Configuration.fileVariable)
        let base = variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = base ?? variable("HOME").map { $0 + "/.config" }
        isDemanded = demanded != nil
        path = demanded ?? folder.map { $0 + "/signal-console/config.yaml" }
    }

    /// Sets the values of the file in `configuration`, if there is one; returns errors and warnings.
    func apply(to configuration: inout Configuration) -> ConfigurationReport {
        guard let path else { return ConfigurationReport() }
        guard let bytes = FileBytes.read(path, limit: ConfigurationFile.sizeLimit) else { return unread(path) }
        return ConfigurationFile(name: path, bytes: bytes).apply(to: &configuration)
    }

    /// The error in `errno` of a file that could not be read; none if the file need not exist.
    private func unread(_ path: String) -> ConfigurationReport {
        guard isDemanded || ![ENOENT, ENOTDIR].contains(errno) else { return ConfigurationReport() }
        return ConfigurationReport(unreadable: path, String(cString: strerror(errno)))
    }
}
