internal import DequeModule
import Events

/// The queues of held messages: one for each lane, which is from one sender to one receiver.
///
/// A queue is first in, first out, and holds the messages' numbers in ``HeldMessages``, which only grow. All operations
/// on a lane take a time that does not depend on other lanes.
struct Lanes: Sendable {
    /// What is held on one lane.
    struct Queue: Sendable {
        /// The oldest first.
        fileprivate(set) var numbers = Deque<Int>()
        /// The bytes of these messages, as ``HeldMessage/size`` counts them.
        fileprivate(set) var bytes = 0

        /// The number of messages.
        var count: Int { numbers.count }

        fileprivate mutating func remove(_ number: Int, bytes: Int) {
            if numbers.first == number {
                numbers.removeFirst()
            } else if let index = numbers.firstIndex(of: number) {
                // From the middle, by the operator's hand: a lane is no longer than ``HeldMessages/laneLimit`` allows.
                numbers.remove(at: index)
            } else {
                return
            }
            self.bytes -= bytes
        }
    }

    /// By receiver, and by sender; none is empty.
    private var queues: [PeerID: [PeerID: Queue]] = [:]

    /// What is held on a lane; `nil` if nothing is.
    func queue(from sender: PeerID, to receiver: PeerID) -> Queue? { queues[receiver]?[sender] }

    /// The first message held on a lane; `nil` if nothing is.
    func first(from sender: PeerID, to receiver: PeerID) -> Int? { queues[receiver]?[sender]?.numbers.first }

    /// All that is held for `receiver`, in order.
    func numbers(to receiver: PeerID) -> [Int] { queues[receiver]?.values.flatMap(\.numbers).sorted() ?? [] }

    /// Adds a message at the end of a lane and returns the number of messages there, and their bytes.
    mutating func append(
        _ number: Int, bytes: Int, from sender: PeerID, to receiver: PeerID
    ) -> (count: Int, bytes: Int) {
        func append(to queue: inout Queue) -> (Int, Int) {
            queue.numbers.append(number)
            queue.bytes += bytes
            return (queue.count, queue.bytes)
        }
        return append(to: &queues[receiver, default: [:]][sender, default: Queue()])
    }

    /// Takes a message out of a lane and returns the one that has become the first by that, if any has.
    mutating func remove(_ number: Int, bytes: Int, from sender: PeerID, to receiver: PeerID) -> Int? {
        guard let row = queues.index(forKey: receiver), let place = queues.values[row].index(forKey: sender) else {
            return nil
        }
        let wasFirst = queues.values[row].values[place].numbers.first == number
        queues.values[row].values[place].remove(number, bytes: bytes)
        if let first = queues.values[row].values[place].numbers.first { return wasFirst ? first : nil }
        queues.values[row].remove(at: place)
        if queues.values[row].isEmpty { queues.remove(at: row) }
        return nil
    }

    /// Counts `difference` more bytes on a lane, one of whose messages has become so much longer.
    mutating func grow(by difference: Int, from sender: PeerID, to receiver: PeerID) {
        queues[receiver]?[sender]?.bytes += difference
    }
}
