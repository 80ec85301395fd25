import Console
import Drawing
import Events
import Messages
import Routing
import Screens
import Sessions

/// Measures the processor time of the console thread for a key, from the key press to the drawn canvas.
///
/// Figures are printed in milliseconds. Writing to the terminal is not included.
enum ConsoleFigures {
    /// The entries that arrive between two frames, at 20,000 messages and 30 frames per second.
    private static let entriesPerFrame = 667
    /// The time for which ``ConsoleLoop`` folds entries before it checks for keys, in nanoseconds.
    private static let drainTime: UInt64 = 4_000_000
    /// The number of entries that ``ConsoleLoop`` folds at a time.
    private static let drainCount = 16
    private static let size = Size(columns: 160, rows: 45)

    static func printAll(matching filters: some Collection<String>) {
        let all: [(name: String, figures: () -> [UInt64])] = [
            ("key to frame, 100,000 entries, 20,000/s", { keysInTraffic() }),
            ("key to frame, 100,000 entries, filtered", { keysInTraffic(filter: "kind:offer|answer") }),
            ("any key in a ladder of 10,000 arrows", { keysInLadder() }),
            ("filter to first screenful: kind:offer", { [filter("kind:offer").first] }),
            ("filter to first screenful: from:p7 cand:host", { [filter("from:p7 cand:host").first] }),
            ("filter to first screenful: a word", { [filter("192.0.2.17").first] }),
            ("filter to first screenful: ~regex", { [filter("~vp8.*h264").first] }),
            ("filter to the last entry: kind:offer", { [filter("kind:offer").all] }),
            ("filter to the last entry: a word", { [filter("192.0.2.17").all] }),
            ("filter to the last entry: ~regex", { [filter("~vp8.*h264").all] }),
        ]
        for (name, figures) in all where filters.isEmpty || filters.contains(where: name.contains) {
            print(name, figures().sorted())
        }
        if filters.isEmpty || filters.contains("idle") { Swift.print("idle for 60 s: \(idleFrames()) frames") }
        if filters.isEmpty || filters.contains("memory") { Swift.print(memory()) }
    }

    private static func print(_ name: String, _ sorted: [UInt64]) {
        func text(_ nanoseconds: UInt64) -> String { "\(nanoseconds / 1_000_000).\(nanoseconds / 100_000 % 10)" }
        let percentile = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        let (median, maximum) = (sorted[sorted.count / 2], sorted.last ?? 0)
        let figures =
            sorted.count == 1 ? text(median) : "\(text(median))  p99 \(text(percentile))  max \(text(maximum))"
        Swift.print(name + String(repeating: " ", count: max(1, 48 - name.count)) + figures + "  ms")
    }

    // MARK: Measurements

    /// Returns a console with 100,000 entries, 19 candidates per description, and further entries of the same kind.
    private static func console() -> (model: Model, rest: ArraySlice<Entry>) {
        // 100,000 entries exceed the journal's default size.
        var limits = Journal.Limits()
        limits.bytes = 1 << 30
        let endpoint = Endpoint(socket: "ws://localhost:8080", page: "http://localhost:8080/", addresses: "127.0.0.1")
        var model = Model(Session(endpoint, journal: Journal(limits: limits)), size: size)
        let entries = Traffic.entries(100_000 + 400 * entriesPerFrame, candidates: 19)
        _ = update(&model, .arrived(entries.prefix(100_000).map(RelayEvent.entry), lost: 0))
        _ = update(&model, .tick(entries[100_000].time))
        return (model, entries[100_000...])
    }

    private static func type(_ text: String, _ model: inout Model) {
        for scalar in text.unicodeScalars { _ = update(&model, .key(scalar == "\n" ? .enter : .character(scalar))) }
    }

    /// Presses keys of all kinds, each after the entries of a frame have arrived.
    private static func keysInTraffic(filter: String = "") -> [UInt64] {
        var (model, rest) = console()
        if !filter.isEmpty { type("/\(filter)\n", &model) }
        while model.isBusy { _ = update(&model, .continueWork) }
        let keys = Array("jkkGgjjj  uF jqCqTqlkjvqGp pt tttt]]kk[%nz zGf f|||").map {
            Key.character($0.unicodeScalars.first ?? "j")
        }
        return (0..<400).map { index in
            let arriving = rest.prefix(entriesPerFrame)
            rest = rest.dropFirst(entriesPerFrame)
            let start = ThreadClock.now()
            // The key waits for the batch that is being folded, and the frame for the next one.
            var batches = arriving[...]
            while !batches.isEmpty, ThreadClock.now() - start < drainTime {
                _ = update(&model, .arrived(batches.prefix(drainCount).map(RelayEvent.entry), lost: 0))
                batches = batches.dropFirst(drainCount)
            }
            _ = update(&model, .key(keys[index % keys.count]))
            _ = view(model)
            let elapsed = ThreadClock.now() - start
            if elapsed > 16_000_000 { Swift.print("  \(elapsed / 1_000_000) ms for", keys[index % keys.count].label) }
            for entry in batches { _ = update(&model, .arrived([.entry(entry)], lost: 0)) }
            return elapsed
        }
    }

    private static func keysInLadder() -> [UInt64] {
        let endpoint = Endpoint(socket: "ws://localhost:8080", page: "http://localhost:8080/", addresses: "127.0.0.1")
        var model = Model(Session(endpoint), size: size)
        var number = 0
        func append(_ content: Entry.Content, at time: Instant) {
            number += 1
            _ = update(&model, .arrived([.entry(Entry(number: number, time: time, content: content))], lost: 0))
        }
        let peers = (1...2).map {
            Peer(id: PeerID($0), name: nil, room: "demo", isAware: false, address: "127.0.0.1:1")
        }
        for peer in peers { append(.joined(peer), at: .start) }
        for index in 0..<10_000 {
            let (one, other) = index % 2 == 0 ? (peers[0], peers[1]) : (peers[1], peers[0])
            let message = index % 20 == 0 ? Samples.message(index, isOffer: index % 40 == 0) : .text(Samples.candidate)
            let delivery = Delivery(message: message, sender: .peer(one.id), room: "demo", recipients: [other.id])
            append(.message(delivery), at: Instant(nanoseconds: Int64(index) * 1_000_000))
        }
        type("l", &model)
        let keys = Array("vkkkkkvjjgGZkZRCHL]] [[%ukk G").map { Key.character($0.unicodeScalars.first ?? "j") }
        return (0..<300).map { index in
            let start = ThreadClock.now()
            _ = update(&model, .key(keys[index % keys.count]))
            _ = view(model)
            return ThreadClock.now() - start
        }
    }

    /// Returns the time from the last key of a filter to the newest matches on the screen, and to all matches.
    private static func filter(_ text: String) -> (first: UInt64, all: UInt64) {
        var (model, _) = console()
        type("/", &model)
        _ = update(&model, .paste(String(text.dropLast())))
        while model.isBusy { _ = update(&model, .continueWork) }
        let start = ThreadClock.now()
        type(String(text.suffix(1)), &model)
        _ = view(model)
        let first = ThreadClock.now() - start
        while model.isBusy { _ = update(&model, .continueWork) }
        return (first, ThreadClock.now() - start)
    }

    /// Returns the number of frames drawn in a minute without events, two minutes after the last event.
    private static func idleFrames() -> Int {
        var (model, _) = console()
        for _ in 0..<120 {
            _ = update(&model, .tick(Instant(nanoseconds: model.context.session.now.nanoseconds + 1_000_000_000)))
        }
        var shown = view(model)
        var frames = 0
        for _ in 0..<60 {
            _ = update(&model, .tick(Instant(nanoseconds: model.context.session.now.nanoseconds + 1_000_000_000)))
            let next = view(model)
            // A count of minutes changes once in that time.
            if next != shown { frames += 1 }
            shown = next
        }
        return frames
    }

    /// Returns the number of entries and bytes that the default journal keeps of 150,000 entries, with its limit.
    private static func memory() -> String {
        var model = Model(
            Session(Endpoint(socket: "", page: "", addresses: "")), size: size)
        for entry in Traffic.entries(150_000, candidates: 19) { _ = update(&model, .arrived([.entry(entry)], lost: 0)) }
        let (bytes, limit) = (model.context.session.journal.bytes, model.context.session.journal.limits.bytes)
        return
            "memory: \(model.context.session.journal.count) of 150,000 entries kept, \(bytes >> 20) of \(limit >> 20) MiB counted"
    }
}
