import Foundation

/// A temporary folder for a test, which removes it at its end.
struct ScratchFolder: Sendable {
    /// The unique name of the folder.
    let name: String
    let path: String

    init() throws {
        name = "signal-console-test-\(UUID().uuidString.prefix(8))"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Writes `text` to a file in the folder and returns its path.
    func write(_ text: String, to file: String) throws -> String {
        try text.write(toFile: "\(path)/\(file)", atomically: true, encoding: .utf8)
        return "\(path)/\(file)"
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Returns the running processes whose command line contains `text`.
func processes(naming text: String) -> [Int32] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { entry in
        guard let id = Int32(entry), let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
            return nil
        }
        return String(decoding: command, as: UTF8.self).contains(text) ? id : nil
    }
}
