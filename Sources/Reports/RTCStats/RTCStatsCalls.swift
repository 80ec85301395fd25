/// The calls of a page that have not settled yet: a call is reported with its outcome, or after two seconds without one.
struct RTCStatsCalls: Sendable {
    /// The number of pending calls: 64; the oldest ones are forgotten.
    static let limit = 64
    /// The bytes of their descriptions: 256 KiB; a description beyond that is not kept.
    static let descriptionLimit = 256 * 1024
    /// The time after which a call is reported as pending, in microseconds: 2 s, as in other reports.
    static let slow: Int64 = 2_000_000

    /// A pending call.
    struct Pending: Sendable {
        let connection: Int?
        let method: RTCStatsMethod
        let id: String?
        let start: Int64
        /// The report, without an outcome.
        var content: PeerReport.Content
        /// The description that is applied; `nil` if it is not known.
        let description: RTCStatsDescription?
        /// The description that one made by `setLocalDescription` is told as a difference to.
        let base: RTCStatsDescription?
        var isReported = false

        var size: Int { (description?.size ?? 0) + (base?.size ?? 0) }
    }

    private(set) var list: [Pending] = []
    /// The start of the call that was reported last; `nil` once it was taken.
    private var start: Int64?

    // MARK: Beginnings

    mutating func begin(
        _ method: APICall.Method, _ event: RTCStatsEvent, _ description: RTCStatsDescription?,
        base: RTCStatsDescription?, at time: Int64
    ) {
        var call = APICall(method)
        switch method {
        case .addIceCandidate: call.candidate = event.candidate
        default: call.description = description?.applied(withText: true) ?? AppliedDescription()
        }
        let pending = Pending(
            connection: event.connection, method: event.method, id: event.callID, start: time, content: .call(call),
            description: description, base: base)
        guard list.reduce(pending.size, { $0 + $1.size }) > Self.descriptionLimit else { return append(pending) }
        call.description?.text = nil
        append(
            Pending(
                connection: event.connection, method: event.method, id: event.callID, start: time,
                content: .call(call), description: nil, base: nil))
    }

    /// Records a request for media; returns nothing, as it is reported with its outcome.
    mutating func begin(media event: RTCStatsEvent, at time: Int64) -> PeerReport.Content? {
        guard case .media(let method) = event.method else { return nil }
        append(
            Pending(
                connection: nil, method: event.method, id: event.callID, start: time,
                content: .media(event.media(method)), description: nil, base: nil))
        return nil
    }

    private mutating func append(_ pending: Pending) {
        if list.count >= Self.limit { list.removeFirst() }
        list.append(pending)
    }

    // MARK: Outcomes

    private func index(of event: RTCStatsEvent) -> Int? {
        list.firstIndex { pending in
            pending.id == event.callID && pending.method.isOfMedia == event.method.isOfMedia
                && pending.method.called == event.method.called
                && (event.method.isOfMedia || pending.connection == event.connection)
        }
    }

    /// The call that an outcome is of; `nil` if it is not known.
    func pending(_ event: RTCStatsEvent) -> Pending? { index(of: event).map { list[$0] } }

    /// Returns the report of a call that succeeded; `nil` if its beginning is not known.
    ///
    /// If `description` is `nil`, that of the call counts.
    mutating func succeed(
        _ event: RTCStatsEvent, with description: RTCStatsDescription? = nil, at time: Int64
    ) -> PeerReport.Content? {
        settle(event, at: time) { call in
            guard let description else { return }
            let isApplied = call.method == .setLocalDescription || call.method == .setRemoteDescription
            call.description = description.applied(withText: isApplied)
        }
    }

    /// Returns the report of a call that failed; if its beginning is not known, without its duration.
    mutating func fail(_ event: RTCStatsEvent, at time: Int64) -> PeerReport.Content? {
        if let content = settle(event, error: event.error, at: time, { _ in }) { return content }
        guard let method = event.method.called else { return nil }
        var call = APICall(method)
        call.error = event.error
        return .call(call)
    }

    private mutating func settle(
        _ event: RTCStatsEvent, error: ReportedError? = nil, at time: Int64, _ body: (inout APICall) -> Void
    ) -> PeerReport.Content? {
        guard let index = index(of: event) else { return nil }
        let pending = list.remove(at: index)
        start = pending.start
        switch pending.content {
        case .call(var call):
            call.duration = max(0, time - pending.start)
            call.error = error
            body(&call)
            return .call(call)
        case .media(var media):
            media.duration = max(0, time - pending.start)
            media.error = error
            return .media(media)
        default: return nil
        }
    }

    /// The start of the call that was just reported; `nil` if the report is none of a call.
    mutating func takeStart() -> Int64? {
        defer { start = nil }
        return start
    }

    /// Forgets the calls of a connection, which never settle once it is closed.
    mutating func removeAll(of connection: Int) { list.removeAll { $0.connection == connection } }

    /// Returns the reports of calls that take long, once for each.
    mutating func pendingReports(at time: Int64) -> [PeerReport] {
        var reports: [PeerReport] = []
        for index in list.indices where !list[index].isReported && time - list[index].start >= Self.slow {
            list[index].isReported = true
            reports.append(
                PeerReport(time: list[index].start, connection: list[index].connection, list[index].content))
        }
        return reports
    }
}
