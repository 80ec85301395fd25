/// How a server is started: `NAME=COMMAND`.
struct ServerCommand: Equatable, Sendable {
    let name: String
    /// A shell command, in which `{port}` stands for the port.
    let command: String

    /// `nil` if there is no name or no command.
    init?(_ text: String) {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        name = String(text[..<sign])
        command = String(text[text.index(after: sign)...])
        guard !name.isEmpty, !command.isEmpty else { return nil }
    }

    /// The command as the shell is given it: the shell becomes the server, so that its process is the server's.
    func words(port: Int) -> String {
        "TERM=xterm-256color exec " + command.replacing("{port}", with: "\(port)")
    }
}
