import Events
import Text

/// Reads a HAR, the HTTP archive of a browser, as the events of a proxy in front of the server.
///
/// ```
/// {"log":{…,"entries":[{…},…]}}      HAR 1.2; a WebSocket is an entry with `_webSocketMessages`
/// ```
/// A HAR is the view of one client: each WebSocket becomes a client and the server's end in a room of their own, as behind
/// a proxy, and the requests and WebSockets of an Engine.IO session become one client. A file that is cut off or malformed is
/// read as far as possible, with a fault.
///
/// Chromium records the messages of WebSockets, Firefox does not; both record polling requests with their bodies.
public enum HARImporter {
    /// The share of the work that is done once the text is read; the rest is the playing of its messages.
    private static let readingShare = 0.7
    /// The number of bytes after which the progress is reported: 1 MiB, a few milliseconds.
    private static let progressBytes = 1024 * 1024
    /// The number of steps after which the progress is reported.
    private static let progressSteps = 4096

    /// Reads a HAR.
    ///
    /// - Parameters:
    ///   - bytes: The file, decompressed.
    ///   - progress: Called now and then with the share of the work that is done, from 0 to 1; returns false to cancel.
    /// - Returns: The recording; without events if the file has no signaling.
    /// - Throws: The reason why nothing could be read.
    public static func read(
        _ bytes: [UInt8], progress: (Double) -> Bool
    ) throws(ImportError) -> ImportedRecording {
        try read(bytes, limit: HARSteps.defaultLimit, progress: progress)
    }

    /// Reads a HAR up to a number of entries and messages.
    static func read(
        _ bytes: [UInt8], limit: Int, progress: (Double) -> Bool
    ) throws(ImportError) -> ImportedRecording {
        guard bytes.count <= ImportedRecording.byteLimit else { throw .tooLarge(bytes.count) }
        var recording = ImportedRecording()
        var steps = HARSteps(limit: limit)
        try read(HARText(bytes), &steps, &recording, progress)
        let ordered = steps.ordered()
        if let first = ordered.first?.time, first > 0 { recording.start = first / 1000 }
        recording.upstream = steps.urls.lazy.compactMap(\.server).first
        let start = (recording.start ?? 0) * 1000
        var player = HARPlayer(steps.urls)
        for (index, (time, step)) in ordered.enumerated() {
            if index % progressSteps == 0 {
                let share = Double(index) / Double(ordered.count)
                guard progress(readingShare + share * (1 - readingShare)) else { throw .cancelled }
            }
            player.play(step, at: Instant(nanoseconds: (time - start) * 1000))
        }
        player.finish()
        recording.events = player.events
        return recording
    }

    /// Reads the steps of all entries in a text.
    private static func read(
        _ text: HARText, _ steps: inout HARSteps, _ recording: inout ImportedRecording, _ progress: (Double) -> Bool
    ) throws(ImportError) {
        var (hasLog, entryCount, isCancelled) = (false, 0, false)
        var (hasEntries, reported, last) = (false, 0, 0)
        /// The index of the entry in which the text breaks.
        var broken: Int?

        func readEntry(at index: Int) -> Int? {
            if index - reported >= progressBytes || reported == 0 {
                reported = index
                isCancelled = !progress(readingShare * Double(index) / Double(text.bytes.count))
            }
            last = index
            guard !isCancelled else { return nil }
            guard let end = text.endOfValue(index) else {
                broken = index
                return nil
            }
            entryCount += 1
            steps.add(JSONValue(text.bytes, at: index..<end), base: 0, to: &recording)
            return steps.isFull ? nil : end
        }
        func readLog(at index: Int) -> Int? {
            text.endOfObject(index) { name, value in
                guard name.elementsEqual("\"entries\"".utf8), text.has("[", at: value) else {
                    return text.endOfValue(value)
                }
                hasEntries = true
                return text.endOfArray(value, element: readEntry)
            }
        }
        let end = text.endOfObject(text.start) { name, value in
            guard name.elementsEqual("\"log\"".utf8), text.has("{", at: value) else { return text.endOfValue(value) }
            hasLog = true
            return readLog(at: value)
        }
        guard !isCancelled else { throw .cancelled }
        guard hasLog else { throw .notThisFormat }
        if steps.isFull {
            return recording.addFault(at: last, HARFault.tooMany(limit: steps.limit))
        }
        if end == nil || text.isFollowed(after: end), let error = text.error {
            if let broken, let bytes = text.completed(broken, before: error.offset) {
                steps.addBroken(bytes, base: broken, to: &recording)
            }
            let fault = ImportFault(offset: error.offset, reason: HARFault.json(expected: error.expected).description)
            if entryCount == 0, steps.urls.isEmpty { throw .nothingRead(fault) }
            recording.addFault(fault)
        } else if !hasEntries {
            throw .nothingRead(ImportFault(offset: text.start, reason: HARFault.noEntries.description))
        }
    }
}
