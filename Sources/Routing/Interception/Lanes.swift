internal import DequeModule
import Events

/// The queues of held messages: one for each lane, from one sender to one recipient.
///
/// A queue is FIFO and contains the numbers of messages in ``HeldMessages``, which only grow. The time of an operation does
/// not depend on other lanes.
struct Lanes: Sendable {
    /// The messages that are held on one lane.
    struct Queue: Sendable {
        /// The numbers of the messages, oldest first.
        fileprivate(set) var numbers = Deque<Int>()
        /// The sum of their ``HeldMessage/size``.
        fileprivate(set) var bytes = 0

        /// The number of messages.
        var count: Int { numbers.count }

        fileprivate mutating func remove(_ number: Int, bytes: Int) {
            if numbers.first == number {
                numbers.removeFirst()
            } else if let index = numbers.firstIndex(of: number) {
                // The operator released or dropped a message in the middle; a lane has at most ``HeldMessages/laneLimit`` messages.
                numbers.remove(at: index)
            } else {
                return
            }
            self.bytes -= bytes
        }
    }

    /// The queues by recipient and by sender; none is empty.
    private var queues: [PeerID: [PeerID: Queue]] = [:]

    /// Returns the queue of a lane; `nil` if it is empty.
    func queue(from sender: PeerID, to recipient: PeerID) -> Queue? { queues[recipient]?[sender] }

    /// Returns the first message on a lane; `nil` if it is empty.
    func first(from sender: PeerID, to recipient: PeerID) -> Int? { queues[recipient]?[sender]?.numbers.first }

    /// Returns all messages for `recipient`, in order.
    func numbers(to recipient: PeerID) -> [Int] { queues[recipient]?.values.flatMap(\.numbers).sorted() ?? [] }

    /// Appends a message to a lane, and returns the number of messages on the lane and their bytes.
    mutating func append(
        _ number: Int, bytes: Int, from sender: PeerID, to recipient: PeerID
    ) -> (count: Int, bytes: Int) {
        func append(to queue: inout Queue) -> (Int, Int) {
            queue.numbers.append(number)
            queue.bytes += bytes
            return (queue.count, queue.bytes)
        }
        return append(to: &queues[recipient, default: [:]][sender, default: Queue()])
    }

    /// Removes a message from a lane, and returns the one that has become the first, if any has.
    mutating func remove(_ number: Int, bytes: Int, from sender: PeerID, to recipient: PeerID) -> Int? {
        guard let row = queues.index(forKey: recipient), let place = queues.values[row].index(forKey: sender) else {
            return nil
        }
        let wasFirst = queues.values[row].values[place].numbers.first == number
        queues.values[row].values[place].remove(number, bytes: bytes)
        if let first = queues.values[row].values[place].numbers.first { return wasFirst ? first : nil }
        queues.values[row].remove(at: place)
        if queues.values[row].isEmpty { queues.remove(at: row) }
        return nil
    }

    /// Adds `difference` bytes to a lane, one of whose messages was replaced by a longer one.
    mutating func grow(by difference: Int, from sender: PeerID, to recipient: PeerID) {
        queues[recipient]?[sender]?.bytes += difference
    }
}
