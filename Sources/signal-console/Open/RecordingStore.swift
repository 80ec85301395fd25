import EventLog
import Events
import Glibc
import Synchronization

/// The event logs that are open, from which the payloads of entries are read again when they are shown.
///
/// A log that was removed or renamed stays readable; one that was truncated or overwritten is not.
final class RecordingStore: EntryStore {
    /// The number of bytes that are read at a time: 64 KiB, some hundred candidates.
    fileprivate static let windowSize = 64 * 1024

    /// A part of a file.
    fileprivate struct Window {
        var file = -1
        var start = 0
        var bytes: [UInt8] = []
    }

    fileprivate struct State {
        /// The files; -1 for one that was closed.
        var descriptors: [Int32] = []
        /// The part that was read last, as the next entry is often beside the last one.
        var window = Window()
    }

    private let state = Mutex(State())

    deinit {
        state.withLock { state in
            for descriptor in state.descriptors where descriptor >= 0 { close(descriptor) }
        }
    }

    /// Adds the file of `descriptor`; returns its index in places, or `nil` if parts of it cannot be read again.
    func add(_ descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { return nil }
        return state.withLock { state in
            state.descriptors.append(copy)
            return state.descriptors.count - 1
        }
    }

    /// Closes a file, whose payloads can no longer be read.
    func remove(_ file: Int) {
        state.withLock { state in
            guard state.descriptors.indices.contains(file), state.descriptors[file] >= 0 else { return }
            close(state.descriptors[file])
            state.descriptors[file] = -1
        }
    }

    func content(at place: EntryPlace) -> Entry.Content? {
        let line = state.withLock { state in
            let isOpen = state.descriptors.indices.contains(place.file) && state.descriptors[place.file] >= 0
            return isOpen ? state.line(at: place) : nil
        }
        return line.flatMap(EventLogReader.content(ofEntry:))
    }
}

extension RecordingStore.State {
    /// Returns the line at `place`, without its end.
    fileprivate mutating func line(at place: EntryPlace) -> [UInt8]? {
        if let line = window.line(at: place) { return line }
        // The place is in the middle of the window, as a search goes from the newest entry to the oldest.
        var size = RecordingStore.windowSize
        var start = max(0, place.offset - size / 2)
        while size <= EventLogReader.lineLimit * 2 {
            let isEnd = window.read(place.file, descriptors[place.file], from: start, size) < size
            if let line = window.line(at: place) { return line }
            guard !isEnd else { return nil }
            (start, size) = (place.offset, size * 4)
        }
        return nil
    }
}

extension RecordingStore.Window {
    /// Returns the line at `place`; `nil` if it is not a part of the window as a whole.
    fileprivate func line(at place: EntryPlace) -> [UInt8]? {
        let index = place.offset - start
        guard file == place.file, bytes.indices.contains(index),
            let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        return Array(bytes[index..<end])
    }

    /// Reads `size` bytes of the file; returns their number, which is less at its end.
    fileprivate mutating func read(_ file: Int, _ descriptor: Int32, from start: Int, _ size: Int) -> Int {
        (self.file, self.start) = (file, start)
        bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(start)))
        }
        return bytes.count
    }
}
