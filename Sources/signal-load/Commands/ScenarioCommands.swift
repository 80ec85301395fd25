import ArgumentParser

struct PairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs", abstract: "Pairs, each in a room of its own, hand descriptions to and fro.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "How many pairs.")
    var pairs = Pairs().pairs

    @Option(help: "The size of a message in bytes.")
    var bytes = Pairs().bytes

    @Option(help: "How many messages are under way in a pair at a time.")
    var inFlight = Pairs().inFlight

    @Option(help: "How many messages a second all say together at the most. (default: as many as pass)")
    var rate: Int?

    func validate() throws {
        try Outcome.check("pairs", pairs, 1...100_000, "--pairs 50")
        try Outcome.check("rate", rate ?? 1, 1...10_000_000, "--rate 10000")
        try Outcome.check("bytes", bytes, Payload.leastBytes...16_000_000, "--bytes 2500")
        try Outcome.check("in-flight", inFlight, 1...10_000, "--in-flight 1")
    }

    func run() throws {
        let scenario = Pairs(pairs: pairs, bytes: bytes, inFlight: inFlight, rate: rate)
        let limit = rate.map { ", \($0) a second at the most" } ?? ""
        try target.run("\(pairs) pairs, \(bytes) bytes, \(inFlight) in flight\(limit)") { generator, server in
            try scenario.run(on: generator, server: server, timing: time.timing)
        }
    }
}

struct FanOutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fan-out", abstract: "One speaks, and all others in a room hear it.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "How many hear it.")
    var receivers = FanOut().receivers

    @Option(help: "The size of a message in bytes.")
    var bytes = FanOut().bytes

    @Option(help: "How many messages not all have heard yet, at a time.")
    var inFlight = FanOut().inFlight

    func validate() throws {
        try Outcome.check("receivers", receivers, 1...100_000, "--receivers 99")
        try Outcome.check("bytes", bytes, Payload.leastBytes...16_000_000, "--bytes 250")
        try Outcome.check("in-flight", inFlight, 1...10_000, "--in-flight 1")
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
        commandName: "idle", abstract: "Connections that are quiet, and what each keeps of the relay's memory.",
        discussion: """
            Memory is read when all are open, and again after a call in each pair of them. Start the relay anew for \
            it: one that has worked has memory to give, and the figures are too small.
            """)

    @OptionGroup var target: Target

    @Option(help: "How many connections.")
    var connections = Idle().connections

    @Option(help: "How long the relay is left alone before its memory is read, in seconds.")
    var quiet = Idle().quiet

    func validate() throws {
        try Outcome.check("connections", connections, 2...1_000_000, "--connections 2000")
        try Outcome.check("quiet", Int(max(-1, min(quiet * 1000, 1e9))), 0...3_600_000, "--quiet 2")
    }

    func run() throws {
        let scenario = Idle(connections: connections, quiet: quiet)
        try target.run("\(connections) quiet connections") { generator, server in
            try scenario.run(on: generator, server: server)
        }
    }
}

struct ChurnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "churn", abstract: "Connections open, upgrade and close, one after the other.")

    @OptionGroup var target: Target
    @OptionGroup var time: Time

    @Option(help: "How many do so at a time.")
    var atOnce = Churn().atOnce

    func validate() throws {
        try Outcome.check("at-once", atOnce, 1...10_000, "--at-once 20")
    }

    func run() throws {
        let scenario = Churn(atOnce: atOnce)
        try target.run("\(atOnce) connections that come and go") { generator, server in
            try scenario.run(on: generator, server: server, timing: time.timing)
        }
    }
}
