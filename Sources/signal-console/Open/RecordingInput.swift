import EventLog
import Events
import Glibc
import HTTPMessages
import Importers
import Recordings

/// A file that is read as a recording: an event log piece by piece, a file of another program as a whole.
///
/// Owned by the thread that reads it.
final class RecordingInput {
    /// The number of bytes that are read at a time: 256 KiB, some milliseconds of folding.
    private static let pieceSize = 256 * 1024

    /// The path, as it was given.
    let path: String
    private var descriptor: Int32
    /// The number of bytes that were read.
    private var offset = 0
    private var log = EventLogReader()
    private let store: RecordingStore
    /// The index of the log in ``store``; `nil` if parts of it cannot be read again.
    private var file: Int?
    /// The logs before it that were rotated away, and can be read again.
    private var formerFiles: [Int] = []
    /// The number of such logs: 3, as an open file keeps its space on the disk after it is removed.
    private static let formerLimit = 3
    /// Whether the file is an event log.
    private var isLog = false
    /// The text of a compressed event log that is still to be read.
    private var decompressed: ArraySlice<UInt8>?
    /// The header of the log, or what takes its place.
    private(set) var header: EventLogHeader
    /// The events that were read and not yet returned.
    private var events: [RecordedEvent] = []
    /// The faults of a file of another program.
    private var importFaults: [ImportFault] = []
    private var otherFaults = 0

    /// Opens the file at `path`, adds it to `store` and reads its beginning; all of a file of another program.
    init(_ path: String, _ store: RecordingStore) throws(OpenError) {
        (self.path, self.store) = (path, store)
        let opened = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw .system(path, code: errno) }
        descriptor = opened
        header = EventLogHeader(created: 0, source: "")
        var first: [UInt8] = []
        while first.count < RecordingFormat.prefixLimit, let piece = try readPiece() { first += piece }
        guard !Self.isCompressed(first), RecordingFormat.detect(first) == .eventLog else {
            try importAll(beginning: first)
            return
        }
        try readHeader(beginning: first)
    }

    private func readHeader(beginning first: [UInt8]) throws(OpenError) {
        isLog = true
        // Standard input may begin in the middle of a file.
        file = decompressed == nil && path != "-" ? store.add(descriptor) : nil
        try read(log: first)
        while log.header == nil, let piece = try readPiece() { try read(log: piece) }
        guard let found = log.header else { throw .unreadable(path, "\(EventLogError.noHeader)") }
        header = found
    }

    deinit { close(descriptor) }

    /// The part of the file that was read, in percent; 100 if its size is not known.
    var percent: Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            return 100
        }
        return min(100, offset * 100 / max(1, Int(status.st_size)))
    }

    /// The number of places that could not be read.
    var faultCount: Int { log.faultCount + importFaults.count + otherFaults }

    /// The first place that could not be read, and why.
    var firstFault: String? {
        importFaults.first.map { "\(path) \($0)" } ?? log.faults.first.map { "\(path) line \($0.line): \($0.error)" }
    }

    /// Returns the next events; `nil` at the present end of the file.
    func read() throws(OpenError) -> [RecordedEvent]? {
        while events.isEmpty {
            guard isLog, let piece = try readPiece() else { return nil }
            try read(log: piece)
        }
        defer { events = [] }
        return events
    }

    /// Returns the next bytes of the file; `nil` at its end.
    private func readPiece() throws(OpenError) -> [UInt8]? {
        if let text = decompressed {
            decompressed = text.dropFirst(Self.pieceSize)
            return text.isEmpty ? nil : Array(text.prefix(Self.pieceSize))
        }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            let result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            code = result < 0 ? errno : 0
            count = max(0, result)
        }
        guard code == 0 else { throw .system(path, code: code) }
        offset += bytes.count
        return bytes.isEmpty ? nil : bytes
    }

    /// Opens the file that has replaced this one, such as after a rotation; returns whether there is one.
    func reopenIfReplaced() -> Bool {
        var (old, new) = (stat(), stat())
        guard isLog, decompressed == nil, path != "-", fstat(descriptor, &old) == 0, stat(path, &new) == 0,
            old.st_ino != new.st_ino || old.st_dev != new.st_dev
        else { return false }
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return false }
        close(descriptor)
        (descriptor, offset, log) = (opened, 0, EventLogReader(after: log.lastNumber))
        if let file { formerFiles.append(file) }
        if formerFiles.count > Self.formerLimit { store.remove(formerFiles.removeFirst()) }
        file = store.add(descriptor)
        return true
    }

    private func read(log bytes: [UInt8]) throws(OpenError) {
        var events: [RecordedEvent] = []
        do throws(EventLogError) {
            try log.read(bytes) { item, offset in
                switch item {
                case .event(let event, let time):
                    let place = file.map { EntryPlace(file: $0, offset: offset) }
                    events.append(RecordedEvent(.event(event), at: time, place: place))
                case .lost(let count, let time): events.append(RecordedEvent(.lost(count), at: time))
                case .end(let time): events.append(RecordedEvent(.end, at: time))
                }
            }
        } catch {
            throw .unreadable(path, "\(error)")
        }
        self.events += events
    }

    // MARK: Files of other programs

    /// Whether `bytes` are compressed with gzip (RFC 1952 §2.3.1).
    private static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    private func importAll(beginning first: [UInt8]) throws(OpenError) {
        var bytes = first
        while bytes.count <= ImportedRecording.byteLimit, let piece = try readPiece() { bytes += piece }
        if Self.isCompressed(bytes) {
            guard let text = Inflate.decode(file: bytes, limit: ImportedRecording.byteLimit) else {
                let limit = ImportedRecording.byteLimit
                throw .unreadable(path, "its compressed text is damaged, or has more than \(limit) bytes")
            }
            if !text.isComplete {
                importFaults.append(ImportFault(offset: text.bytes.count, reason: "the file ends early"))
            }
            bytes = text.bytes
            if RecordingFormat.detect(bytes) == .eventLog {
                decompressed = bytes[...]
                return try readHeader(beginning: [])
            }
        }
        do throws(ImportError) {
            adopt(try Self.imported(bytes))
        } catch {
            throw .unreadable(path, "\(error)")
        }
    }

    private static func imported(_ bytes: [UInt8]) throws(ImportError) -> (ImportedRecording, source: String) {
        switch RecordingFormat.detect(bytes) {
        case .har: (try HARImporter.read(bytes) { _ in true }, "har")
        case .webRTCInternals: (try WebRTCInternalsImporter.read(bytes) { _ in true }, "webrtc-internals")
        case .rtcStatsDump: (try RTCStatsDumpImporter.read(bytes) { _ in true }, "rtcstats")
        case .eventLog, nil: throw .notThisFormat
        }
    }

    private func adopt(_ imported: (recording: ImportedRecording, source: String)) {
        let recording = imported.recording
        header = EventLogHeader(
            created: recording.start ?? 0, source: imported.source, upstream: recording.upstream)
        importFaults += recording.faults
        otherFaults = recording.otherFaults
        var time = Instant.start
        for event in recording.events {
            if case .entry(let entry) = event { time = max(time, entry.time) }
            if case .report(let report) = event { time = max(time, report.occurred) }
            events.append(RecordedEvent(.event(event), at: time))
        }
        events.append(RecordedEvent(.end, at: time))
    }
}

/// The reason why a recording cannot be opened.
enum OpenError: Error, CustomStringConvertible {
    /// The system refused an operation on the file, with this code.
    case system(String, code: Int32)
    /// Nothing of the file could be read, for the reason given.
    case unreadable(String, String)

    /// The exit code (sysexits.h): that of unreadable input, or of data that is none.
    var exitCode: Int32 {
        switch self {
        case .system: EX_NOINPUT
        case .unreadable: EX_DATAERR
        }
    }

    var description: String {
        switch self {
        case .system(let path, let code): "cannot read \(path): \(String(cString: strerror(code)))"
        case .unreadable(let path, let reason): "\(path) is not a recording: \(reason)"
        }
    }
}
