import ArgumentParser

struct PairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs", abstract: "Pairs, each in a room of its own, send descriptions back and forth.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "The number of pairs.")
    var pairs = Pairs().pairs

    @Option(help: "The size of a message in bytes.")
    var bytes = Pairs().bytes

    @Option(help: "The number of messages that are on their way in a pair at a time.")
    var inFlight = Pairs().inFlight

    @Option(help: "The maximum number of messages per second of all pairs together. (default: no limit)")
    var rate: Int?

    func validate() throws {
        try check("pairs", pairs, in: 1...100_000)
        try check("rate", rate ?? 1, in: 1...10_000_000)
        try check("bytes", bytes, in: Payload.minimumBytes...16_000_000)
        try check("in-flight", inFlight, in: 1...10_000)
    }

    func run() throws {
        let scenario = Pairs(pairs: pairs, bytes: bytes, inFlight: inFlight, rate: rate)
        let limit = rate.map { ", at most \($0) per second" } ?? ""
        try target.run("\(pairs) pairs, \(bytes) bytes, \(inFlight) in flight\(limit)") { generator, server in
            try scenario.run(on: generator, server: server, timing: time.timing)
        }
    }
}

struct FanOutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fan-out", abstract: "A client sends messages to all others in a room.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "The number of receivers.")
    var receivers = FanOut().receivers

    @Option(help: "The size of a message in bytes.")
    var bytes = FanOut().bytes

    @Option(help: "The number of messages that are on their way at a time.")
    var inFlight = FanOut().inFlight

    func validate() throws {
        try check("receivers", receivers, in: 1...100_000)
        try check("bytes", bytes, in: Payload.minimumBytes...16_000_000)
        try check("in-flight", inFlight, in: 1...10_000)
    }

    func run() throws {
        let scenario = FanOut(receivers: receivers, bytes: bytes, inFlight: inFlight)
        try target.run("one to \(receivers), \(bytes) bytes, \(inFlight) in flight") { generator, server in
            try scenario.run(on: generator, server: server, timing: time.timing)
        }
    }
}

struct IdleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "Measures the memory of idle connections.",
        discussion: """
            Memory is measured when all connections are open, and again after a call in each pair. Restart the relay \
            before: one that has been under load reuses memory, and the figures are too small.
            """)

    @OptionGroup var target: Target

    @Option(help: "The number of connections.")
    var connections = Idle().connections

    @Option(help: "The time without traffic before memory is measured, in seconds.")
    var quiet = Idle().quiet

    func validate() throws {
        try check("connections", connections, in: 2...1_000_000)
        try check("quiet", seconds: quiet, in: 0...3600)
    }

    func run() throws {
        let scenario = Idle(connections: connections, quiet: quiet)
        try target.run("\(connections) idle connections") { generator, server in
            try scenario.run(on: generator, server: server)
        }
    }
}

struct ChurnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "churn", abstract: "Clients repeatedly connect, open a WebSocket, and close it.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "The number of concurrent connections.")
    var atOnce = Churn().concurrency

    func validate() throws {
        try check("at-once", atOnce, in: 1...10_000)
    }

    func run() throws {
        let scenario = Churn(concurrency: atOnce)
        try target.run("\(atOnce) clients that connect and disconnect") { generator, server in
            try scenario.run(on: generator, server: server, timing: time.timing)
        }
    }
}
