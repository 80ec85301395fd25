public import Events

/// A recording of another program as the events of a relay.
public struct ImportedRecording: Sendable {
    /// The largest file that is read, in bytes: 256 MiB, as a file is read into memory as a whole, and one with an hour of
    /// signaling has a few.
    public static let byteLimit = 256 * 1024 * 1024

    /// The wall clock at `Instant.start`, in milliseconds since 1970-01-01 UTC; `nil` if the file does not tell.
    public var start: Int64?
    /// The URL of the server, such as `http://localhost:3000`; `nil` if the file does not tell.
    public var upstream: String?
    /// The events in order of time; entries are numbered from 1 without gaps.
    public var events: [RelayEvent] = []
    /// The parts of the file that could not be read, in order of discovery, at most ``ImportFault/limit``.
    public var faults: [ImportFault] = []
    /// The number of further parts that could not be read.
    public var otherFaults = 0
    /// The number of requests in the file that are no signaling and have no entries.
    public var otherRequests = 0

    /// Creates a recording without events.
    public init() {}

    /// Records a part of the file that could not be read, given the offset and the reason of the fault.
    ///
    /// Beyond ``ImportFault/limit``, faults are only counted, and their reasons are not made.
    mutating func addFault(at offset: Int, _ reason: @autoclosure () -> some CustomStringConvertible) {
        guard faults.count < ImportFault.limit else {
            otherFaults += 1
            return
        }
        faults.append(ImportFault(offset: offset, reason: reason().description))
    }

    /// Records a part of the file that could not be read; beyond ``ImportFault/limit`` it is counted.
    public mutating func addFault(_ fault: ImportFault) {
        if faults.count < ImportFault.limit { faults.append(fault) } else { otherFaults += 1 }
    }
}

/// A part of a file that could not be read.
public struct ImportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of faults of a file that are kept: 100, more than anyone reads.
    public static let limit = 100

    /// The offset of the part in the decompressed file, in bytes.
    public let offset: Int
    /// What was wrong, the value, and what is expected.
    public let reason: String

    public init(offset: Int, reason: String) {
        (self.offset, self.reason) = (offset, reason)
    }

    /// The fault with its place, in a line: `byte 812: invalid opcode "9": expected 1 or 2`.
    public var description: String { "byte \(offset): \(reason)" }
}
