import Foundation
import TestSupport

/// A web server for the pages of `Pages`, on `http://localhost`, with adapter.js.
enum PageServer {
    /// The library that Debian's package `libjs-webrtc-adapter` has.
    private static let adapter = "/usr/share/javascript/webrtc-adapter/adapter.js"
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Pages").path

    /// Runs `body` with the URL of the server, and ends it afterwards.
    static func run<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let scratch = try ScratchFolder()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        for path in names + [adapter] {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            try FileManager.default.copyItem(atPath: path, toPath: "\(scratch.path)/\(name)")
        }
        let command = ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", scratch.path]
        let process = try ChildProcess(command)
        return try await withCleanup {
            await process.end()
            scratch.remove()
        } _: {
            let line = try await process.line(containing: "Serving HTTP on")
            let port = line.split(separator: " ").compactMap { Int($0) }.first ?? 0
            return try await body("http://localhost:\(port)")
        }
    }
}
