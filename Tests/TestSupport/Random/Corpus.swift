import FoundationEssentials

/// The sample inputs that a fuzz test starts from, one a file.
public struct Corpus: Sendable {
    /// The files of the folder, sorted by name.
    public let files: [(name: String, bytes: [UInt8])]

    /// Reads the files in the folder `Corpus` beside the source file `path`.
    public init(beside path: String = #filePath) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().appending(path: "Corpus").path
        files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            (name, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
        }
    }

    /// The lines of all files, without those that begin with `# `.
    public var lines: [[UInt8]] {
        files.flatMap { file in
            file.bytes.split(separator: UInt8(ascii: "\n")).map(Array.init).filter { !$0.starts(with: "# ".utf8) }
        }
    }
}
