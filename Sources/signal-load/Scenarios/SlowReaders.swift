import NIOCore

/// Those who never read what is said to them, and those who go on saying it.
///
/// On the event loop.
final class SlowReaders {
    /// How often each speaker speaks, and how much: 2.5 MB a second, less than the 4 MiB that a peer may say.
    private static let pace: TimeAmount = .milliseconds(20)
    private static let bytes = 50_000
    /// How long one stays away that was closed.
    private static let absence: TimeAmount = .milliseconds(200)
    /// How long one does not read, and then how long it does: it hears that it was closed only when it reads.
    private static let stupor: TimeAmount = .seconds(5)
    private static let waking: TimeAmount = .seconds(2)
    /// What the system keeps for one, in bytes: little, so that the relay feels it soon.
    private static let receiveBuffer = 4096

    let speakers: ClientPool
    /// Their losses are those that the relay closed.
    let readers: ClientPool
    private let generator: LoadGenerator
    private let count: Int
    private var message = NumberedMessage(Payload(bytes: bytes, isOffer: true))
    private var said = 0

    init(_ count: Int, on generator: LoadGenerator) {
        self.count = count
        self.generator = generator
        speakers = ClientPool(on: generator.loop)
        readers = ClientPool(on: generator.loop)
    }

    static func room(_ number: Int) -> String { "slow-\(number)" }

    func begin() {
        readers.opened = { [loop = generator.loop] client in
            client.setReading(false)
            let bound = NIOLoopBound(client, eventLoop: loop)
            loop.scheduleTask(in: Self.stupor) { bound.value.setReading(true) }
            loop.scheduleTask(in: Self.stupor + Self.waking) { bound.value.abandon() }
        }
        readers.closed = { [weak self] client in self?.open(client.number, after: Self.absence) }
        for number in 0..<count { open(number, after: .zero) }
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        generator.loop.scheduleRepeatedTask(initialDelay: Self.pace, delay: Self.pace) { _ in bound.value.say() }
    }

    private func open(_ number: Int, after delay: TimeAmount) {
        let pool = NIOLoopBound(readers, eventLoop: generator.loop)
        let bound = NIOLoopBound(self, eventLoop: generator.loop)
        generator.loop.scheduleTask(in: delay) { [generator] in
            generator.open(number, in: pool, room: Self.room(number), receiveBuffer: Self.receiveBuffer)
                .whenFailure { _ in bound.value.open(number, after: Self.absence) }
        }
    }

    private func say() {
        said += 1
        message.setNumber(said)
        for speaker in speakers.clients.values { speaker.say(message) }
    }
}
