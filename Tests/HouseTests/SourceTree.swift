import Foundation

/// A text file of the package.
struct SourceFile {
    /// The path from the package's folder, such as `Sources/Events/Journal/Entry.swift`.
    let path: String
    /// The contents.
    let text: String

    /// The name without folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The number of lines.
    var lines: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The modules that it imports.
    var imports: Set<String> {
        Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
                guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else {
                    return nil
                }
                return String(words[index + 1])
            })
    }

    /// The folder inside of the module: `Journal` for `Sources/Events/Journal/Entry.swift`, `.` at the module's root.
    var folder: String {
        let inner = path.split(separator: "/").dropFirst(2).dropLast()
        return inner.isEmpty ? "." : inner.joined(separator: "/")
    }
}

/// The files of the package, as they are on disk.
enum SourceTree {
    /// The folder of the package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folders in `Sources` that have Swift files, in alphabetical order.
    static let modules: [String] = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: path("Sources").path)) ?? []
        return folders.sorted().filter { !((try? swift("Sources/\($0)")) ?? []).isEmpty }
    }()

    /// The modules in `Tests` that are shared by test targets.
    static let testSupport = ["SignalingSupport", "TestSupport"]

    /// The Swift files of a module.
    static func files(of module: String) throws -> [SourceFile] {
        try swift(testSupport.contains(module) ? "Tests/\(module)" : "Sources/\(module)")
    }

    /// The Swift files of all modules in `Sources`.
    static func sources() throws -> [SourceFile] { try swift("Sources") }

    /// The documents: README.md and those in `docs`.
    static func documents() throws -> [SourceFile] { try [file("README.md")] + all("docs", suffix: ".md") }

    /// The file at `path`.
    static func file(_ path: String) throws -> SourceFile {
        SourceFile(path: path, text: try String(contentsOf: Self.path(path), encoding: .utf8))
    }

    /// Whether there is a file or a folder at `path`.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: Self.path(path).path) }

    private static func path(_ path: String) -> URL { root.appendingPathComponent(path) }

    private static func swift(_ folder: String) throws -> [SourceFile] { try all(folder, suffix: ".swift") }

    private static func all(_ folder: String, suffix: String) throws -> [SourceFile] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path(folder).path)
        return try names.sorted().filter { $0.hasSuffix(suffix) }.map { try file("\(folder)/\($0)") }
    }
}
