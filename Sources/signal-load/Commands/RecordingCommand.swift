import ArgumentParser
import Glibc

struct RecordingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recording", abstract: "Opens a long event log in the console, filters it and searches in it.",
        discussion: """
            50 pairs exchange descriptions of 2,500 bytes, each with 19 candidates. The time of a step ends when the \
            console no longer uses half of a core.
            """)

    @Argument(help: "The path of signal-console.")
    var program: String

    @Option(help: "The number of entries.")
    var entries = OpenedRecording().entries

    func validate() throws { try check("entries", entries, in: 200...10_000_000) }

    func run() throws {
        try reportErrors {
            let path = "\(P_tmpdir)/signal-load-\(getpid()).ndjson"
            defer { unlink(path) }
            let recording = OpenedRecording(entries: entries)
            try recording.write(to: path)
            var status = stat()
            let bytes = stat(path, &status) == 0 ? Int(status.st_size) : 0
            print("\(Figure.text(Double(entries), isCount: true)) entries, \(bytes >> 20) MiB")
            print(try recording.measure(program, path).text, terminator: "")
        }
    }
}
