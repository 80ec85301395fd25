import Analysis
import Drawing
import Events
import Exports
import Messages
import SDP
import Screens
import Sessions

/// Something that can be written to a file: what is on the screen, or what it stands for.
struct ExportFormat: Sendable {
    /// One word, as `:export` takes it.
    let name: String
    /// What is in the file, in a line.
    let help: String
    /// The file's name, if the operator gives none.
    let file: String
    /// Whether there is such a thing on the screen: what it is may be long, and is made only when it is wanted.
    let isThere: @Sendable (Model) -> Bool
    /// The file's contents; `nil` if there is no such thing on the screen.
    let contents: @Sendable (Model) -> String?

    /// All of them, the likeliest first.
    static let all: [ExportFormat] = [
        ExportFormat(
            name: "ladder", help: "the whole ladder as text", file: "ladder.txt", isThere: hasLadder
        ) { model in ladder(model).map { LadderText.text($0, model.context.session) } },
        ExportFormat(
            name: "mermaid", help: "the ladder as a Mermaid sequence diagram", file: "ladder.mmd", isThere: hasLadder
        ) { model in ladder(model).map { LadderMermaid.text($0, model.context.session) } },
        ExportFormat(
            name: "ladder-svg", help: "the ladder as a picture", file: "ladder.svg", isThere: hasLadder
        ) { model in ladder(model).map { LadderSVG.text($0, model.context.session) } },
        ExportFormat(
            name: "patch", help: "what differs, as a patch", file: "signaling.diff",
            isThere: { $0.top(DiffScreen.self) != nil }
        ) { model in model.top(DiffScreen.self)?.patch(model.context) },
        ExportFormat(
            name: "message", help: "the message as it was sent", file: "message.json",
            isThere: { $0.currentRecord?.entry.transit != nil }
        ) { model in model.currentRecord?.entry.transit?.message.text },
        ExportFormat(
            name: "log", help: "the entries that the log shows, a line each", file: "log.txt",
            isThere: { $0.screen == nil }
        ) { LogText.lines($0.shown.records(limit: LogText.limit), $0.context.session) },
        ExportFormat(
            name: "csv", help: "the entries that the log shows, as a table", file: "log.csv",
            isThere: { $0.screen == nil }
        ) { LogText.table($0.shown.records(limit: LogText.limit), $0.context.session, $0.context.wall) },
        ExportFormat(name: "screen", help: "the screen as text", file: "screen.txt", isThere: { _ in true }) {
            view($0, hasPrompt: false).text + "\n"
        },
        ExportFormat(name: "svg", help: "the screen as a picture", file: "screen.svg", isThere: { _ in true }) {
            model in
            CanvasSVG.text(view(model, hasPrompt: false), on: model.context.settings.theme == .light ? .light : .dark)
        },
    ]

    @Sendable private static func ladder(_ model: Model) -> Ladder? { model.top(LadderScreen.self)?.ladder }
    @Sendable private static func hasLadder(_ model: Model) -> Bool { ladder(model) != nil }
}

extension Model {
    /// The formats that there is something for.
    var exportFormats: [ExportFormat] { ExportFormat.all.filter { $0.isThere(self) } }

    /// Asks in which format the screen is to be written.
    mutating func askExport() -> [Effect] {
        question = .export(exportFormats.map(\.name), choice: 0)
        return []
    }

    /// Writes what `text` says: `svg`, or `svg ~/call.svg`.
    mutating func export(_ text: String) -> [Effect] {
        let line = CommandLine(text)
        guard let format = ExportFormat.all.first(where: { $0.name == line.name }) else {
            return say("no format is called '\(line.name)': \(exportFormats.map(\.name).joined(separator: ", "))")
        }
        guard format.isThere(self), let contents = format.contents(self) else {
            return say("there is no \(format.name) on this screen")
        }
        return [.export(Export(name: line.argument ?? format.file, contents: contents))]
    }

    // MARK: Copying

    /// Copies the messages that are marked, or else the one under the cursor, as they were sent; what is on the screen
    /// where that is no message.
    mutating func copy() -> [Effect] {
        if let patch = top(DiffScreen.self)?.patch(context) { return [.copy(patch)] }
        let messages = meantEntries.compactMap { context.session.journal[number: $0]?.entry.transit?.message }
        guard !messages.isEmpty else { return [.copy(view(self, hasPrompt: false).text)] }
        let texts = messages.compactMap(\.text)
        guard !texts.isEmpty else { return say("bytes that are no text are not copied: E exports them") }
        copied = meantEntries == [currentEntry] ? "#\(currentEntry ?? 0)" : Format.count(texts.count, "marked message")
        return [.copy(texts.joined(separator: "\n"))]
    }

    /// Copies one thing: `message`, `sdp` or `screen`.
    mutating func copy(_ what: String) -> [Effect] {
        switch what {
        case "message": return copy()
        case "screen": return [.copy(view(self, hasPrompt: false).text)]
        case "sdp":
            let descriptions = meantEntries.compactMap { context.session.journal[number: $0]?.parsed?.descriptionText }
            return descriptions.isEmpty
                ? say("there is no description here to copy") : [.copy(descriptions.joined(separator: "\n"))]
        default: return say("copy takes message, sdp or screen, not '\(what)'")
        }
    }

    // MARK: Plainly

    /// Shows the message of the current entry by itself.
    mutating func showPlain() -> [Effect] { currentEntry.map { show(PlainScreen($0)) } ?? [] }
}
