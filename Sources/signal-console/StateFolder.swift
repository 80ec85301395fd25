/// Where the program keeps what is to be there in its next run (XDG Base Directory Specification 0.8).
enum StateFolder {
    /// Below `$XDG_STATE_HOME`, which counts where it is absolute, or else `~/.local/state`; `nil` if there is neither.
    static func path(_ variables: [String: String]) -> String? {
        let base = variables["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.local/state" : nil }
        return (base ?? home).map { $0 + "/signal-console" }
    }
}
