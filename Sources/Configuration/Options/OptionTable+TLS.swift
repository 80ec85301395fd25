import Events

/// TLS, and the servers that peers are told of.
extension OptionTable {
    /// The path of a certificate with those that sign it; default none.
    public static let tlsCert = path(
        "tls-cert", \.tls.certificate, "Speak TLS with this certificate, PEM; loaded anew when the file changes.")
    /// The path of its key; default none.
    public static let tlsKey = path("tls-key", \.tls.key, "The private key of the certificate, PEM.")
    /// Whether the program makes a certificate itself; default off.
    public static let tlsSelfSigned = flag(
        "tls-self-signed", \.tls.isSelfSigned, "Speak TLS with a certificate made for this machine and kept.")

    /// Servers for aware peers; default none, as a relay on loopback needs none.
    ///
    /// A TURN server's credential is a password.
    public static let iceServer = Entry(
        name: "ice-server", help: "A STUN or TURN server that aware peers are told of; may be given several times.",
        values: "stun:HOST[:PORT], or turn:HOST[:PORT],USER,CREDENTIAL, with spaces between several", choices: [],
        isList: true, isSecret: true, value: { $0.iceServers.map(\.text).joined(separator: " ") }
    ) { configuration, text in
        let texts = text.split(separator: " ").map(String.init)
        let servers = texts.compactMap(ICEServer.init)
        guard servers.count == texts.count, servers.count <= iceServerLimit else { return false }
        configuration.iceServers = servers
        return true
    }

    /// More than a browser takes without slowing down.
    private static let iceServerLimit = 16

    /// All of them.
    public static let tls = [tlsCert, tlsKey, tlsSelfSigned, iceServer]

    /// The path of a file, or none.
    private static func path(_ name: String, _ path: Path<String>, _ help: String) -> Entry {
        Entry(name: name, help: help, values: "a file", choices: []) {
            $0[keyPath: path]
        } set: { configuration, text in
            configuration[keyPath: path] = text
            return true
        }
    }
}
