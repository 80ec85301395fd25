import Text

/// An event of a connection or of a page, as rtcstats-js tells it.
struct TraceEvent {
    /// The JSON of its argument.
    enum Argument {
        case none
        case bytes([UInt8])
        /// A part of the text that is read.
        case place(Range<Int>)
    }

    /// Microseconds since 1970.
    var time: Int64
    /// The index of the page.
    var page: Int
    /// The index of the connection; `nil` if it is an event of the page.
    var connection: Int?
    /// The method, by name or number; `nil` if the page has disconnected.
    var method: String?
    var argument = Argument.none
    /// The id that a call and its outcome have in common; `nil` if there is none.
    var id: String?
    /// Whether it is a call that succeeds at once: Chromium tells only the failures of `addIceCandidate`.
    var succeeds = false
    /// The place in the text, in bytes.
    var offset: Int
}

/// The events of a dump with its pages and connections, from which ``TraceReplay`` makes those of the relay.
///
/// ```
/// webrtc-internals: updateLog, stats ─┐
///                                     ├─► trace ─► sorted by time ─► replay
/// RTCStatsDump: lines ────────────────┘
/// ```
struct StatisticsTrace {
    /// The number of pages: 256, as many as a relay accepts.
    static let pageLimit = 256
    /// The number of connections: 1024, as many as a console keeps.
    static let connectionLimit = 1024
    /// The number of events: two million, those of a day of calls.
    static let eventLimit = 2_000_000
    /// The number of requests for media whose pages are remembered: 4096.
    static let requestLimit = 4096

    /// A page.
    struct Page {
        let url: String
        var agent = ""
        var address = ""
    }

    /// A connection.
    private struct Connection {
        var isClosed = false
        /// The index of the last call of `addIceCandidate`.
        var lastCandidate: Int?
    }

    var pages: [Page] = []
    private(set) var events: [TraceEvent] = []
    private(set) var faults: [ImportFault] = []
    private(set) var otherFaults = 0
    private var connections: [Connection] = []
    private var pagesByKey: [String: Int] = [:]
    private var pagesOfProcess: [String: Int] = [:]
    private var requests: [String: (number: Int, page: Int)] = [:]

    // MARK: Pages and connections

    /// Finds or adds the page with that URL in a process of the browser.
    ///
    /// - Parameters:
    ///   - process: The id of the process.
    ///   - url: The URL, of which the query and the fragment are not kept; `nil` for the first page of the process.
    /// - Returns: The index of the page; `nil` if there are too many.
    mutating func page(process: String, url: String?) -> Int? {
        let bare = url.map { String($0.prefix { $0 != "?" && $0 != "#" }) }
        // Two tabs with different queries may be in one process.
        let key = process + " " + (url ?? "")
        if let page = url == nil ? pagesOfProcess[process] : pagesByKey[key] { return page }
        guard pages.count < Self.pageLimit else { return nil }
        pagesByKey[key] = pages.count
        if pagesOfProcess[process] == nil { pagesOfProcess[process] = pages.count }
        pages.append(Page(url: bare ?? ""))
        return pages.count - 1
    }

    /// The index of a new connection; `nil` if there are too many.
    mutating func addConnection() -> Int? {
        guard connections.count < Self.connectionLimit else { return nil }
        connections.append(Connection())
        return connections.count - 1
    }

    /// Remembers the page of a request for media, as its outcome does not tell it.
    mutating func addRequest(_ id: String, of page: Int) {
        guard requests[id] == nil, requests.count < Self.requestLimit else { return }
        requests[id] = (requests.count, page)
    }

    /// The number and the page of a request for media; `nil` if it is not known.
    func request(_ id: String) -> (number: Int, page: Int)? { requests[id] }

    // MARK: Events

    /// Appends an event, unless there are too many.
    mutating func append(_ event: TraceEvent) {
        guard events.count < Self.eventLimit else {
            return addFault(event.offset, "there are more than \(Self.eventLimit) events: expected at most so many")
        }
        events.append(event)
    }

    /// Appends an event that Chromium told about a connection.
    mutating func append(
        _ told: ChromiumEvent, of connection: Int, page: Int, at time: Int64, offset: Int
    ) {
        for (method, argument) in told.events {
            var event = TraceEvent(time: time, page: page, connection: connection, method: method, offset: offset)
            event.argument = argument.map { .bytes(Array($0.utf8)) } ?? .none
            switch method {
            case "addIceCandidate":
                event.succeeds = true
                connections[connection].lastCandidate = events.count
            case "addIceCandidateOnFailure":
                if let call = connections[connection].lastCandidate, events.indices.contains(call) {
                    events[call].succeeds = false
                }
                connections[connection].lastCandidate = nil
            case "close": connections[connection].isClosed = true
            case ChromiumEvent.removed:
                // A page that was left does not close its connections.
                guard !connections[connection].isClosed else { continue }
                event.method = "onconnectionstatechange"
                event.argument = .bytes(Array(#""closed""#.utf8))
            default: break
            }
            append(event)
        }
    }

    /// Sorts the events by time; those of the same time remain in order.
    mutating func sort() {
        let order = events.indices.sorted { (events[$0].time, $0) < (events[$1].time, $1) }
        events = order.map { events[$0] }
    }

    // MARK: Faults

    mutating func addFault(_ offset: Int, _ reason: String) {
        if faults.count < ImportFault.limit {
            faults.append(ImportFault(offset: offset, reason: reason))
        } else {
            otherFaults += 1
        }
    }
}
