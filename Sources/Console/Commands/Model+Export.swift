import Drawing
import Events
import Exports
import Ladders
import Messages
import Panes
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
        case .log, .csv: screen == nil
        case .screen, .svg: true
        }
    }

    /// The contents of the file; `nil` if the format is not available.
    private func contents(_ format: ExportFormat) -> String? {
        let (ladder, session) = (top(LadderScreen.self)?.ladder, context.session)
        let records = { log.shown(context).records(limit: LogText.limit) }
        switch format {
        case .ladder: return ladder.map { LadderText.text($0, session) }
        case .mermaid: return ladder.map { LadderMermaid.text($0, session) }
        case .ladderSVG: return ladder.map { LadderSVG.text($0, session) }
        case .patch: return top(DiffScreen.self)?.patch(context)
        case .message: return currentRecord?.entry.delivery?.message.text
        case .log: return LogText.text(records(), session)
        case .csv: return LogText.csv(records(), session, context.wall)
        case .screen: return canvas.text + "\n"
        case .svg: return CanvasSVG.text(canvas, on: context.settings.theme == .light ? .light : .dark)
        }
    }

    /// The screen without question, prompt and message.
    private var canvas: Canvas { drawScreen(self, hints: CommandTable.hints(in: self), hasPrompt: false) }

    /// Asks for the format.
    mutating func askExport() -> [Effect] {
        question = .export(exportFormats, choice: 0)
        return []
    }

    /// Exports in the format and to the file of `text`: `svg`, or `svg ~/call.svg`.
    mutating func export(_ text: String) -> [Effect] {
        let line = CommandLine(text)
        guard let format = ExportFormat(rawValue: line.name) else {
            let names = exportFormats.map(\.rawValue).joined(separator: ", ")
            return report("no format is called '\(line.name)': \(names)")
        }
        guard isAvailable(format), let contents = contents(format) else {
            return report("there is no \(format.rawValue) on this screen")
        }
        return [.export(Export(name: line.argument ?? format.fileName, contents: contents))]
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
