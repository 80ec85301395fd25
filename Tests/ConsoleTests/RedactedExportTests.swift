import Analysis
import Foundation
import Screens
import SignalingSupport
import Testing

@testable import Console
@testable import Events
@testable import Exports
@testable import Messages
@testable import Redaction
@testable import SDP
@testable import Sessions

/// Exports have no secrets, unless the operator wants them.
@Suite struct RedactedExportTests {
    /// The passwords, fingerprints and addresses in the messages of a session.
    private func secrets(of session: Session) -> Set<String> {
        var secrets: Set<String> = []
        for index in 0..<session.journal.count {
            guard let parsed = session.journal[index].parsed else { continue }
            for line in parsed.descriptionText?.split(whereSeparator: \.isNewline) ?? [] {
                for mark in ["a=ice-pwd:", "a=fingerprint:sha-256 "] where line.hasPrefix(mark) {
                    secrets.insert(String(line.dropFirst(mark.count)))
                }
            }
            if let address = parsed.candidate?.address, address.count > 7 { secrets.insert(address) }
        }
        return secrets
    }

    private func exported(_ command: String, _ console: inout ConsoleScript) -> Export? {
        let count = console.effects.count
        console.type(":export \(command)<enter>")
        for case .export(let export) in console.effects.dropFirst(count) { return export }
        return nil
    }

    /// The formats that are available on the main screen, on the ladder and on a message.
    private static let commands: [(keys: String, formats: [String])] = [
        ("", ["report", "har", "log", "csv", "screen", "svg", "--redact event-log"]),
        ("l", ["ladder", "mermaid", "ladder-svg", "screen", "svg", "report"]),
    ]

    @Test(arguments: try Recording.names())
    func noSecretOfARecordingSurvivesInAnyFormat(name: String) throws {
        var console = ConsoleScript(160, 45)
        console.send(.arrived(try Recording.named(name).play().map { .entry($0) }, lost: 0))
        let secrets = secrets(of: console.model.context.session)
        #expect(!secrets.isEmpty)
        for (keys, formats) in Self.commands {
            console.type(keys)
            for format in formats {
                // Calls are found in conversations of two only.
                guard let export = exported(format, &console) else {
                    #expect(format == "report" && console.model.context.session.calls.callCount == 0, "\(format)")
                    continue
                }
                #expect(export.isRedacted)
                let found = secrets.filter { export.contents.contains($0) }
                #expect(found == [], "\(format)")
            }
        }
        // They are there to be found.
        console.type("q/udp 192.0.2.99<enter>")
        #expect(try #require(exported("screen", &console)).contents.contains("192.0.2.99") == false)
        console.type("\\")
        let open = try #require(exported("--no-redact har", &console))
        #expect(secrets.contains { open.contents.contains($0) })
    }
}
