import NIOCore

/// Rooms with as many peers as a room may have, one of whom says candidates without end.
///
/// On the event loop.
final class FullRooms {
    /// Peers in a room, as many as the relay lets in by default.
    static let peers = 100
    /// Candidates that one peer of each room says in a second: a little less than the relay allows by default.
    static let rate = 195

    let pool: ClientPool
    private let rooms: Int
    private let loop: any EventLoop
    private var message = NumberedMessage(Payload(bytes: 250, isOffer: true))
    private var said = 0
    private var speaking: [RepeatedTask] = []

    init(_ rooms: Int, on loop: any EventLoop) {
        self.rooms = rooms
        self.loop = loop
        pool = ClientPool(on: loop)
    }

    static func room(of number: Int) -> String { "full-\(number / peers)" }

    /// Has the first of each room speak, one room after the other.
    func begin() {
        let pace = TimeAmount.nanoseconds(1_000_000_000 / Int64(Self.rate))
        let bound = NIOLoopBound(self, eventLoop: loop)
        speaking = (0..<rooms).map { room in
            let offset = TimeAmount.nanoseconds(pace.nanoseconds * Int64(room) / Int64(rooms))
            return loop.scheduleRepeatedTask(initialDelay: pace + offset, delay: pace) { _ in bound.value.say(in: room)
            }
        }
    }

    func end() { for task in speaking { task.cancel() } }

    private func say(in room: Int) {
        said += 1
        message.setNumber(said)
        pool.clients[room * Self.peers]?.say(message)
    }
}
