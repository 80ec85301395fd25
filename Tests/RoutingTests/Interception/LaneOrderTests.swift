import TestSupport
import Testing

@testable import Events
@testable import Filtering
@testable import Messages
@testable import Routing

/// Whatever is held, released, dropped or replaced and whoever leaves: the messages from one peer to another arrive in
/// order and once, and every loss is recorded.
///
/// The model keeps a list for each lane and is independent of the switchboard's state.
@Suite struct LaneOrderTests {
    private struct Lane: Hashable {
        let from: PeerID
        let to: PeerID
    }

    /// A switchboard, and the messages that it must hold.
    private struct Model {
        private var switchboard: Switchboard
        private(set) var time = Instant.start
        private(set) var lanes: [Lane: [Int]] = [:]
        private var entries = 0
        private var delivered: [PeerID] = []
        private(set) var mostReleased = 0
        /// Whether the next release may overtake earlier messages.
        var isOvertaking = false

        init(guardsGlare: Bool) { switchboard = Switchboard(guardsGlare: guardsGlare) }

        var isBehind: Bool { switchboard.isBehind }
        var held: [Int] { Set(lanes.values.joined()).sorted() }

        mutating func receive(_ event: Switchboard.Event) {
            var released = 0
            for action in switchboard.receive(event, at: time) {
                switch action {
                case .deliver(_, let recipients): delivered += recipients
                case .close, .report, .closeProbe: break
                case .record(let entry):
                    entries += 1
                    let content = entry.content
                    if case .message(let delivery) = content {
                        if delivery.release != nil { released += delivery.recipients.count }
                        follow(delivery)
                    }
                    if case .left(let peer, _) = content { lanes = lanes.filter { $0.key.to != peer } }
                    // Messages for a peer that left have been removed from the model by then.
                    if case .noted(.discarded(let discard)) = content, discard.cause == .operator {
                        for recipient in discard.recipients { remove(discard.entry, discard.sender, recipient) }
                    }
                    delivered = []
                }
            }
            mostReleased = max(mostReleased, released)
            check()
        }

        private mutating func follow(_ delivery: Delivery) {
            #expect(delivered.sorted() == delivery.recipients.sorted(), "entry \(entries)")
            for recipient in delivery.recipients {
                let lane = Lane(from: delivery.author, to: recipient)
                guard let release = delivery.release else {
                    #expect(lanes[lane] == nil, "#\(entries) overtakes what is held for \(recipient)")
                    continue
                }
                if !isOvertaking { #expect(lanes[lane]?.first == release.entry, "#\(entries) to \(recipient)") }
                remove(release.entry, delivery.author, recipient)
            }
            for interception in delivery.interceptions where interception.fate != .dropped {
                for recipient in interception.recipients {
                    lanes[Lane(from: delivery.author, to: recipient), default: []].append(entries)
                }
            }
        }

        private mutating func remove(_ entry: Int, _ sender: PeerID, _ recipient: PeerID) {
            let lane = Lane(from: sender, to: recipient)
            let index = lanes[lane]?.firstIndex(of: entry)
            #expect(index != nil, "#\(entry) was not held for \(recipient)")
            if let index { lanes[lane]?.remove(at: index) }
            if lanes[lane]?.isEmpty == true { lanes[lane] = nil }
        }

        /// Expects that the snapshot lists exactly the messages of the model, in order.
        private func check() {
            let listed = switchboard.snapshot.held
            #expect(listed.map(\.entry) == listed.map(\.entry).sorted())
            var named: [Lane: [Int]] = [:]
            for held in listed {
                for recipient in held.recipients {
                    named[Lane(from: held.sender, to: recipient), default: []].append(held.entry)
                }
            }
            #expect(named == lanes)
            guard !switchboard.isBehind else { return }
            // The first message of a lane waits for a time in the future.
            for held in listed {
                for recipient in held.recipients
                where lanes[Lane(from: held.sender, to: recipient)]?.first == held.entry {
                    #expect(held.until.map { $0 > time } == true, "#\(held.entry) to \(recipient)")
                }
            }
        }

        mutating func pass(_ nanoseconds: Int64) {
            let end = time.advanced(by: nanoseconds)
            while let due = switchboard.due, due <= end {
                time = max(time, due)
                receive(.timerFired)
            }
            time = end
        }

        mutating func takeTurns() { while isBehind { receive(.timerFired) } }
    }

    private static let filters = ["", "a", "b", "to:p2", "to:p3 a", "from:p1", "-to:p4 b", "kind:offer", "size>3"]
    private static let texts = ["a", "b", "ab", "c", #"{"sdp":{"type":"offer","sdp":"v=0"}}"#, #"{"candidate":null}"#]

    private func command(_ generator: inout SeededGenerator, _ model: Model) throws -> Switchboard.Command {
        let held = model.held
        let some = held.isEmpty ? 1 : held[Int.random(in: held.indices, using: &generator)]
        switch Int.random(in: 0..<12, using: &generator) {
        case 0...3:
            let filter = try Filter(Self.filters.randomElement(using: &generator) ?? "")
            let seconds = Int.random(in: 1...4, using: &generator)
            let actions: [InterceptRule.Action] = [
                .hold(seconds: seconds), .delay(milliseconds: seconds * 300), .drop, .holdUntilGlare(seconds: seconds),
            ]
            return .addRule(try CompiledRule(filter, actions.randomElement(using: &generator) ?? .drop))
        case 4, 5: return .removeRule(Int.random(in: 1...12, using: &generator))
        case 6: return .releaseAll
        case 7: return .release([some], overtaking: false)
        case 8: return .release([some], overtaking: true)
        case 9: return .replace(some, .text("mine"))
        case 10: return .discard([some, some + 1])
        default: return .guardGlare(room: nil, isOn: Bool.random(using: &generator))
        }
    }

    @Test func messagesOfALaneArriveInOrderAndOnce() throws {
        try Seeds.forEach(0..<150) { generator in
            var model = Model(guardsGlare: Bool.random(using: &generator))
            for number in 1...6 {
                model.receive(.arrived(ConnectionRequest(id: PeerID(number), isAware: number == 6, address: "")))
            }
            for _ in 0..<Int.random(in: 20...150, using: &generator) {
                let peer = PeerID(Int.random(in: 1...6, using: &generator))
                switch Int.random(in: 0..<40, using: &generator) {
                case 0..<28: model.receive(.received(peer, .text(Self.texts.randomElement(using: &generator) ?? "")))
                case 28..<33: model.pass(Int64.random(in: 0...900_000_000, using: &generator))
                case 33: model.receive(.left(peer, .lost))
                default:
                    let command = try command(&generator, model)
                    if case .release(_, true) = command { model.isOvertaking = true }
                    model.receive(.command(command))
                    model.isOvertaking = false
                }
            }
            model.receive(.ending)
            model.takeTurns()
            #expect(model.lanes.isEmpty)
        }
    }

    /// Releases more messages at once than one turn delivers.
    @Test func aBacklogKeepsTheOrderOfEachLane() throws {
        try Seeds.forEach(0..<4) { generator in
            var model = Model(guardsGlare: false)
            for number in 1...30 { model.receive(.arrived(ConnectionRequest(id: PeerID(number), address: ""))) }
            model.receive(.command(.addRule(try CompiledRule(try Filter("a"), .hold(seconds: 30)))))
            for _ in 0..<60 {
                let peer = PeerID(Int.random(in: 1...30, using: &generator))
                model.receive(.received(peer, .text(["a", "b"].randomElement(using: &generator) ?? "")))
            }
            model.receive(.command(.removeRule(1)))
            #expect(model.isBehind)
            while model.isBehind {
                if Bool.random(using: &generator) { model.receive(.timerFired) }
                model.receive(.received(PeerID(Int.random(in: 1...30, using: &generator)), .text("c")))
            }
            #expect(model.lanes.isEmpty)
            // One batch, which the last message may exceed by its other recipients.
            #expect(model.mostReleased <= 256 + 29)
        }
    }
}
