import Analysis
import Connections
import Drawing
import Events
import Exports
import Ladders
import Messages
import Panes
import Redaction
import SDP
import Screens
import Sessions

/// Exporting and copying what is on the screen.
extension Model {
    /// The formats that can be exported now.
    var exportFormats: [ExportFormat] { ExportFormat.allCases.filter(isAvailable) }

    private func isAvailable(_ format: ExportFormat) -> Bool {
        switch format {
        case .ladder, .mermaid, .ladderSVG: top(LadderScreen.self) != nil
        case .patch: top(DiffScreen.self) != nil
        case .message: currentRecord?.entry.delivery != nil
        case .log, .csv, .eventLog, .har: screen == nil
        case .rtcstats: screen == nil && !context.session.calls.connections.isEmpty
        case .report: reportedCall != nil
        case .screen, .svg: true
        }
    }

    /// The contents of the file; `nil` if the format is not available.
    private func contents(_ format: ExportFormat) -> String? {
        let export = SessionExport(context.session, context.wall)
        switch format {
        case .ladder, .mermaid, .ladderSVG: return top(LadderScreen.self).flatMap { export.text($0.ladder, format) }
        case .patch: return top(DiffScreen.self)?.patch(context)
        case .message: return currentRecord?.entry.delivery?.message.text
        case .log, .csv, .eventLog, .har, .rtcstats: return export.text(shownRecords, format)
        case .report: return reportedCall.map { export.report([$0]) }
        case .screen: return canvas.text + "\n"
        case .svg: return CanvasSVG.text(canvas, on: context.settings.theme == .light ? .light : .dark)
        }
    }

    /// The entries in the log pane, as many as are exported.
    private var shownRecords: [Journal.Record] { log.shown(context).records(limit: LogText.limit) }

    /// The model with a session without secrets, and its screens drawn from that.
    private var redacted: Model {
        var copy = self
        var redactor = Redactor(key: redactionKey)
        copy.context.replaceSession(by: context.session.redacted(by: &redactor))
        copy.log.filterLabel = redactor.redact(text: log.filterText)
        for index in screens.indices { copy.screens[index].reload(in: copy.context) }
        return copy
    }

    /// The call that a report is of: the selected one, or the last of the peers of the ladder or of the current entry.
    private var reportedCall: Call? {
        let calls = context.session.calls
        if let screen = top(CallsScreen.self) { return screen.selected(context) }
        let peers = top(LadderScreen.self)?.ladder.columns ?? currentEntry.map { context.session.clients(of: $0) } ?? []
        let all = (0..<calls.callCount).lazy.compactMap { calls.call(at: $0) }
        let entry = currentEntry ?? 0
        return all.first { ($0.first...max($0.first, $0.last)).contains(entry) }
            ?? all.first { peers.contains($0.pair.first) && peers.contains($0.pair.second) } ?? calls.call(at: 0)
    }

    /// The screen without question, prompt and message.
    private var canvas: Canvas { drawScreen(self, hints: CommandTable.hints(in: self), hasPrompt: false) }

    /// Asks for the format.
    mutating func askExport() -> [Effect] {
        question = .export(ExportDialog(formats: exportFormats))
        return []
    }

    /// Exports in the format and to the file of `text`: `svg`, `svg ~/call.svg` or `--no-redact svg ~/call.svg`.
    mutating func export(_ text: String) -> [Effect] {
        var line = CommandLine(text)
        var isRedacted: Bool?
        if line.name == "--redact" || line.name == "--no-redact" {
            isRedacted = line.name == "--redact"
            line = CommandLine(line.argument ?? "")
        }
        guard let format = ExportFormat(rawValue: line.name) else {
            let names = exportFormats.map(\.rawValue).joined(separator: ", ")
            return report("no format is called '\(line.name)': \(names)")
        }
        return export(format, isRedacted: isRedacted ?? format.isRedacted, to: line.argument)
    }

    /// Exports in `format` to the file `name`, or to the default file of the format.
    mutating func export(_ format: ExportFormat, isRedacted: Bool, to name: String? = nil) -> [Effect] {
        guard isAvailable(format) else { return report("there is no \(format.rawValue) on this screen") }
        if isRedacted, [.screen, .svg].contains(format), top(DraftScreen.self) != nil {
            return report("a draft cannot be redacted: :export --no-redact \(format.rawValue) writes it as it is")
        }
        if [.log, .csv, .eventLog, .har, .rtcstats].contains(format), let fault = SessionExport.fault(shownRecords) {
            return report(fault)
        }
        guard let contents = (isRedacted ? redacted : self).contents(format) else {
            return report("bytes that are no text cannot be exported")
        }
        return [.export(Export(name: name ?? format.fileName, contents: contents, isRedacted: isRedacted))]
    }

    /// Writes all entries that the journal still has to an event log, with secrets.
    mutating func save(to name: String?) -> [Effect] {
        let journal = context.session.journal
        let records = (0..<journal.count).map { journal[$0] }
        if let fault = SessionExport.fault(records) { return report(fault) }
        let contents = EventLogText.text(records, context.session, context.wall)
        return [.export(Export(name: name ?? ExportFormat.eventLog.fileName, contents: contents))]
    }

    // MARK: Copying

    /// Copies the target messages as they were sent; the diff as a patch; or the screen if no message is selected.
    mutating func copy() -> [Effect] {
        if let patch = top(DiffScreen.self)?.patch(context) { return [.copy(patch)] }
        let messages = targetEntries.compactMap { context.session.journal[number: $0]?.entry.delivery?.message }
        guard !messages.isEmpty else { return [.copy(canvas.text)] }
        let texts = messages.compactMap(\.text)
        guard !texts.isEmpty else { return report("bytes that are no text are not copied: E exports them") }
        let isCurrent = targetEntries == [currentEntry]
        copied = isCurrent ? "#\(currentEntry ?? 0)" : Format.count(texts.count, "marked message")
        return [.copy(texts.joined(separator: "\n"))]
    }

    /// Copies `what`: `message`, `sdp` or `screen`.
    mutating func copy(_ what: String) -> [Effect] {
        switch what {
        case "message": return copy()
        case "screen": return [.copy(canvas.text)]
        case "sdp":
            let descriptions = targetEntries.compactMap { context.session.journal[number: $0]?.parsed?.descriptionText }
            return descriptions.isEmpty
                ? report("there is no description here to copy") : [.copy(descriptions.joined(separator: "\n"))]
        default: return report("copy takes message, sdp or screen, not '\(what)'")
        }
    }

    /// Shows the current message without a frame, for selecting text with the mouse.
    mutating func showPlain() -> [Effect] { currentEntry.map { show(PlainScreen($0)) } ?? [] }
}
