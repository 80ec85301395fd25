import Configuration
import Glibc

/// The configuration file on the disk.
struct ConfigurationSource {
    /// Nil where there is no place for one.
    private let path: String?
    /// Whether somebody asked for this very file, which must be there then.
    private let isDemanded: Bool

    /// The file that `--config` names, or the environment, or else the one in its usual place.
    ///
    /// That is below `$XDG_CONFIG_HOME`, which counts where it is absolute, or else `~/.config` (XDG Base Directory
    /// Specification 0.8).
    init(flag: String?, _ variables: [String: String]) {
        func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        let demanded = flag ?? variable(Configuration.fileVariable)
        let base = variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = base ?? variable("HOME").map { $0 + "/.config" }
        isDemanded = demanded != nil
        path = demanded ?? folder.map { $0 + "/signal-console/config.yaml" }
    }

    /// Sets in `configuration` what the file says, if there is one; returns errors and warnings.
    func apply(to configuration: inout Configuration) -> ConfigurationReport {
        guard let path else { return ConfigurationReport() }
        guard let bytes = FileBytes.read(path, limit: ConfigurationFile.sizeLimit) else { return unread(path) }
        return ConfigurationFile(name: path, bytes: bytes).apply(to: &configuration)
    }

    /// What `errno` says of a file that could not be read: nothing where it need not be there.
    private func unread(_ path: String) -> ConfigurationReport {
        guard isDemanded || ![ENOENT, ENOTDIR].contains(errno) else { return ConfigurationReport() }
        return ConfigurationReport(unreadable: path, String(cString: strerror(errno)))
    }
}
