import Analysis
import ArgumentParser
import Events
import Exports
import Filtering
import Glibc
import Ladders
import Redaction
import Sessions
import Terminal

/// `signal-console export FILE…`: recordings in another format.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write recordings in another format, without secrets.",
        discussion: """
            Passwords, tokens, fingerprints and addresses are replaced, equal ones by equal ones, so that the analysis of the \
            result is the same. An event log keeps them unless --redact is given.
            """)

    @Argument(help: ArgumentHelp("The recordings; - is standard input.", valueName: "file"), completion: .file())
    var files: [String]
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp("The format: \(formats).", valueName: "format"),
        completion: .list(ExportFormat.allCases.filter(\.isOfSession).map(\.rawValue)))
    var formatName = ExportFormat.report.rawValue
    @Option(help: ArgumentHelp("Only entries that match this filter.", valueName: "filter")) var filter: String?
    @Option(help: ArgumentHelp("Only this call, counted from 1.", valueName: "number")) var call: Int?
    @Flag(inversion: .prefixedNo, help: "Whether to replace passwords, tokens and addresses.") var redact: Bool?
    @Flag(help: "Replace the names of peers and rooms, too.") var redactNames = false

    func validate() throws {
        guard ExportFormat(rawValue: formatName)?.isOfSession == true else {
            throw ValidationError("unknown --format '\(formatName)': expected \(Self.formats)")
        }
        do throws(FilterError) {
            _ = try filter.map { text throws(FilterError) in try Filter(text) }
        } catch {
            throw ValidationError("filter: \(error)")
        }
    }

    private var format: ExportFormat { ExportFormat(rawValue: formatName) ?? .report }
    private static var formats: String {
        ExportFormat.allCases.filter(\.isOfSession).map(\.rawValue).joined(separator: ", ")
    }

    func run() throws {
        let isRedacted = redact ?? (format.isRedacted || redactNames)
        let recorded: RecordedSession
        do throws(OpenError) {
            recorded = try RecordedSession(
                files, redactor: isRedacted ? Redactor(key: RedactionKey.make(), names: redactNames) : nil)
        } catch {
            StandardError.report("\(error)")
            throw ExitCode(error.exitCode)
        }
        recorded.fault.map { StandardError.report($0) }
        guard StandardOutput.write(try text(recorded)) else { throw ExitCode(EX_IOERR) }
    }

    private func text(_ recorded: RecordedSession) throws -> String {
        let (session, export) = (recorded.session, SessionExport(recorded.session, recorded.wall))
        let calls = session.calls.calls.filter { call == nil || $0.number == call }
        if let call, calls.isEmpty {
            throw ValidationError("no call \(call): expected 1 to \(session.calls.callCount)")
        }
        if let text = export.text(try records(recorded, calls), format) { return text }
        if format == .report { return export.report(calls) }
        guard let first = calls.first else {
            throw ValidationError("no call in the recording: expected one for a ladder")
        }
        // Mermaid and SVG are one picture a file.
        let drawn = format == .ladder ? calls : [first]
        return drawn.compactMap { export.text(Ladder(of: $0, session), format) }.joined(separator: "\n")
    }

    /// The entries that match the filter and belong to the call.
    private func records(_ recorded: RecordedSession, _ calls: [Call]) throws -> [Journal.Record] {
        var filter = try filter.map { Filter.CompiledFilter(try Filter($0)) }
        let (session, journal) = (recorded.session, recorded.session.journal)
        let facts = EntryFacts(session)
        let range = call == nil ? nil : calls.first.map { $0.first...max($0.first, $0.last) }
        return (0..<journal.count).lazy.map { journal[$0] }.filter { record in
            (range?.contains(record.entry.number) ?? true) && (filter?.passes(record, facts) ?? true)
        }
    }
}
