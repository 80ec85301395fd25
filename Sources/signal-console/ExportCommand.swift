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
        guard filter == nil || format.isOfEntries else {
            throw ValidationError("--filter with --format \(formatName): expected a format of entries; use --call")
        }
        do throws(FilterError) {
            _ = try filter.map { text throws(FilterError) in try Filter(text) }
        } catch {
            throw ValidationError("filter: \(error)")
        }
    }

    /// The exit code if there is no call to export.
    private static let nothingToExport: Int32 = 3

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
        let records = try records(session)
        if let fault = SessionExport.fault(records) {
            StandardError.report(fault)
            throw ExitCode(EX_IOERR)
        }
        if let text = export.text(records, format) { return text }
        let calls = session.calls.calls.filter { call == nil || $0.number == call }
        guard let first = calls.first else {
            StandardError.report(call.map { "the recording has no call \($0)" } ?? "the recording has no call")
            throw ExitCode(Self.nothingToExport)
        }
        if format == .report { return export.report(calls) }
        // Mermaid and SVG are one picture a file.
        let drawn = format == .ladder ? calls : [first]
        return drawn.compactMap { export.text(Ladder(of: $0, session), format) }.joined(separator: "\n")
    }

    /// The entries that match the filter and belong to the call.
    private func records(_ session: Session) throws -> [Journal.Record] {
        guard format.isOfEntries else { return [] }
        let terms = [call.map { "call:\($0)" }, filter].compactMap(\.self)
        var filters = try terms.map { Filter.CompiledFilter(try Filter($0)) }
        let (journal, facts) = (session.journal, EntryFacts(session))
        return (0..<journal.count).compactMap { index in
            let outline = journal.outline(at: index)
            // Payloads of entries that the filters exclude without them are not read.
            guard filters.indices.allSatisfy({ filters[$0].decision(outline, facts) != false }) else { return nil }
            let record = outline.isOutline ? journal[index] : outline
            return filters.indices.allSatisfy { filters[$0].passes(record, facts) } ? record : nil
        }
    }
}

/// The key of the pseudonyms in redacted exports.
enum RedactionKey {
    /// Returns a random key.
    static func make() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<Redactor.keyLength).map { _ in random.next() }
    }
}
