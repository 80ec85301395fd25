import Foundation
import Glibc
import TestSupport
import Testing

/// Servers that the load generator starts.
@Suite struct StartedServerTests {
    /// The path of the program, which is in the same folder as the test executable.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("signal-load").path

    @Test(arguments: [SIGTERM, SIGKILL])
    func serverEndsWithTheLoadGenerator(signal: Int32) async throws {
        let generator = try ChildProcess([Self.program, "compare", "--server", "it=sleep 1000"])
        let id = try await eventually("the server") { try Self.process(named: "sleep", parent: generator.id) }
        generator.signal(signal)
        #expect(try await generator.waitForExit() == .signal(signal))
        try await eventually("its end") { Self.command(id).isEmpty }
    }

    /// Returns the command line of a process; empty if it has ended.
    private static func command(_ id: String) -> Data {
        FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
    }

    private static func process(named name: String, parent: pid_t) throws -> String? {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").first { id in
            guard let stat = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return false }
            return String(decoding: stat, as: UTF8.self).contains("(\(name)) S \(parent) ")
        }
    }
}
