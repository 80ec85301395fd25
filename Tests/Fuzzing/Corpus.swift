import Foundation

/// Samples in files: what a fuzz test begins with.
public struct Corpus: Sendable {
    /// The files of the folder, by name, in order.
    public let files: [(name: String, bytes: [UInt8])]

    /// The files in the folder `Corpus` beside the source file `path`.
    public init(beside path: String = #filePath) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("Corpus")
        files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
    }

    /// The lines of all files, without those that begin with `# `.
    public var lines: [[UInt8]] {
        files.flatMap { file in
            file.bytes.split(separator: UInt8(ascii: "\n")).map(Array.init).filter { !$0.starts(with: "# ".utf8) }
        }
    }
}
