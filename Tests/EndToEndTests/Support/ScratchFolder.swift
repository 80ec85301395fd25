import Foundation

/// A new, empty folder for one test, to be removed when that is over.
struct ScratchFolder: Sendable {
    /// Unlike that of any other.
    let name: String
    let path: String

    init() throws {
        name = "signal-console-test-\(UUID().uuidString.prefix(8))"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Writes a text to a file of that name, and returns where it is.
    func write(_ text: String, to file: String) throws -> String {
        try text.write(toFile: "\(path)/\(file)", atomically: true, encoding: .utf8)
        return "\(path)/\(file)"
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The running processes that have a text in their program's name or in an argument.
func processes(naming text: String) -> [Int32] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { entry in
        guard let id = Int32(entry), let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
            return nil
        }
        return String(decoding: command, as: UTF8.self).contains(text) ? id : nil
    }
}
