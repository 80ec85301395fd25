import SignalingSupport
import TestSupport

@testable import Events
@testable import Messages
@testable import Routing

/// A random conversation on a switchboard: peers join, send the messages of recorded calls and leave, while the operator
/// intercepts, replays, kicks and bans.
///
/// In front of an upstream server, each client has a socket of its own, and the server sends messages on at random.
struct RandomConversation {
    /// A message of a recorded call, and whether the peer that joined first sent it.
    struct RecordedMessage {
        let isOfFirstPeer: Bool
        let message: Message
    }

    /// A recorded call that two peers repeat, a message at a time.
    private struct RepeatedCall {
        let messages: [RecordedMessage]
        let peers: [PeerID]
        var next = 0
    }

    /// The entries of the switchboard.
    private(set) var entries: [Entry] = []
    /// The time at the end.
    private(set) var time = Instant.start

    private var switchboard = Switchboard()
    private var script = EventScript()
    private let isProxied: Bool
    private var arrivals = 0
    private var calls: [RepeatedCall] = []

    /// The state of the switchboard at the end.
    var snapshot: Snapshot { switchboard.snapshot }

    /// Returns the messages of every recorded call.
    static func recordedCalls() throws -> [[RecordedMessage]] {
        try Recording.names().map { name in
            try Recording.named(name).play().compactMap(\.delivery).map { delivery in
                RecordedMessage(isOfFirstPeer: delivery.author == PeerID(1), message: delivery.message)
            }
        }
    }

    /// Plays a conversation of so many steps that repeats some of `recorded`.
    init(
        steps: Int, of recorded: [[RecordedMessage]], isProxied: Bool = false, _ generator: inout SeededGenerator
    ) {
        self.isProxied = isProxied
        let ends = isProxied ? 2 : 1
        // A kind that is rare in the recordings is as likely as a candidate.
        let kinds = Dictionary(grouping: recorded.joined().map(\.message)) { ParsedMessage($0).kind }
            .sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        for _ in 0..<steps {
            pass(Int64.random(in: 0...50_000_000, using: &generator))
            let present = switchboard.present.map(\.id)
            switch Int.random(in: 0..<20, using: &generator) {
            case _ where present.count < 2 * ends: join(&generator)
            case 0 where present.count < 6 * ends: join(&generator)
            case 1: play("\(Self.element(of: present, &generator)) leaves")
            case 2..<5: play(command(present, &generator))
            case 5: pass(Int64.random(in: 0...40_000_000_000, using: &generator))
            case 6, 7:
                let messages = kinds.randomElement(using: &generator) ?? []
                guard let message = messages.randomElement(using: &generator) else { continue }
                receive(.received(Self.element(of: present, &generator), message))
            case 8 where !recorded.isEmpty:
                let messages = recorded.randomElement(using: &generator) ?? []
                calls.append(RepeatedCall(messages: messages, peers: clients.shuffled(using: &generator)))
            case 9..<15 where isProxied: forward(&generator)
            default: repeatCall(&generator)
            }
        }
        pass(Int64.random(in: 0...20_000_000_000, using: &generator))
    }

    private mutating func join(_ generator: inout SeededGenerator) {
        arrivals += 1
        guard !isProxied else {
            let (client, server) = (arrivals, arrivals + 1)
            arrivals += 1
            play("p\(client) joins s\(client) partner=p\(server)")
            return play("p\(server) joins s\(client) partner=p\(client) server")
        }
        let room = Bool.random(using: &generator) ? "demo" : "other"
        let name = Int.random(in: 1...5, using: &generator)
        play("p\(arrivals) joins \(room) name=n\(name)\(Bool.random(using: &generator) ? " aware" : "")")
    }

    private var clients: [PeerID] { switchboard.present.filter { $0.role == .client }.map(\.id) }

    /// Sends one of the last messages of clients on, or a changed copy of it, as the upstream server.
    private mutating func forward(_ generator: inout SeededGenerator) {
        let servers = switchboard.present.filter { $0.role == .server }.map(\.id)
        let messages = entries.suffix(12).compactMap(\.delivery).filter { !servers.contains($0.author) }.map(\.message)
        guard let server = servers.randomElement(using: &generator),
            let message = messages.randomElement(using: &generator)
        else { return }
        guard Int.random(in: 0..<4, using: &generator) == 0, var text = message.text else {
            return receive(.received(server, message))
        }
        text.replace("a=rtcp-mux", with: "a=x-rtcp-mux")
        text.replace("sdpMid", with: "mid")
        receive(.received(server, .text(text)))
    }

    /// Sends the next message of a call that is repeated.
    private mutating func repeatCall(_ generator: inout SeededGenerator) {
        guard let index = calls.indices.randomElement(using: &generator) else { return }
        let call = calls[index]
        guard call.next < call.messages.count else {
            calls.remove(at: index)
            return
        }
        calls[index].next += 1
        let message = call.messages[call.next]
        receive(.received(call.peers[message.isOfFirstPeer ? 0 : 1], message.message))
    }

    /// Returns a random command of the operator.
    private func command(_ present: [PeerID], _ generator: inout SeededGenerator) -> String {
        let filters = ["", "kind:offer", "kind:candidate", "from:p1", "to:p2", "size>200", "-kind:bye"]
        let filter = Self.element(of: filters, &generator)
        let number = Int.random(in: 1...5, using: &generator)
        let peer = Self.element(of: present, &generator)
        let held = snapshot.held.map(\.entry).randomElement(using: &generator) ?? 1
        let commands = [
            "arms hold \(number) \(filter)", "arms delay \(number * 300) \(filter)", "arms drop \(filter)",
            "arms cross \(number) \(filter)", "disarms \(number)", "releases all", "releases #\(held)",
            "releases #\(held) overtaking", #"replaces #\#(held): {"changed":true}"#, "discards #\(held)",
            "kicks \(peer)", "bans name n\(number) for \(number)", "lifts \(number)", "guards on", "guards off demo",
            "delivers binary to \(peer)", "replays #\(Int.random(in: 1...40, using: &generator)) to \(peer)",
        ]
        return "operator " + Self.element(of: commands, &generator)
    }

    /// Gives the switchboard the event of `line`, unless it replays an entry that is no message.
    private mutating func play(_ line: String) {
        let entries = entries
        let event = script.event(line[...]) { number in entries.first { $0.number == number }?.delivery }
        if let event { receive(event) }
    }

    private mutating func receive(_ event: Switchboard.Event) {
        for case .record(let entry) in switchboard.receive(event, at: time) { entries.append(entry) }
    }

    private mutating func pass(_ nanoseconds: Int64) {
        let end = time.advanced(by: nanoseconds)
        while let due = switchboard.due, due <= end {
            time = max(time, due)
            receive(.timerFired)
        }
        time = end
    }

    private static func element<Element>(of elements: [Element], _ generator: inout SeededGenerator) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }
}
