import Analysis
import Connections
import Drawing
import Events
import Exports
import Findings
import Negotiations
import Screens
import Sessions
import Text

/// The first line: the relay's address, peers and traffic, findings, and whether events were lost.
enum Header {
    static func draw(_ model: Model, on canvas: inout Canvas) {
        let session = model.context.session
        let source = model.recording.map { "■ \($0.state)" } ?? "● LIVE"
        let live = session.lost == 0 ? source : "\(source), \(session.lost) lost"
        let column = canvas.size.columns - Printable.width(live) - 1
        canvas.put(" signal-console", row: 0, column: 0, .title)
        let statistics = session.statistics
        let alarm = session.calls.findings.alarm.map {
            TextLine(text: Format.count($0.count, "finding"), style: FindingText.style($0.worst))
        }
        // In order of importance: those that do not fit are left out.
        let width = column - 17
        let addresses = model.recording.map { $0.names.map { TextLine(text: $0) } } ?? addresses(session)
        let requests = session.endpoint.upstream == nil ? nil : session.gauges?.requests
        let facts: [TextLine?] = [
            addresses.first { $0.width < width } ?? addresses.last,
            model.isReadOnly ? TextLine(text: "read-only", style: Style(.operated)) : nil,
            model.recording.flatMap(faults), recording(session.recording),
            intercepts(session, model.playback).map { TextLine(text: $0, style: Style(.operated)) },
            TextLine(text: peers(session)),
            TextLine(text: Format.count(statistics.all.messages, "msg") + " \(statistics.rate.messages)/s"),
            requests.map { TextLine(text: Format.count($0, "request")) },
            alarm,
            model.recording == nil ? TextLine(text: memory(session.journal), style: .chrome) : nil,
            TextLine(text: Format.bytes(statistics.rate.bytes) + "B/s", style: .chrome),
            TextLine(text: "up " + Format.age(.start, at: session.now), style: .chrome),
        ]
        var start = 17
        for fact in facts.compactMap(\.self) {
            guard start + fact.width < column else { break }
            start += canvas.put(fact, row: 0, column: start) + 2
        }
        canvas.put(live, row: 0, column: column, Style(session.lost == 0 ? .good : .warning))
    }

    /// The address that clients connect to: `ws://localhost:8080`; for a proxy with that of the upstream server and whether
    /// it answers: `http://localhost:8080 → http://localhost:3000 reachable`.
    ///
    /// From the longest text to the shortest.
    private static func addresses(_ session: Session) -> [TextLine] {
        let endpoint = session.endpoint
        guard let upstream = endpoint.upstream else { return [TextLine(text: endpoint.socket)] }
        let page = endpoint.page.hasSuffix("/") ? String(endpoint.page.dropLast()) : endpoint.page
        let state =
            switch session.isUpstreamReachable {
            case nil: TextLine.blank
            case true?: TextLine(text: " reachable", style: Style(.good))
            case false?: TextLine(text: " down", style: Style(.error))
            }
        let texts = ["\(page) → \(upstream)", "→ \(upstream)"].map { TextLine(text: $0) }
        // That the server is down is more important than the address that the browser has open.
        return session.isUpstreamReachable == false ? texts.map { $0 + state } : [texts[0] + state] + texts
    }

    /// `3 lines unread`; `nil` if all of the recording could be read.
    private static func faults(_ recording: OpenRecording) -> TextLine? {
        guard recording.faults > 0 else { return nil }
        return TextLine(text: "\(Format.count(recording.faults, "place")) unreadable", style: Style(.warning))
    }

    /// `rec calls.ndjson`, or `rec failed`; `nil` if events are not written to a file.
    private static func recording(_ news: RecordingNews?) -> TextLine? {
        guard let news else { return nil }
        let name = news.path.map { String($0.split(separator: "/").last ?? "") } ?? ""
        return news.isWriting
            ? TextLine(text: "rec \(name)", style: Style(.good)) : TextLine(text: "rec failed", style: Style(.error))
    }

    /// `2 peers 1 room`; a proxy has no rooms that clients choose.
    private static func peers(_ session: Session) -> String {
        let peers = Format.count(session.roster.present.count, "peer")
        return session.endpoint.upstream == nil ? "\(peers) \(Format.count(session.roster.rooms, "room"))" : peers
    }

    /// `2 rules, 3 held 27s`; `nil` if no message is intercepted or replayed.
    private static func intercepts(_ session: Session, _ playback: Snapshot.Playback?) -> String? {
        let intercepts = session.intercepts
        guard !intercepts.isIdle || playback != nil else { return nil }
        let count = intercepts.held.count
        let left = intercepts.due.map { " " + InterceptionText.countdown(to: $0, session.now) } ?? ""
        let facts = [
            intercepts.rules.isEmpty ? nil : Format.count(intercepts.rules.count, "rule"),
            count == 0 ? nil : "\(count) held\(left)", intercepts.guarded.isOff ? nil : "guard",
            playback.map { "replay \($0.sent)/\($0.count)" },
        ]
        return facts.compactMap(\.self).joined(separator: ", ")
    }

    /// The size and the limit of the journal: `1.2/64 MiB`.
    private static func memory(_ journal: Journal) -> String {
        "\(Format.mebibytes(journal.bytes).dropLast(4))/\(journal.limits.bytes / 1_048_576) MiB"
    }
}
