import ArgumentParser
import Configuration

/// The options that say what a connection may take.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp(OptionTable.maxMessageSize.helpWithDefault, valueName: "bytes"))
    var maxMessageSize: String?

    @Option(help: ArgumentHelp(OptionTable.maxQueueSize.helpWithDefault, valueName: "bytes"))
    var maxQueueSize: String?

    @Option(help: ArgumentHelp(OptionTable.maxRequestSize.helpWithDefault, valueName: "bytes"))
    var maxRequestSize: String?

    @Option(help: ArgumentHelp(OptionTable.maxPeers.helpWithDefault, valueName: "count"))
    var maxPeers: String?

    @Option(help: ArgumentHelp(OptionTable.roomLimit.helpWithDefault, valueName: "count"))
    var roomLimit: String?

    @Option(help: ArgumentHelp(OptionTable.maxMessageRate.helpWithDefault, valueName: "count"))
    var maxMessageRate: String?

    @Option(help: ArgumentHelp(OptionTable.maxByteRate.helpWithDefault, valueName: "bytes"))
    var maxByteRate: String?

    @Option(help: ArgumentHelp(OptionTable.maxAddressConnections.helpWithDefault, valueName: "count"))
    var maxAddressConnections: String?

    @Option(help: ArgumentHelp(OptionTable.maxAddressRate.helpWithDefault, valueName: "count"))
    var maxAddressRate: String?

    @Option(help: ArgumentHelp(OptionTable.requestTime.helpWithDefault, valueName: "seconds"))
    var requestTime: String?

    @Option(help: ArgumentHelp(OptionTable.pingTime.helpWithDefault, valueName: "seconds"))
    var pingTime: String?

    @Option(help: ArgumentHelp(OptionTable.silenceTime.helpWithDefault, valueName: "seconds"))
    var silenceTime: String?

    /// What is said of each.
    var flags: [(option: OptionTable.Entry, text: String?)] {
        [
            (OptionTable.maxMessageSize, maxMessageSize),
            (OptionTable.maxQueueSize, maxQueueSize),
            (OptionTable.maxRequestSize, maxRequestSize),
            (OptionTable.maxPeers, maxPeers),
            (OptionTable.roomLimit, roomLimit),
            (OptionTable.maxMessageRate, maxMessageRate),
            (OptionTable.maxByteRate, maxByteRate),
            (OptionTable.maxAddressConnections, maxAddressConnections),
            (OptionTable.maxAddressRate, maxAddressRate),
            (OptionTable.requestTime, requestTime),
            (OptionTable.pingTime, pingTime),
            (OptionTable.silenceTime, silenceTime),
        ]
    }
}
