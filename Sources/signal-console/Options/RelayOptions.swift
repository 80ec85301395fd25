import ArgumentParser
import Configuration
import Events

/// The options that say where the relay listens and what it does with messages.
struct RelayOptions: ParsableArguments {
    @Option(help: ArgumentHelp(OptionTable.host.helpWithDefault))
    var host: String?

    @Option(help: ArgumentHelp(OptionTable.port.helpWithDefault))
    var port: Int?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.loopback.help))
    var loopback: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.glareGuard.help))
    var glareGuard: Bool?

    @Option(help: ArgumentHelp(OptionTable.deliver.helpWithDefault))
    var deliver: PlainDelivery?

    @Option(help: ArgumentHelp(OptionTable.grace.helpWithDefault, valueName: "seconds"))
    var grace: Int?

    func validate() throws {
        if let grace, !(0...OptionTable.graceLimit).contains(grace) {
            throw ValidationError("grace \(grace) is no such time; give \(OptionTable.grace.values) seconds: --grace 2")
        }
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("port \(port) is no port; give one from 0 to 65535: --port 8080")
        }
        if let host, host.isEmpty {
            throw ValidationError("host '' is empty; give a name or an address: --host localhost")
        }
    }

    func apply(to configuration: inout Configuration) {
        if let host { configuration.host = host }
        if let port { configuration.port = port }
        if let loopback { configuration.loopback = loopback }
        if let deliver { configuration.plainDelivery = deliver }
        if let grace { configuration.grace = grace }
        if let glareGuard { configuration.guardsGlare = glareGuard }
    }
}
