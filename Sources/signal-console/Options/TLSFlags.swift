import ArgumentParser
import Configuration

/// The options for TLS, and for servers that peers are told of.
struct TLSFlags: ParsableArguments {
    @Option(help: ArgumentHelp(OptionTable.tlsCert.help, valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp(OptionTable.tlsKey.help, valueName: "file"))
    var tlsKey: String?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.tlsSelfSigned.help))
    var tlsSelfSigned: Bool?

    @Option(help: ArgumentHelp(OptionTable.iceServer.help, valueName: "url[,user,credential]"))
    var iceServer: [String] = []

    /// What is said of each.
    var flags: [(option: OptionTable.Entry, text: String?)] {
        [
            (OptionTable.tlsCert, tlsCert), (OptionTable.tlsKey, tlsKey),
            (OptionTable.tlsSelfSigned, tlsSelfSigned.map { $0 ? "on" : "off" }),
            (OptionTable.iceServer, iceServer.isEmpty ? nil : iceServer.joined(separator: " ")),
        ]
    }
}
