import Foundation
import TestSupport

/// A web server for the pages of `Pages`, on `http://localhost`.
enum PageServer {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Pages").path

    /// Runs `body` with the URL of the server, and ends it afterwards.
    static func run<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let command = ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]
        let process = try ChildProcess(command)
        return try await withCleanup {
            await process.end()
        } _: {
            let line = try await process.line(containing: "Serving HTTP on")
            let port = line.split(separator: " ").compactMap { Int($0) }.first ?? 0
            return try await body("http://localhost:\(port)")
        }
    }
}
